package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one device that logs may lead to and that can be read: nothing is there, and nobody ever
 * waits for more. A terminal or a FIFO would stop the loop.
 */
public final class NullDevice {
    /** Its name. */
    public static final Path PATH = Path.of("/dev/null");

    private NullDevice() {}

    /**
     * Whether a path leads to it, also through links.
     *
     * @throws IOException when there is nothing behind the path
     */
    public static boolean isBehind(Path path) throws IOException {
        return Files.isSameFile(path, PATH);
    }
}
