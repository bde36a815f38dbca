package org.supervisord.daemon.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.wire.PlainWire;
import org.supervisord.daemon.wire.Wire;

/** The clients of a server: who is connected, and what all of them share. */
final class Clients {
    /** How many heads of requests are kept. */
    private static final int HEADS = 16;

    private static final CompletableFuture<Boolean> ADMITTED =
            CompletableFuture.completedFuture(true);

    private final EventLoop loop;
    private final ClientHandlers handlers;
    private final ActivityLog log;
    private final HttpLimits limits;
    private final BodyBudget bodies;
    private final KnownHeads heads = new KnownHeads(HEADS);
    private final HttpDate date;
    private final HeldBytes answers;
    private final HeldBytes streams = new HeldBytes(HttpLimits.STREAM_BYTES_OF_ALL);
    private final Optional<BasicAuthentication> authentication;
    private final Set<HttpConnection> connections = new LinkedHashSet<>();
    private boolean paused;
    private Runnable whenQuiet = () -> {};

    Clients(
            EventLoop loop,
            HttpServerSettings settings,
            ClientHandlers handlers,
            ActivityLog log,
            HttpLimits limits,
            HeldBytes answers) {
        this.loop = loop;
        this.handlers = handlers;
        this.log = log;
        this.limits = limits;
        this.answers = answers;
        this.bodies = new BodyBudget(limits, loop);
        this.date = new HttpDate(loop.clock());
        this.authentication = settings.credentials().map(it -> new BasicAuthentication(it, loop));
    }

    /** Whether one more can be served; another one may have to go for it. */
    boolean haveRoom() {
        return isRoom() || loop.endTurn() && isRoom(); // some may have their answers now
    }

    private boolean isRoom() {
        return connections.size() < limits.connections() || makeRoom();
    }

    private boolean makeRoom() {
        // those who have all they asked for, or were refused, go before those who may still ask
        return dropFirst(Exchange::isLingering)
                || dropFirst(it -> it.isIdle() && !it.hasServed())
                || dropFirst(Exchange::isIdle)
                || dropFirst(Exchange::isStalled);
    }

    private boolean dropFirst(Predicate<Exchange> which) {
        Optional<HttpConnection> found =
                connections.stream().filter(it -> which.test(it.exchange())).findFirst();
        found.ifPresent(HttpConnection::close);
        return found.isPresent();
    }

    /**
     * Serves one that has just connected.
     *
     * @throws IOException when it has gone already
     */
    void serve(SocketChannel channel, Wire wire) throws IOException {
        HttpConnection connection = add(channel, wire);
        try {
            connection.open();
        } catch (IOException gone) {
            connection.close();
            throw gone;
        }
    }

    /**
     * Goes on with one that a former program has served.
     *
     * @throws IOException when it has gone
     */
    void resume(SocketChannel channel, ConnectionSnapshot former) throws IOException {
        HttpConnection connection = add(channel, new PlainWire(channel, former.unread()));
        try {
            connection.resume(former);
        } catch (IOException gone) {
            connection.close();
            throw gone;
        }
    }

    private HttpConnection add(SocketChannel channel, Wire wire) throws IOException {
        HttpConnection connection =
                new HttpConnection(this, loop, wire, handlers.of(channel), describe(channel));
        connections.add(connection);
        return connection;
    }

    private static String describe(SocketChannel channel) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress client) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            return client.getAddress().getHostAddress() + ":" + client.getPort();
        }
        // what the reference calls all clients of a Unix socket
        return "localhost:0";
    }

    /** How many are connected. */
    int count() {
        return connections.size();
    }

    private List<HttpConnection> all() {
        return List.copyOf(connections);
    }

    /** Begins no other request from now on. */
    void pause() {
        paused = true;
        all().forEach(it -> it.exchange().pause());
    }

    /** Goes on after a pause. */
    void unpause() {
        paused = false;
        all().forEach(it -> it.exchange().unpause());
    }

    boolean arePaused() {
        return paused;
    }

    /** Whether all requests are answered, or left to another program. */
    boolean areQuiet() {
        return connections.stream().allMatch(it -> it.exchange().isQuiet());
    }

    /** Calls back whenever {@link #areQuiet} may have become true. */
    void onQuiet(Runnable told) {
        whenQuiet = told;
    }

    /** One of them has got on. */
    void moved() {
        if (paused) {
            whenQuiet.run();
        }
    }

    /** Ends the requests that can't be waited for any longer. */
    void endRequests() {
        all().forEach(it -> it.exchange().giveUp());
    }

    /** How many bytes they have sent that nobody has dealt with. */
    long waitingBytes() {
        return connections.stream().mapToLong(HttpConnection::waitingBytes).sum();
    }

    /** All that another program needs to go on with those it can go on with. */
    List<ConnectionSnapshot> snapshot(Keeper keeper) throws IOException {
        List<ConnectionSnapshot> kept = new ArrayList<>();
        for (HttpConnection it : connections) {
            it.snapshot(keeper).ifPresent(kept::add);
        }
        return kept;
    }

    /** Drops all of them. */
    void close() {
        authentication.ifPresent(BasicAuthentication::close);
        all().forEach(HttpConnection::close);
    }

    /** One has gone. */
    void closed(HttpConnection connection) {
        connections.remove(connection);
        moved();
    }

    /**
     * Whether the sender of a request may ask; fails when too many want to know at a time.
     *
     * @throws Refusal when what tells who it is can't be read
     */
    CompletableFuture<Boolean> admit(RequestHead head) throws Refusal {
        return authentication.isPresent() ? authentication.get().admits(head.headers()) : ADMITTED;
    }

    HttpLimits limits() {
        return limits;
    }

    BodyBudget bodies() {
        return bodies;
    }

    KnownHeads heads() {
        return heads;
    }

    HttpDate date() {
        return date;
    }

    HeldBytes answers() {
        return answers;
    }

    HeldBytes streams() {
        return streams;
    }

    /** One has taken an answer in full. */
    void answered(String client, String requestLine, HttpStatus status, long bytes) {
        if (log.tells(LogLevel.TRACE)) {
            Instant now = Instant.ofEpochMilli(loop.clock().wallMillis());
            log.trace(AccessLine.of(client, now, requestLine, status, bytes));
        }
    }

    void refused(String client, Refusal refusal) {
        log.debug("Bad HTTP request from %s: %s".formatted(client, refusal.getMessage()));
    }

    void failed(String requestLine, Throwable why) {
        log.error("Server Error: %s: %s".formatted(requestLine, why));
    }
}
