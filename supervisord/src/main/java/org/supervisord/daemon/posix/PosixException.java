package org.supervisord.daemon.posix;

import java.io.IOException;

/** A system call that failed. */
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    PosixException(String call, int errno) {
        super(call + ": " + Errno.name(errno));
        this.call = call;
        this.errno = errno;
    }

    /** What was asked of the system, such as {@code pipe}. */
    public String call() {
        return call;
    }

    /** The error's number. Source: errno(3). */
    public int errno() {
        return errno;
    }

    /** The error's name, such as {@code ENOENT}. */
    public String errorName() {
        return Errno.name(errno);
    }
}
