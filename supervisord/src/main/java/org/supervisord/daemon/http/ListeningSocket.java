package org.supervisord.daemon.http;

import java.io.Closeable;
import java.nio.channels.ServerSocketChannel;

/** An address that is listened at. */
interface ListeningSocket extends Closeable {
    /** How many clients may wait to be accepted. */
    int BACKLOG = 1024;

    ServerSocketChannel channel();

    /** What tells its file from another one of that name; empty when it has none. */
    default String fileKey() {
        return "";
    }

    @Override
    void close();
}
