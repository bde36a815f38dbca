package org.supervisord.daemon.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.supervisord.common.PythonRepr;
import org.supervisord.daemon.log.ActivityLog;

/**
 * One process of a pool, and its side of the protocol: it writes {@code READY}, is given an event,
 * answers {@code RESULT length} and the result, and begins anew. One listener lives through all
 * restarts of its process.
 */
public final class Listener {
    private static final byte[] READY = "READY\n".getBytes(StandardCharsets.US_ASCII);
    private static final String RESULT = "RESULT ";

    /** A listener that writes a longer line, or a longer result, does not keep to the protocol. */
    static final int LONGEST_LINE = 64 << 10;

    static final int LONGEST_RESULT = 16 << 20;

    /** The process behind a listener. */
    public interface Process {
        /** Its own name. */
        String name();

        /** Whether it is RUNNING; others are not told of events. */
        boolean isRunning();

        /** Writes to its stdin; fails when that is closed. */
        void write(byte[] data) throws IOException;
    }

    private final Process process;
    private final EventListenerPool pool;
    private final ActivityLog log;
    private ListenerState state = ListenerState.ACKNOWLEDGED;
    private Optional<NumberedEvent> event = Optional.empty();
    private byte[] waiting = {};
    private int resultLength = -1;

    Listener(Process process, EventListenerPool pool, ActivityLog log) {
        this.process = process;
        this.pool = pool;
        this.log = log;
    }

    /** Its process was started. */
    public void started() {
        state = ListenerState.ACKNOWLEDGED;
        waiting = new byte[0];
        resultLength = -1;
    }

    /** Its process is gone; an event that it had not dealt with goes back to the pool. */
    public void gone() {
        waiting = new byte[0];
        event.ifPresent(
                undone -> {
                    event = Optional.empty();
                    pool.takeBack(undone);
                });
    }

    /** Its process has written something. */
    public void take(byte[] data) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(waiting.length + data.length);
        all.writeBytes(waiting);
        all.writeBytes(data);
        waiting = all.toByteArray();
        boolean more = true;
        while (more && waiting.length > 0) {
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
        return state == ListenerState.READY && process.isRunning();
    }

    /**
     * Gives it an event.
     *
     * @return false when it can't be written to
     */
    boolean give(NumberedEvent next, byte[] envelope) {
        try {
            process.write(envelope);
        } catch (IOException e) {
            log.debug(
                    "epipe occurred while sending event "
                            + next.serial()
                            + " to listener "
                            + process.name()
                            + ", listener state unchanged");
            return false;
        }
        state = ListenerState.BUSY;
        event = Optional.of(next);
        log.debug("event " + next.serial() + " sent to listener " + process.name());
        return true;
    }

    private boolean awaitReady() {
        if (waiting.length < READY.length) {
            return false;
        }
        if (!Arrays.equals(waiting, 0, READY.length, READY, 0, READY.length)) {
            return violated();
        }
        waiting = Arrays.copyOfRange(waiting, READY.length, waiting.length);
        become(ListenerState.READY);
        if (waiting.length == 0) {
            pool.dispatch();
        }
        return true;
    }

    private boolean awaitResultLine() {
        int end = 0;
        while (end < waiting.length && waiting[end] != '\n') {
            end++;
        }
        if (end == waiting.length) {
            return waiting.length > LONGEST_LINE && badResult("a line without an end");
        }
        String line = new String(waiting, 0, end, StandardCharsets.UTF_8);
        String number = line.startsWith(RESULT) ? line.substring(RESULT.length()).strip() : "";
        if (!number.matches("[0-9]{1,8}") || Integer.parseInt(number) > LONGEST_RESULT) {
            return badResult(line);
        }
        waiting = Arrays.copyOfRange(waiting, end + 1, waiting.length);
        resultLength = Integer.parseInt(number);
        return waiting.length > 0 || resultLength > 0 || awaitResult();
    }

    private boolean badResult(String line) {
        log.warn(process.name() + ": bad result line: '" + line + "'");
        become(ListenerState.UNKNOWN);
        gone();
        return false;
    }

    private boolean awaitResult() {
        if (waiting.length < resultLength) {
            return false;
        }
        byte[] result = Arrays.copyOf(waiting, resultLength);
        waiting = Arrays.copyOfRange(waiting, resultLength, waiting.length);
        resultLength = -1;
        NumberedEvent done = event.orElseThrow();
        event = Optional.empty();
        if (pool.accepts(result)) {
            log.debug(process.name() + ": event was processed");
            become(ListenerState.ACKNOWLEDGED);
        } else {
            log.warn(process.name() + ": event was rejected");
            become(ListenerState.ACKNOWLEDGED);
            pool.takeBack(done);
        }
        return true;
    }

    private boolean violated() {
        become(ListenerState.UNKNOWN);
        waiting = new byte[0];
        return false;
    }

    private boolean ignored() {
        waiting = new byte[0];
        return false;
    }

    private void become(ListenerState next) {
        log.debug(process.name() + ": " + state + " -> " + next);
        state = next;
        if (next == ListenerState.UNKNOWN) {
            log.warn(
                    process.name()
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
