package org.supervisord.daemon.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.supervisord.daemon.handover.Keeper;

/**
 * A client between two requests, or with one that the next program is to answer.
 *
 * @param descriptor its socket
 * @param host its address; empty on a Unix socket
 * @param port its port
 * @param unread what it has sent and nobody has dealt with
 * @param hasServed whether a request was answered here
 */
public record ConnectionSnapshot(
        int descriptor, String host, int port, byte[] unread, boolean hasServed) {
    /** That of a socket which is kept open for another program. */
    static ConnectionSnapshot of(
            SocketChannel socket, Keeper keeper, byte[] unread, boolean hasServed)
            throws IOException {
        SocketAddress remote = socket.getRemoteAddress();
        InetSocketAddress inet = remote instanceof InetSocketAddress it ? it : null;
        return new ConnectionSnapshot(
                keeper.keep(socket),
                inet == null ? "" : inet.getAddress().getHostAddress(),
                inet == null ? 0 : inet.getPort(),
                unread,
                hasServed);
    }
}
