package org.supervisord.daemon.log;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/** Chooses how a log is written by its name. */
public final class LogSinks {
    private static final Set<String> STDOUT = Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");
    private static final Set<String> STDERR = Set.of("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2");

    private LogSinks() {}

    /**
     * Opens a log; the parameters are those of {@link RotatingFile}.
     *
     * @param trouble told in one line when the log can't be written, and when it can be again
     */
    public static LogSink open(
            Path path, long maxbytes, int backups, String mode, Consumer<String> trouble) {
        String name = path.toString();
        if (STDOUT.contains(name)) {
            return StandardOutput.stdout();
        }
        if (STDERR.contains(name)) {
            return StandardOutput.stderr();
        }
        return new RotatingFile(path, maxbytes, backups, mode, trouble);
    }
}
