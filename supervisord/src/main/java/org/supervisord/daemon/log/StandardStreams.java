package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.posix.OutputDescriptor;

/** The daemon's own stdout and stderr as logs, each one for all who write to it. */
public final class StandardStreams {
    private final StreamLog stdout;
    private final StreamLog stderr;

    /**
     * Those of this process.
     *
     * @param trouble told in one line when one of them is not read, and when it is again
     */
    public StandardStreams(EventLoop loop, Consumer<String> trouble) {
        this(loop, StreamLog.PATIENCE, trouble);
    }

    StandardStreams(EventLoop loop, Duration patience, Consumer<String> trouble) {
        this(() -> OutputDescriptor.of(1), () -> OutputDescriptor.of(2), loop, patience, trouble);
    }

    /** Streams that lead elsewhere, for tests. */
    StandardStreams(
            StreamLog.Source stdout,
            StreamLog.Source stderr,
            EventLoop loop,
            Duration patience,
            Consumer<String> trouble) {
        this.stdout = new StreamLog("/dev/stdout", stdout, loop, patience, trouble);
        this.stderr = new StreamLog("/dev/stderr", stderr, loop, patience, trouble);
    }

    LogSink stdout() {
        return stdout;
    }

    LogSink stderr() {
        return stderr;
    }

    /** A line on stderr, for those who can't tell the activity log. */
    void complain(String message) {
        stderr.write(
                ByteBuffer.wrap(
                        ("supervisord: " + message + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** How many bytes wait to be read from them. */
    public long waitingBytes() {
        return stdout.waitingBytes() + stderr.waitingBytes();
    }

    /** What waits to be read from them: stdout, then stderr. */
    public List<LogSnapshot> snapshot(Keeper keeper) {
        return List.of(stdout.snapshot(keeper), stderr.snapshot(keeper));
    }

    /** Goes on where a former program was. */
    public void resume(List<LogSnapshot> former, Inheritance inheritance) throws IOException {
        if (former.size() == 2) {
            stdout.resume(former.get(0), inheritance);
            stderr.resume(former.get(1), inheritance);
        }
    }

    /** Writes what is left, for as long as it is taken, a few seconds at most: the daemon ends. */
    public void flush() {
        stdout.flush();
        stderr.flush();
    }
}
