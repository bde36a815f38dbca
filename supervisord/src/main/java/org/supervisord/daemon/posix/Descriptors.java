package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;

/** The descriptors behind the JDK's channels, which it keeps to itself. */
public final class Descriptors {
    private static final short POLLOUT = 4;

    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_GETPIPE_SZ = 1032;

    private Descriptors() {}

    /** The descriptor of a pipe's end or a socket. Needs --add-exports java.base/sun.nio.ch. */
    public static int of(Channel channel) {
        return ((sun.nio.ch.SelChImpl) channel).getFDVal();
    }

    /** Closes a descriptor that no channel stands for. */
    public static void close(int descriptor) throws PosixException {
        if (LibC.close(descriptor) != 0) {
            throw new PosixException("close", Native.getLastError());
        }
    }

    /** The number of a descriptor. */
    public static int of(FileDescriptor descriptor) {
        return sun.nio.ch.IOUtil.fdVal(descriptor);
    }

    /** Makes a number stand for what is behind a channel; programs do not inherit it. */
    static boolean put(Channel channel, int number) {
        return LibC.dup2(of(channel), number) >= 0 && LibC.fcntl(number, F_SETFD, FD_CLOEXEC) == 0;
    }

    /**
     * Whether a descriptor takes something without waiting, if only a little.
     *
     * @return true also when it is closed, as a write fails at once then
     */
    public static boolean isWritable(int fd) {
        return isWritable(fd, 0);
    }

    /** The same, after a wait of so many milliseconds at most. */
    static boolean isWritable(int fd, int millis) {
        try (Memory poll = LibC.zeroed(8)) {
            poll.setInt(0, fd);
            poll.setShort(4, POLLOUT);
            return LibC.poll(poll, 1, millis) != 0;
        }
    }

    /**
     * Changes how much a pipe holds.
     *
     * @return false when the system does not allow it
     */
    public static boolean resizePipe(Channel pipe, int bytes) {
        return pipe instanceof sun.nio.ch.SelChImpl it
                && LibC.fcntl(it.getFDVal(), F_SETPIPE_SZ, bytes) >= bytes;
    }

    /** How much a pipe holds, in bytes; -1 when that is not known. */
    public static int pipeSize(Channel pipe) {
        return pipe instanceof sun.nio.ch.SelChImpl it
                ? LibC.fcntl(it.getFDVal(), F_GETPIPE_SZ, 0)
                : -1;
    }

    /** See {@link Outlet#watch}. */
    static Pipe.SinkChannel watch(int fd) throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        // before the descriptors are exchanged: the flag would be seen by all who share the file
        pipe.sink().configureBlocking(false);
        if (LibC.dup2(fd, of(pipe.sink())) < 0) {
            int errno = Native.getLastError();
            pipe.sink().close();
            throw new PosixException("dup2", errno);
        }
        return pipe.sink();
    }
}
