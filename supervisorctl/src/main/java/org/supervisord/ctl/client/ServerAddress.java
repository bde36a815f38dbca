package org.supervisord.ctl.client;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server listens.
 *
 * @param url as it was given
 * @param host what requests name as their host
 * @param address where it is; a name has no addresses before it is connected to
 * @param trust whom to believe that it is the server, empty where nothing is encrypted
 */
public record ServerAddress(String url, String host, SocketAddress address, Optional<Trust> trust) {
    private static final String UNIX = "unix://";
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** Nobody listens there. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** There is no such socket. */
    public static final class NoSuchFile extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** The address of a URL, where the JDK knows who vouches for servers. */
    public static ServerAddress of(String url) throws IOException {
        return of(url, Optional.empty());
    }

    /**
     * Reads a URL.
     *
     * @param caFile the certificates of those who vouch for servers, if not those of the JDK
     * @throws IOException when it is none that can be connected to
     */
    public static ServerAddress of(String url, Optional<Path> caFile) throws IOException {
        if (url.startsWith(UNIX)) {
            return new ServerAddress(
                    url,
                    "localhost",
                    UnixDomainSocketAddress.of(url.substring(UNIX.length())),
                    Optional.empty());
        }
        boolean encrypted = url.startsWith(HTTPS);
        if (!encrypted && !url.startsWith(HTTP)) {
            throw new IOException("Unknown protocol for serverurl " + url);
        }
        String rest = url.substring((encrypted ? HTTPS : HTTP).length());
        int end = rest.indexOf('/');
        String authority = end < 0 ? rest : rest.substring(0, end);
        // as in the reference, a name and password in front of the host are not used
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = authority.lastIndexOf(':');
        boolean withPort = colon > authority.lastIndexOf(']');
        String host = withPort ? authority.substring(0, colon) : authority;
        int port;
        try {
            // a colon with nothing behind it means the usual one, too
            port =
                    withPort && colon + 1 < authority.length()
                            ? Integer.parseInt(authority.substring(colon + 1))
                            : encrypted ? HTTPS_PORT : HTTP_PORT;
            String name = host.replaceAll("[\\[\\]]", "");
            return new ServerAddress(
                    url,
                    authority,
                    InetSocketAddress.createUnresolved(name, port),
                    encrypted ? Optional.of(new Trust(name, caFile)) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new IOException("no port in " + url);
        }
    }

    /** Takes a channel before it is connected, to close it when that is given up. */
    interface Opened {
        void take(SocketChannel channel) throws IOException;
    }

    /**
     * Connects, and waits until that is done.
     *
     * @param opened is given each channel that is tried
     */
    SocketChannel connect(Opened opened) throws IOException {
        if (address instanceof InetSocketAddress named) {
            return connect(named, opened);
        }
        return connect(StandardProtocolFamily.UNIX, address, opened);
    }

    /** To the first of a name's addresses that takes a connection. */
    private SocketChannel connect(InetSocketAddress named, Opened opened) throws IOException {
        IOException failure = new IOException("unknown host " + named.getHostString());
        for (InetAddress it : addresses(named.getHostString())) {
            try {
                return connect(
                        it instanceof Inet6Address
                                ? StandardProtocolFamily.INET6
                                : StandardProtocolFamily.INET,
                        new InetSocketAddress(it, named.getPort()),
                        opened);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static InetAddress[] addresses(String name) {
        try {
            return InetAddress.getAllByName(name);
        } catch (UnknownHostException e) {
            return new InetAddress[0];
        }
    }

    private SocketChannel connect(
            StandardProtocolFamily family, SocketAddress address, Opened opened)
            throws IOException {
        SocketChannel channel = open(family);
        try {
            opened.take(channel);
            channel.connect(address);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw reason(e);
        }
    }

    private SocketChannel open(StandardProtocolFamily family) throws IOException {
        try {
            return SocketChannel.open(family);
        } catch (UnsupportedOperationException e) {
            throw new IOException(url + ": " + e.getMessage(), e);
        }
    }

    /**
     * What the C library says of errors is the same everywhere: the launcher sees to the locale.
     */
    private IOException reason(IOException e) {
        String why = String.valueOf(e.getMessage());
        if (why.contains("No such file or directory")) {
            return new NoSuchFile();
        }
        return why.contains("Connection refused")
                ? new Refused()
                : new IOException(url + ": " + why, e);
    }
}
