package org.supervisord.daemon.log;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.supervisord.daemon.fatal.FatalReasons;

/** Opens logs, and chooses how one is written by its name. */
public final class LogSinks {
    private static final Set<String> STDOUT = Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");
    private static final Set<String> STDERR = Set.of("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2");

    private final Consumer<String> trouble;
    private final FatalReasons fatalReasons;

    /**
     * What logs are opened with.
     *
     * @param trouble told in one line when a log can't be written, and when it can be again
     * @param fatalReasons told of logs that can't be rotated or removed
     */
    public LogSinks(Consumer<String> trouble, FatalReasons fatalReasons) {
        this.trouble = trouble;
        this.fatalReasons = fatalReasons;
    }

    /** Opens a log; the parameters are those of {@link RotatingFile}. */
    public LogSink open(Path path, long maxbytes, int backups, String mode) {
        String name = path.toString();
        if (STDOUT.contains(name)) {
            return StandardOutput.stdout();
        }
        if (STDERR.contains(name)) {
            return StandardOutput.stderr();
        }
        return new RotatingFile(path, maxbytes, backups, mode, trouble, fatalReasons);
    }
}
