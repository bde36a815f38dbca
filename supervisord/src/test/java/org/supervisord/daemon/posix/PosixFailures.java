package org.supervisord.daemon.posix;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.ToIntFunction;

/** Failures of system calls as they come to those who made the call, for systems of tests. */
public final class PosixFailures {
    private PosixFailures() {}

    /** A system call has failed. */
    public static PosixException of(String call, int errno) {
        return new PosixException(call, errno);
    }

    /** Something was done to a file in vain, as the JDK tells it. */
    public static FileSystemException file(String path, int errno) {
        return switch (errno) {
            case Errno.ENOENT -> new NoSuchFileException(path);
            case Errno.EACCES -> new AccessDeniedException(path);
            case Errno.EEXIST -> new FileAlreadyExistsException(path);
            default -> new FileSystemException(path, null, LibC.strerror(errno));
        };
    }

    /** A channel could not be read or written, as the JDK tells it. */
    public static IOException channel(int errno) {
        return new IOException(LibC.strerror(errno));
    }

    /** A reaper on a waitpid(2) of one's own: a pid, 0 for none, or an error's negative number. */
    public static Reaper reaper(ToIntFunction<int[]> waitpid) {
        return new Reaper(waitpid::applyAsInt);
    }
}
