package org.supervisord.daemon.wire;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import org.supervisord.config.HttpServerSettings.Inet;
import org.supervisord.daemon.handover.Inheritance;

/** A TCP port that is listened at. */
public record TcpPort(ServerSocketChannel channel) implements ListeningSocket {

    /** Listens; for an empty host at all IPv4 addresses, as the reference does. */
    public static TcpPort open(Inet settings) throws ServerException {
        try {
            return listen(address(settings.host()), settings.port());
        } catch (IOException e) {
            throw SocketErrors.translated(e);
        }
    }

    /** One that a former program has listened at. */
    public static TcpPort resume(int descriptor, Inheritance inheritance) throws IOException {
        return new TcpPort(inheritance.listening(descriptor, false));
    }

    private static InetAddress address(String host) throws IOException {
        if (host.isEmpty()) {
            return InetAddress.getByAddress(new byte[4]);
        }
        try {
            InetAddress[] all = InetAddress.getAllByName(host);
            for (InetAddress address : all) {
                if (!(address instanceof Inet6Address)) {
                    return address;
                }
            }
            return all[0];
        } catch (UnknownHostException e) {
            throw new ServerException.CannotListen("unknown host '" + host + "'", e);
        }
    }

    private static TcpPort listen(InetAddress address, int port) throws IOException {
        var family =
                address instanceof Inet6Address
                        ? StandardProtocolFamily.INET6
                        : StandardProtocolFamily.INET;
        ServerSocketChannel channel = ServerSocketChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(address, port), BACKLOG);
            return new TcpPort(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // it is gone either way
        }
    }
}
