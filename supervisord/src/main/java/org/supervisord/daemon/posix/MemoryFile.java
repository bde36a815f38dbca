package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files without a name, which live as long as somebody has them open. Source: memfd_create(2). */
public final class MemoryFile {
    private static final int CLOSE_ON_EXEC = 1;

    private MemoryFile() {}

    /**
     * Makes one with this in it.
     *
     * @return its descriptor, which no other program inherits by itself
     */
    public static int write(String name, byte[] content) throws PosixException {
        int fd = LibC.memfd_create(LibC.cString(name), CLOSE_ON_EXEC);
        if (fd < 0) {
            throw new PosixException("memfd_create", Native.getLastError());
        }
        byte[] rest = content;
        while (rest.length > 0) {
            int written = LibC.write(fd, rest, rest.length);
            if (written < 0 && Native.getLastError() != Errno.EINTR) {
                int errno = Native.getLastError();
                LibC.close(fd);
                throw new PosixException("write", errno);
            }
            rest = Arrays.copyOfRange(rest, Math.max(0, written), rest.length);
        }
        return fd;
    }

    /** All that is in one, wherever those who share it have read to. */
    public static byte[] read(int fd) throws IOException {
        return Files.readAllBytes(Path.of("/proc/self/fd/" + fd));
    }

    /** Lets go of one. */
    public static void close(int fd) {
        LibC.close(fd);
    }
}
