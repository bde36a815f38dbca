package org.supervisord.daemon.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.supervisord.common.ByteQueue;
import org.supervisord.common.ProcessState;
import org.supervisord.common.PythonRepr;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.fatal.Survivable;
import org.supervisord.daemon.log.ActivityLog;

/**
 * One process of a pool, and its side of the protocol: it writes {@code READY}, is given an event,
 * answers {@code RESULT length} and the result, and begins anew. One listener lives through all
 * restarts of its process.
 */
public final class Listener {
    private static final byte[] READY = "READY\n".getBytes(StandardCharsets.US_ASCII);

    /** A listener that writes a longer line, or a longer result, does not keep to the protocol. */
    static final int LONGEST_LINE = 64 << 10;

    static final int LONGEST_RESULT = 16 << 20;

    /** Who takes longer for an event is waited for by the loop alone. */
    static final Duration PROMPT = Duration.ofMillis(1);

    /** The process behind a listener. */
    public interface Process {
        /** Its own name. */
        String name();

        /** Only one that is RUNNING is told of events. */
        ProcessState state();

        /**
         * Writes to its stdin; fails when that is closed.
         *
         * @param data not to be changed afterwards
         */
        void write(byte[] data) throws IOException;

        /** Takes at once what it may have said, which costs little. */
        void look();

        /** It has failed on an event too often: it is to end, and somebody is to be told. */
        void giveUp(String reason);

        /** It was given up, but was started again since and is ready for events. */
        void recovered();
    }

    private final Process process;
    private final EventListenerPool pool;
    private final ActivityLog log;
    private final ByteQueue waiting = new ByteQueue();
    private ListenerState state = ListenerState.ACKNOWLEDGED;
    private Optional<Delivery> event = Optional.empty();
    private long givenAtNanos;
    private int lineSearched;
    private int resultLength = -1;
    private boolean givenUp;
    private boolean startedSince;

    Listener(Process process, EventListenerPool pool, ActivityLog log) {
        this.process = process;
        this.pool = pool;
        this.log = log;
    }

    String name() {
        return process.name();
    }

    ListenerState state() {
        return state;
    }

    /** The event that it is dealing with. */
    Optional<Delivery> event() {
        return event;
    }

    /** Its process was started. */
    public void started() {
        state = ListenerState.ACKNOWLEDGED;
        forgetWords();
        startedSince = true;
    }

    /** Its process is gone; an event that it had not dealt with goes back to the pool. */
    public void gone() {
        forgetWords();
        if (event.isPresent()) {
            Delivery undone = event.get();
            event = Optional.empty();
            if (process.state() == ProcessState.STOPPED) {
                // it was told to end, which is no fault of the event's
                pool.takeBack(undone);
            } else {
                pool.abandon(undone, this);
            }
        }
    }

    /** How many bytes its event has, together with what it has said and nobody understood yet. */
    long heldBytes() {
        return event.map(Delivery::bytes).orElse(0) + (long) waiting.length();
    }

    /** All that another program needs to go on with the talk. */
    ListenerSnapshot snapshot(long nowNanos) {
        return new ListenerSnapshot(
                name(),
                state,
                event.map(it -> it.snapshot(nowNanos)),
                waiting.first(waiting.length()),
                resultLength,
                givenUp,
                startedSince);
    }

    /** Goes on with the talk that a former program has had. */
    void resume(ListenerSnapshot former, long takenAtNanos) {
        state = former.state();
        event = former.event().map(it -> new Delivery(it, takenAtNanos));
        waiting.clear();
        waiting.add(ByteBuffer.wrap(former.words()));
        lineSearched = 0;
        resultLength = former.resultLength();
        givenUp = former.givenUp();
        startedSince = former.startedSince();
    }

    private void forgetWords() {
        waiting.clear();
        lineSearched = 0;
        resultLength = -1;
    }

    /** Its process has written something. */
    public void take(ByteBuffer data) {
        if (state == ListenerState.UNKNOWN) {
            return;
        }
        waiting.add(data);
        boolean more = true;
        while (more && !waiting.isEmpty()) {
            more =
                    switch (state) {
                        case ACKNOWLEDGED -> awaitReady();
                        case READY -> violated();
                        case BUSY -> resultLength < 0 ? awaitResultLine() : awaitResult();
                        case UNKNOWN -> ignored();
                    };
        }
    }

    boolean isReady() {
        return state == ListenerState.READY && process.state() == ProcessState.RUNNING;
    }

