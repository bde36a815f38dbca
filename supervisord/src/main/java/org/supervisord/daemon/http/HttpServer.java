package org.supervisord.daemon.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.Timer;

/** Listens at one address and serves the clients that come. Lives on the loop's thread. */
public final class HttpServer implements Closeable {
    private static final CompletableFuture<Boolean> ADMITTED =
            CompletableFuture.completedFuture(true);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int ACCEPTED_AT_A_TIME = 64;
    private static final byte[] BUSY =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final EventLoop loop;
    private final ClientHandlers handlers;
    private final ActivityLog log;
    private final HttpLimits limits;
    private final BodyBudget bodies;
    private final Optional<BasicAuthentication> authentication;
    private final Optional<TlsIdentity> tls;
    private final SideThread handshakes;
    private final ListeningSocket socket;
    private final Set<HttpConnection> connections = new LinkedHashSet<>();
    private final String section;
    private boolean paused;
    private Runnable whenQuiet = () -> {};
    private SelectionKey key;
    private Timer pause;
    private long heldBytes;

    private HttpServer(
            EventLoop loop,
            HttpServerSettings settings,
            ClientHandlers handlers,
            ActivityLog log,
            HttpLimits limits,
            Optional<TlsIdentity> tls,
            ListeningSocket socket) {
        this.loop = loop;
        this.section = settings.section();
        this.handlers = handlers;
        this.tls = tls;
        this.log = log;
        this.limits = limits;
        this.bodies = new BodyBudget(limits.bodyBytesOfAll());
        this.authentication = settings.credentials().map(it -> new BasicAuthentication(it, loop));
        this.handshakes = new SideThread("handshakes", loop, limits.connections());
        this.socket = socket;
    }

    /** Chooses who answers the requests of a client, by who that is. */
    @FunctionalInterface
    public interface ClientHandlers {
        /** The handler for one that has just connected. */
        HttpHandler of(SocketChannel client) throws IOException;
    }

    /**
     * Listens where the settings say. To be called on the loop's thread, or before the loop runs.
     *
     * @param handlers asked once the client has said who it is, if the settings want to know
     * @param notices told lines for the standard error, such as that a stale socket was removed
     * @throws HttpServerException whose message is fit for the command line
     */
    public static HttpServer open(
            EventLoop loop,
            HttpServerSettings settings,
            ClientHandlers handlers,
            ActivityLog log,
            HttpLimits limits,
            Consumer<String> notices)
            throws HttpServerException {
        Optional<TlsIdentity> tls = Optional.empty();
        if (settings instanceof HttpServerSettings.Inet inet && inet.tls().isPresent()) {
            tls = Optional.of(new TlsIdentity(inet.tls().get(), log));
        }
        if (settings.credentials().isEmpty()) {
            log.critical(
                    "Server '%s' running without any HTTP authentication checking"
                            .formatted(settings.section()));
        }
        ListeningSocket socket =
                settings instanceof HttpServerSettings.Unix unix
                        ? UnixSocketFile.open(unix, notices)
                        : TcpPort.open((HttpServerSettings.Inet) settings);
        if (settings.credentials().isEmpty() && !isLocal(socket)) {
            log.warn(
                    "[%s] asks for no password, and its address can be reached from elsewhere:"
                                    .formatted(settings.section())
                            + " whoever connects can run any program. Set username and password"
                            + " there, or let it listen at 127.0.0.1.");
        }
        HttpServer server = new HttpServer(loop, settings, handlers, log, limits, tls, socket);
        try {
            server.listen();
        } catch (IOException e) {
            socket.close();
            throw SocketErrors.translated(e);
        }
        return server;
    }

    private void listen() throws IOException {
        key = loop.register(socket.channel(), SelectionKey.OP_ACCEPT, ready -> accept());
    }

    /**
     * Goes on where a former program was; otherwise as {@link #open}.
     *
     * @throws IOException when its socket can't be taken over
     */
    public static HttpServer resume(
            EventLoop loop,
            HttpServerSettings settings,
            ClientHandlers handlers,
            ActivityLog log,
            HttpLimits limits,
            ServerSnapshot former,
            Inheritance inheritance)
            throws IOException {
        Optional<TlsIdentity> tls = Optional.empty();
        if (settings instanceof HttpServerSettings.Inet inet && inet.tls().isPresent()) {
            tls = Optional.of(new TlsIdentity(inet.tls().get(), log));
        }
        ListeningSocket socket =
                settings instanceof HttpServerSettings.Unix unix
                        ? UnixSocketFile.resume(unix, former, inheritance)
                        : TcpPort.resume(former, inheritance);
        HttpServer server = new HttpServer(loop, settings, handlers, log, limits, tls, socket);
        server.listen();
        for (ConnectionSnapshot it : former.connections()) {
            server.resume(it, inheritance);
        }
        return server;
    }

    private void resume(ConnectionSnapshot former, Inheritance inheritance) {
        try {
            SocketAddress remote =
                    former.host().isEmpty()
                            ? UnixDomainSocketAddress.of("")
                            : new InetSocketAddress(
                                    InetAddress.getByName(former.host()), former.port());
            SocketChannel channel = inheritance.connected(former.descriptor(), remote);
            HttpConnection connection =
                    new HttpConnection(
                            this,
                            loop,
                            new PlainWire(channel, former.unread()),
                            handlers.of(channel),
                            describe(channel));
            connections.add(connection);
            connection.resume(former);
        } catch (IOException gone) {
            log.debug("a client can't be taken over: " + gone.getMessage());
        }
    }

