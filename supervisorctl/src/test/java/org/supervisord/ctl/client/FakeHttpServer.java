package org.supervisord.ctl.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server that answers each request with the very bytes that a test wants. */
public final class FakeHttpServer implements Closeable {
    /** A request as it came: the head with its empty line, and the body. */
    public record Request(int connection, String head, String body) {}

    /**
     * What is sent.
     *
     * @param last whether the connection is closed behind it
     */
    public record Reply(byte[] bytes, boolean last) {
        public static Reply of(String text) {
            return new Reply(text.getBytes(StandardCharsets.UTF_8), false);
        }

        static Reply andClose(String text) {
            return new Reply(text.getBytes(StandardCharsets.UTF_8), true);
        }

        /** A document with its length. */
        static Reply document(String text) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            return of("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n" + text);
        }
    }

    private final ServerSocketChannel listening;
    private final String url;
    private final Function<Request, Reply> replies;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Thread acceptor;
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();

    private FakeHttpServer(
            ServerSocketChannel listening, String url, Function<Request, Reply> replies) {
        this.listening = listening;
        this.url = url;
        this.replies = replies;
        this.acceptor = inBackground(this::accept);
    }

    static FakeHttpServer onUnixSocket(Path socket, Function<Request, Reply> replies)
            throws IOException {
        return new FakeHttpServer(
                listen(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(socket)),
                "unix://" + socket,
                replies);
    }

    public static FakeHttpServer onTcp(Function<Request, Reply> replies) throws IOException {
        ServerSocketChannel listening =
                listen(
                        StandardProtocolFamily.INET,
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
        return new FakeHttpServer(listening, "http://127.0.0.1:" + port, replies);
    }

    private static ServerSocketChannel listen(StandardProtocolFamily family, SocketAddress address)
            throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(family);
        return listening.bind(address);
    }

    public String url() {
        return url;
    }

    /** All requests so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    private static Thread inBackground(Runnable task) {
        Thread thread = new Thread(task, "fake server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listening.accept();
                connections.add(channel);
                int number = connections.size();
                inBackground(() -> serve(channel, number));
            }
        } catch (IOException expected) {
            // the test is over
        }
    }

    private void serve(SocketChannel channel, int number) {
        try (channel) {
            InputStream in = Channels.newInputStream(channel);
            OutputStream out = Channels.newOutputStream(channel);
            while (true) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                byte[] body = in.readNBytes(length(head));
                Request request =
                        new Request(number, head, new String(body, StandardCharsets.UTF_8));
                requests.add(request);
                Reply reply = replies.apply(request);
                out.write(reply.bytes);
                if (reply.last) {
                    return;
                }
            }
        } catch (IOException expected) {
            // the client is gone, or the test is over
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return "";
            }
            head.append((char) c);
        }
        return head.toString();
    }

    private static int length(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        try {
            // the system lets go of the address when nobody waits for clients any longer
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel channel : connections) {
            channel.close();
        }
    }
}
