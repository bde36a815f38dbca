package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import java.nio.channels.Channel;

/** The descriptors behind the JDK's channels, which it keeps to itself. */
public final class Descriptors {
    private static final short POLLOUT = 4;

    private Descriptors() {}

    /** The descriptor of a pipe's end or a socket. Needs --add-exports java.base/sun.nio.ch. */
    public static int of(Channel channel) {
        return ((sun.nio.ch.SelChImpl) channel).getFDVal();
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
}