    /** Begins no other request from now on, and no other connection: they wait to be taken. */
    public void pause() {
        paused = true;
        if (pause != null) {
            pause.cancel();
        }
        key.interestOps(0);
        List.copyOf(connections).forEach(it -> it.exchange().pause());
    }

    /** Goes on after a pause. */
    public void unpause() {
        paused = false;
        key.interestOps(SelectionKey.OP_ACCEPT);
        List.copyOf(connections).forEach(it -> it.exchange().unpause());
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether all requests are answered, or left to another program. */
    public boolean isQuiet() {
        return connections.stream().allMatch(it -> it.exchange().isQuiet());
    }

    /** Calls back whenever {@link #isQuiet} may have become true. */
    public void onQuiet(Runnable told) {
        whenQuiet = told;
    }

    void moved() {
        if (paused) {
            whenQuiet.run();
        }
    }

    /** Ends the requests that can't be waited for any longer. */
    public void endRequests() {
        List.copyOf(connections).forEach(it -> it.exchange().giveUp());
    }

    /** All that another program needs to go on with it. */
    public ServerSnapshot snapshot(Keeper keeper) throws IOException {
        List<ConnectionSnapshot> clients = new ArrayList<>();
        for (HttpConnection it : connections) {
            it.snapshot(keeper).ifPresent(clients::add);
        }
        return new ServerSnapshot(
                section, keeper.keep(socket.channel()), socket.fileKey(), clients);
    }

    private static boolean isLocal(ListeningSocket socket) {
        try {
            return !(socket.channel().getLocalAddress() instanceof InetSocketAddress address)
                    || address.getAddress().isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it listens; with the port that the kernel chose, if it was asked to. */
    public SocketAddress address() throws IOException {
        return socket.channel().getLocalAddress();
    }

    /** Stops listening, removes the socket's file and drops all clients. */
    @Override
    public void close() {
        if (pause != null) {
            pause.cancel();
        }
        socket.close();
        authentication.ifPresent(BasicAuthentication::close);
        handshakes.close();
        List.copyOf(connections).forEach(HttpConnection::close);
    }

    private void accept() {
        for (int i = 0; i < ACCEPTED_AT_A_TIME; i++) {
            SocketChannel channel;
            try {
                channel = socket.channel().accept();
            } catch (IOException e) {
                rest(e);
                return;
            }
            if (channel == null) {
                return;
            }
            welcome(channel);
        }
    }

    /** Without descriptors accepting fails, at once and again and again, so it has to wait. */
    private void rest(IOException why) {
        log.error("Server Error: cannot accept connections: " + why.getMessage());
        key.interestOps(0);
        pause = loop.after(PAUSE, () -> key.interestOps(SelectionKey.OP_ACCEPT));
    }

    private void welcome(SocketChannel channel) {
        HttpConnection connection = null;
        try {
            if (connections.size() >= limits.connections() && !makeRoom()) {
                log.warn("too many HTTP connections, one more was turned away");
                turnAway(channel);
                return;
            }
            Wire wire =
                    tls.isPresent() ? tls.get().wire(channel, handshakes) : new PlainWire(channel);
            HttpHandler handler = handlers.of(channel);
            connection = new HttpConnection(this, loop, wire, handler, describe(channel));
            connections.add(connection);
            connection.open();
        } catch (IOException gone) {
            drop(channel, connection);
        }
    }

    private static void drop(SocketChannel channel, HttpConnection connection) {
        if (connection != null) {
            connection.close();
            return;
        }
        try {
            channel.close();
        } catch (IOException ignored) {
            // it is gone either way
        }
    }

    private static String describe(SocketChannel channel) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress client) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            return client.getAddress().getHostAddress() + ":" + client.getPort();
        }
        return "localhost";
    }

    private static void turnAway(SocketChannel channel) throws IOException {
        try (channel) {
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap(BUSY));
        }
    }

    private boolean makeRoom() {
        // those who have all they asked for, or were refused, go before those who may still ask
        return dropFirst(Exchange::isLingering)
                || dropFirst(it -> it.isIdle() && !it.hasServed())
                || dropFirst(Exchange::isIdle);
    }

    private boolean dropFirst(Predicate<Exchange> which) {
        Optional<HttpConnection> found =
                connections.stream().filter(it -> which.test(it.exchange())).findFirst();
        found.ifPresent(HttpConnection::close);
        return found.isPresent();
    }

    int clients() {
        return connections.size();
    }

    /** Whether the sender of a request may ask; fails when too many want to know at a time. */
    CompletableFuture<Boolean> admits(RequestHead head) {
        return authentication.isPresent() ? authentication.get().admits(head.headers()) : ADMITTED;
    }

    HttpLimits limits() {
        return limits;
    }

    /** Whether an answer of so many bytes may wait for its client to read it. */
    boolean mayHold(long bytes) {
        return heldBytes == 0 || heldBytes + bytes <= HttpLimits.HELD_BYTES;
    }

    /** Takes note of so many bytes of answers that wait to be read, or wait no more. */
    void holds(long bytes) {
        heldBytes += bytes;
    }

    BodyBudget bodies() {
        return bodies;
    }

    void closed(HttpConnection connection) {
        connections.remove(connection);
        moved();
    }

    void answered(String client, String line, HttpStatus status) {
        if (log.tells(LogLevel.TRACE)) {
            log.trace("%s \"%s\" %d".formatted(client, line, status.code()));
        }
    }

    void refused(String client, Refusal refusal) {
        log.debug("Bad HTTP request from %s: %s".formatted(client, refusal.getMessage()));
    }

    void failed(String requestLine, Throwable why) {
        log.error("Server Error: %s: %s".formatted(requestLine, why));
    }
}
