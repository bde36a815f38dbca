package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Chooses who answers the requests of a client, by who that is. */
@FunctionalInterface
public interface ClientHandlers {
    /** The handler for one that has just connected. To be asked on the loop's thread. */
    HttpHandler of(SocketChannel client) throws IOException;
}
