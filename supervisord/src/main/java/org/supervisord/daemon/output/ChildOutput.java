package org.supervisord.daemon.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.supervisord.daemon.log.LogSink;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/**
 * One output channel of a child: its bytes go to the logs, and to whoever else wants them. Without
 * captured messages, escapes to be removed, or listeners they go there straight from the buffer.
 */
public final class ChildOutput implements PipeReader.Consumer {

    /**
     * What is done with the bytes.
     *
     * @param captureMaxbytes how much of a message is kept, in bytes; 0 when none are captured; of
     *     less than that, a message is as good as its last piece
     * @param stripAnsi whether terminal escapes are removed
     * @param events whether every piece is told
     * @param debug whether every piece is told to the activity log
     */
    public record Treatment(
            long captureMaxbytes, boolean stripAnsi, boolean events, boolean debug) {}

    /**
     * With captured messages, text no longer than a token waits for more; when no more can come,
     * for so long.
     */
    public static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private static final byte[] NOTHING = {};

    private final Treatment treatment;
    private final List<LogSink> sinks;
    private final OutputListener listener;
    private final Optional<AnsiStripper> textStripper;
    private final Optional<AnsiStripper> messageStripper;
    private final Optional<MessageCapture> capture;
    private final Scheduler scheduler;
    private byte[] rest = NOTHING;
    private long logged;
    private Timer finishing = () -> {};
    private boolean finished;
    private boolean released;

    /** Output that is kept in the sinks, which are closed when the child has gone. */
    public ChildOutput(
            Treatment treatment,
            List<LogSink> sinks,
            OutputListener listener,
            Scheduler scheduler) {
        this.scheduler = scheduler;
        this.treatment = treatment;
        this.sinks = List.copyOf(sinks);
        this.listener = listener;
        this.textStripper = stripper(treatment);
        this.messageStripper = stripper(treatment);
        this.capture =
                treatment.captureMaxbytes != 0
                        ? Optional.of(
                                new MessageCapture(
                                        treatment.captureMaxbytes,
                                        this::text,
                                        this::captured,
                                        this::message))
                        : Optional.empty();
    }

    private static Optional<AnsiStripper> stripper(Treatment treatment) {
        return treatment.stripAnsi ? Optional.of(new AnsiStripper()) : Optional.empty();
    }

    @Override
    public void take(ByteBuffer data) {
        if (capture.isPresent()) {
            capture.get().take(bytes(data));
        } else if (treatment.stripAnsi || treatment.events || treatment.debug) {
            text(bytes(data));
        } else {
            toSinks(data);
        }
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    private void text(byte[] data) {
        deliver(stripped(textStripper, data));
    }

    private static byte[] stripped(Optional<AnsiStripper> stripper, byte[] data) {
        return stripper.isPresent() ? stripper.get().strip(data) : data;
    }

    /** Also tells of a piece of which nothing is left without its escapes, as the reference. */
    private void deliver(byte[] clean) {
        if (clean.length > 0) {
            toSinks(ByteBuffer.wrap(clean));
        }
        tell(clean);
    }

    private byte[] captured(byte[] data) {
        byte[] clean = stripped(messageStripper, data);
        tell(clean);
        return clean;
    }

    private void message(byte[] data) {
        // an escape does not go on in the next message
        messageStripper.ifPresent(AnsiStripper::end);
        listener.message(data);
    }

    private void tell(byte[] data) {
        if (treatment.debug) {
            listener.debug(data);
        }
        if (treatment.events) {
            listener.output(data);
        }
    }

    /** How many bytes the logs were given so far. */
    public long logged() {
        return logged;
    }

    private void toSinks(ByteBuffer data) {
        logged += data.remaining();
        for (LogSink sink : sinks) {
            sink.write(sinks.size() == 1 ? data : data.duplicate());
        }
    }

    /** How many bytes of that {@link #snapshot} holds, but for the beginning of an escape. */
    public long waitingBytes() {
        return capture.map(MessageCapture::waitingBytes).orElse(0L)
                + sinks.stream().mapToLong(it -> it.unsent().length).sum();
    }

    /** What it has been given and not passed on; what waits after its end is passed on first. */
    public OutputSnapshot snapshot() {
        if (isUnfinished()) {
            finish();
        }
        return new OutputSnapshot(
                capture.map(MessageCapture::snapshot),
                textStripper.map(AnsiStripper::held).orElse(NOTHING),
                messageStripper.map(AnsiStripper::held).orElse(NOTHING),
                logged,
                sinks.stream().map(LogSink::unsent).toList());
    }

    /** Goes on where that of a former program was; to be called before anything is taken. */
    public void resume(OutputSnapshot former) {
        logged = former.logged();
        if (capture.isPresent() && former.capture().isPresent()) {
            capture.get().resume(former.capture().get());
        }
        textStripper.ifPresent(it -> it.resume(former.heldText()));
        messageStripper.ifPresent(it -> it.resume(former.heldMessage()));
        for (int i = 0; i < Math.min(sinks.size(), former.unsent().size()); i++) {
            if (former.unsent().get(i).length > 0) {
                sinks.get(i).write(ByteBuffer.wrap(former.unsent().get(i)));
            }
        }
    }

    @Override
    public boolean isCongested() {
        for (LogSink sink : sinks) {
            if (sink.isCongested()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void whenRoom(Runnable task) {
        // the first one that is congested: when it is not, the others are asked again
        sinks.stream()
                .filter(LogSink::isCongested)
                .findFirst()
                .ifPresentOrElse(sink -> sink.whenRoom(() -> whenRoom(task)), task);
    }

    @Override
    public void unreadable(IOException why) {
        listener.unreadable(why);
    }

    @Override
    public void end() {
        rest = capture.map(MessageCapture::end).orElse(NOTHING);
        if (rest.length == 0) {
            finish();
        } else {
            // the reference does not log it at all, and it is known for that
            finishing = scheduler.after(LAST_WORDS, this::finish);
        }
    }

    /** Whether it has ended, and text still waits for more. */
    public boolean isUnfinished() {
        return rest.length > 0;
    }

    /** After the end: logs what still waits for more. */
    public void finish() {
        finishing.cancel();
        if (rest.length > 0) {
            text(rest);
            rest = NOTHING;
        }
        textStripper
                .map(AnsiStripper::end)
                .filter(held -> held.length > 0)
                .ifPresent(this::deliver);
        finished = true;
        closeIfDone();
    }

    /**
     * The child has gone. A program may close its output and live on, and its logs can be cleared
     * and opened again as long as it does.
     */
    public void release() {
        released = true;
        closeIfDone();
    }

    private void closeIfDone() {
        if (finished && released) {
            sinks.forEach(LogSink::close);
        }
    }

    /** Opens the logs again by their names. */
    public void reopenLogs() {
        sinks.forEach(LogSink::reopen);
    }

    /** Removes the logs and begins new ones. */
    public void clearLogs() throws IOException {
        for (LogSink sink : sinks) {
            sink.clear();
        }
    }
}
