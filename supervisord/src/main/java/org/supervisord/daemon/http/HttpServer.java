package org.supervisord.daemon.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.SideThread;
import org.supervisord.daemon.loop.Timer;
import org.supervisord.daemon.wire.ListeningSocket;
import org.supervisord.daemon.wire.PlainWire;
import org.supervisord.daemon.wire.ServerException;
import org.supervisord.daemon.wire.SocketErrors;
import org.supervisord.daemon.wire.TcpPort;
import org.supervisord.daemon.wire.TlsIdentity;
import org.supervisord.daemon.wire.UnixSocketFile;
import org.supervisord.daemon.wire.Wire;

/** Listens at one address and lets clients in. Lives on the loop's thread. */
public final class HttpServer implements Closeable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int ACCEPTED_AT_A_TIME = 64;

    private final EventLoop loop;
    private final HttpServerSettings settings;
    private final ActivityLog log;
    private final Optional<TlsIdentity> tls;
    private final SideThread handshakes;
    private final ListeningSocket socket;
    private final Clients clients;
    private final TurnedAway turnedAway;
    private SelectionKey key;
    private Timer pause;

    private HttpServer(
            EventLoop loop,
            HttpServerSettings settings,
            ClientHandlers handlers,
            ActivityLog log,
            HttpLimits limits,
            HeldBytes answers,
            Optional<TlsIdentity> tls,
            ListeningSocket socket) {
        this.loop = loop;
        this.settings = settings;
        this.log = log;
        this.tls = tls;
        this.handshakes = new SideThread("handshakes", loop, limits.connections());
        this.socket = socket;
        this.clients = new Clients(loop, settings, handlers, log, limits, answers);
        this.turnedAway = new TurnedAway(loop, log);
    }

    /**
     * Listens where the settings say. To be called on the loop's thread, or before the loop runs.
     *
     * @param handlers asked once the client has said who it is, if the settings want to know
     * @param answers of this server and of others that wait for their clients
     * @param notices told lines for the standard error, such as that a stale socket was removed
     * @throws ServerException whose message is fit for the command line
     */
    public static HttpServer open(
            EventLoop loop,
            HttpServerSettings settings,
            ClientHandlers handlers,
            ActivityLog log,
            HttpLimits limits,
            HeldBytes answers,
            Consumer<String> notices)
            throws ServerException {
        Optional<TlsIdentity> tls = identity(settings, log);
        ListeningSocket socket =
                settings instanceof HttpServerSettings.Unix unix
                        ? UnixSocketFile.open(unix, notices)
                        : TcpPort.open((HttpServerSettings.Inet) settings);
        HttpServer server =
                new HttpServer(loop, settings, handlers, log, limits, answers, tls, socket);
        try {
            server.listen();
        } catch (IOException e) {
            socket.close();
            throw SocketErrors.translated(e);
        }
        return server;
    }

    private static Optional<TlsIdentity> identity(HttpServerSettings settings, ActivityLog log)
            throws ServerException {
        return settings instanceof HttpServerSettings.Inet inet && inet.tls().isPresent()
                ? Optional.of(new TlsIdentity(inet.tls().get(), log))
                : Optional.empty();
    }

    /** Tells the log who may come in, if that is not only those who know a password. */
    public void tellIfOpenToAll() {
        if (settings.credentials().isPresent()) {
            return;
        }
        log.critical(
                "Server '%s' running without any HTTP authentication checking"
                        .formatted(settings.section()));
        if (!isLocal()) {
            log.warn(
                    "[%s] asks for no password, and its address can be reached from elsewhere:"
                                    .formatted(settings.section())
                            + " whoever connects can run any program. Set username and password"
                            + " there, or let it listen at 127.0.0.1.");
        }
    }

    private boolean isLocal() {
        try {
            return !(socket.channel().getLocalAddress() instanceof InetSocketAddress address)
                    || address.getAddress().isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
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
            HeldBytes answers,
            ServerSnapshot former,
            Inheritance inheritance)
            throws IOException {
        Optional<TlsIdentity> tls = identity(settings, log);
        ListeningSocket socket =
                settings instanceof HttpServerSettings.Unix unix
                        ? UnixSocketFile.resume(
                                unix, former.descriptor(), former.file(), inheritance)
                        : TcpPort.resume(former.descriptor(), inheritance);
        HttpServer server =
                new HttpServer(loop, settings, handlers, log, limits, answers, tls, socket);
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
            resume(inheritance.connected(former.descriptor(), remote), former);
        } catch (IOException gone) {
            log.debug("a client can't be taken over: " + gone.getMessage());
        }
    }

    private void resume(SocketChannel channel, ConnectionSnapshot former) throws IOException {
        try {
            clients.resume(channel, former);
        } catch (IOException gone) {
            // it would wait for ever
            drop(channel);
            throw gone;
        }
    }

    /** Begins no other request from now on, and no other connection: they wait to be taken. */
    public void pause() {
        if (pause != null) {
            pause.cancel();
        }
        key.interestOps(0);
        clients.pause();
    }

    /** Goes on after a pause. */
    public void unpause() {
        key.interestOps(SelectionKey.OP_ACCEPT);
        clients.unpause();
    }

    /** Whether all requests are answered, or left to another program. */
    public boolean isQuiet() {
        return clients.areQuiet();
    }

    /** Calls back whenever {@link #isQuiet} may have become true. */
    public void onQuiet(Runnable told) {
        clients.onQuiet(told);
    }

    /** Ends the requests that can't be waited for any longer. */
    public void endRequests() {
        clients.endRequests();
    }

    /** How many bytes its clients have sent that nobody has dealt with. */
    public long waitingBytes() {
        return clients.waitingBytes();
    }

    /** All that another program needs to go on with it. */
    public ServerSnapshot snapshot(Keeper keeper) throws IOException {
        return new ServerSnapshot(
                settings.section(),
                keeper.keep(socket.channel()),
                socket.fileKey(),
                clients.snapshot(keeper));
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
        handshakes.close();
        clients.close();
        turnedAway.close();
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
        try {
            if (clients.haveRoom()) {
                clients.serve(channel, wire(channel));
            } else {
                turnedAway.add(channel);
            }
        } catch (IOException gone) {
            drop(channel);
        } catch (RuntimeException e) {
            // not left to the loop, which would close the channel that it was ready for: ours
            log.error("Server Error: cannot serve a client: " + e);
            drop(channel);
        }
    }

    private Wire wire(SocketChannel channel) throws IOException {
        return tls.isPresent() ? tls.get().wire(channel, handshakes) : new PlainWire(channel);
    }

    private static void drop(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // it is gone either way
        }
    }

    /** How many clients are connected. */
    int clients() {
        return clients.count();
    }
}
