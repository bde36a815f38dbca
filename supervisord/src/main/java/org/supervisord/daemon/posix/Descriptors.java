package org.supervisord.daemon.posix;

import java.nio.channels.Channel;

/** The descriptors behind the JDK's channels, which it keeps to itself. */
public final class Descriptors {
    private Descriptors() {}

    /** The descriptor of a pipe's end or a socket. Needs --add-exports java.base/sun.nio.ch. */
    public static int of(Channel channel) {
        return ((sun.nio.ch.SelChImpl) channel).getFDVal();
    }
}
