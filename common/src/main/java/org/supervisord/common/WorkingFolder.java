package org.supervisord.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that this process is in. Java only knows the one it was started in, and takes that for
 * the start of every path which it makes absolute. Source: proc_pid_cwd(5). Any thread may ask.
 */
public final class WorkingFolder {
    private static final Path LINK = Path.of("/proc/self/cwd");

    private WorkingFolder() {}

    /** A path to the same file, from the root; without a /proc, as Java knows it. */
    public static Path absolute(Path path) {
        if (path.isAbsolute()) {
            return path;
        }
        try {
            return Files.readSymbolicLink(LINK).resolve(path);
        } catch (IOException e) {
            return path.toAbsolutePath();
        }
    }
}
