package org.supervisord.daemon.wire;

import java.io.Closeable;
import java.nio.channels.ServerSocketChannel;

/** An address that is listened at. */
public interface ListeningSocket extends Closeable {
    /** How many clients may wait to be accepted. */
    int BACKLOG = 1024;

    /** What clients are accepted from. */
    ServerSocketChannel channel();

    /** What tells its file from another one of that name; empty when it has none. */
    default String fileKey() {
        return "";
    }

    @Override
    void close();
}