    /** Whether it was given an event so short a time ago that an answer is to be expected now. */
    boolean mayHaveAnswered(long nowNanos) {
        return state == ListenerState.BUSY && nowNanos - givenAtNanos < PROMPT.toNanos();
    }

    /** Takes at once what it may have said. */
    void look() {
        process.look();
    }

    /** Whether it deals with an event, or may ask for one yet. */
    boolean mayDeliver() {
        return state != ListenerState.UNKNOWN
                && (process.state() == ProcessState.RUNNING
                        || process.state() == ProcessState.STARTING);
    }

    void giveUp(String reason) {
        givenUp = true;
        startedSince = false;
        process.giveUp(reason);
    }

    /**
     * Gives it an event.
     *
     * @return false when it can't be written to
     */
    boolean give(Delivery next, byte[] envelope, long nowNanos) {
        try {
            process.write(envelope);
        } catch (IOException e) {
            log.debug(
                    "epipe occurred while sending event "
                            + next.serial()
                            + " to listener "
                            + name()
                            + ", listener state unchanged");
            return false;
        }
        state = ListenerState.BUSY;
        givenAtNanos = nowNanos;
        event = Optional.of(next);
        if (log.tells(LogLevel.DEBUG)) {
            log.debug("event " + next.serial() + " sent to listener " + name());
        }
        return true;
    }

    private boolean awaitReady() {
        if (waiting.length() < READY.length) {
            return false;
        }
        if (!waiting.startsWith(READY)) {
            return violated();
        }
        waiting.skip(READY.length);
        become(ListenerState.READY);
        if (givenUp && startedSince) {
            givenUp = false;
            process.recovered();
        }
        if (waiting.isEmpty()) {
            pool.dispatch();
        }
        return true;
    }

    private boolean awaitResultLine() {
        int end = waiting.indexOf((byte) '\n', lineSearched);
        if (end < 0) {
            lineSearched = waiting.length();
            return lineSearched > LONGEST_LINE && badResult("a line without an end");
        }
        if (end > LONGEST_LINE) {
            return badResult("a line that is too long");
        }
        int length = ResultLine.length(waiting, end);
        if (length < 0 || length > LONGEST_RESULT) {
            return badResult(PythonRepr.decoded(waiting.first(end)));
        }
        waiting.skip(end + 1);
        lineSearched = 0;
        resultLength = length;
        return !waiting.isEmpty() || resultLength > 0 || awaitResult();
    }

    private boolean badResult(String line) {
        log.warn(name() + ": bad result line: '" + line + "'");
        violated();
        Delivery undone = event.orElseThrow();
        event = Optional.empty();
        pool.reject(undone, this);
        return false;
    }

    private boolean awaitResult() {
        if (waiting.length() < resultLength) {
            return false;
        }
        byte[] result = waiting.first(resultLength);
        waiting.skip(resultLength);
        resultLength = -1;
        Delivery done = event.orElseThrow();
        event = Optional.empty();
        boolean accepted;
        try {
            accepted = pool.accepts(done, result);
        } catch (Throwable e) {
            Survivable.orThrow(e);
            log.warn(name() + ": event caused an error: " + e);
            violated();
            pool.reject(done, this);
            return false;
        }
        if (accepted) {
            if (log.tells(LogLevel.DEBUG)) {
                log.debug(name() + ": event was processed");
            }
            become(ListenerState.ACKNOWLEDGED);
            pool.done();
        } else {
            log.warn(name() + ": event was rejected");
            become(ListenerState.ACKNOWLEDGED);
            pool.reject(done, this);
        }
        return true;
    }

    private boolean violated() {
        forgetWords();
        become(ListenerState.UNKNOWN);
        pool.dispatch();
        return false;
    }

    private boolean ignored() {
        forgetWords();
        return false;
    }

    private void become(ListenerState next) {
        ListenerState before = state;
        if (log.tells(LogLevel.DEBUG)) {
            log.debug(name() + ": " + before + " -> " + next);
        }
        state = next;
        if (next == ListenerState.UNKNOWN) {
            log.warn(
                    name()
                            + ": has entered the UNKNOWN state and will no longer receive events,"
                            + " this usually indicates the process violated the eventlistener"
                            + " protocol");
        }
    }

    /** What the activity log shows of a listener's output. */
    public static String shown(String name, byte[] data) {
        return PythonRepr.of(name) + " stdout output:\n" + PythonRepr.of(data);
    }
}
