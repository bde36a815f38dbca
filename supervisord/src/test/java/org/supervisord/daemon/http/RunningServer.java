package org.supervisord.daemon.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;

/** A server on a loop of its own, in a thread of its own. */
final class RunningServer implements Closeable {
    static final ActivityLog LOG =
            new ActivityLog(LoggerFactory.getLogger(RunningServer.class), LogLevel.TRACE);

    final List<String> notices = new ArrayList<>();
    final RecordedLog log = new RecordedLog();
    private final EventLoop loop;
    private final HttpServer server;
    private final Thread thread;
    private final List<Exception> failures = new ArrayList<>();
    private Welcome welcome = client -> {};

    RunningServer(HttpServerSettings settings, HttpLimits limits, Handlers handlers)
            throws IOException {
        loop = new EventLoop(Clock.system(), (what, e) -> failures.add(e));
        HttpHandler handler = handlers.on(loop);
        ClientHandlers handlersOfClients =
                client -> {
                    welcome.to(client);
                    return handler;
                };
        server =
                HttpServer.open(
                        loop,
                        settings,
                        handlersOfClients,
                        log.log(),
                        limits,
                        HeldBytes.ofAnswers(),
                        notices::add);
        thread = new Thread(this::run, "loop");
        thread.start();
    }

    /** Makes a handler that may use the loop. */
    interface Handlers {
        HttpHandler on(EventLoop loop);
    }

    static HttpServerSettings.Inet inet() {
        return new HttpServerSettings.Inet(
                "inet_http_server", "127.0.0.1", 0, Optional.empty(), false, List.of());
    }

    static HttpServerSettings.Inet inet(String username, String password) {
        return new HttpServerSettings.Inet(
                "inet_http_server",
                "127.0.0.1",
                0,
                Optional.of(new HttpServerSettings.Credentials(username, password)),
                false,
                List.of());
    }

    private void run() {
        try {
            loop.run();
            loop.close();
        } catch (IOException e) {
            failures.add(e);
        }
    }

    SocketAddress address() throws IOException {
        return server.address();
    }

    RawClient connect() throws IOException {
        return new RawClient(address());
    }

    /** Sends a request and returns the whole conversation up to the connection's end. */
    String ask(String request) throws IOException {
        try (RawClient client = connect()) {
            return client.send(request).readAll();
        }
    }

    /** Something that went wrong on the loop, which is to go wrong. */
    Exception takeFailure() throws Exception {
        await(() -> !failures.isEmpty());
        return onLoop(() -> failures.remove(0));
    }

    /** What is done with a client that comes. */
    interface Welcome {
        void to(SocketChannel client) throws IOException;
    }

    /** Has something done with each client that comes. */
    void onWelcome(Welcome task) throws Exception {
        onLoop(() -> welcome = task);
    }

    /** How many clients are connected. To be asked on the loop's thread. */
    int clients() {
        return server.clients();
    }

    /** To be used on the loop's thread. */
    HttpServer server() {
        return server;
    }

    /** Does something on the loop's thread. */
    <T> T onLoop(Callable<T> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.post(
                () -> {
                    try {
                        done.complete(task.call());
                    } catch (Exception e) {
                        done.completeExceptionally(e);
                    }
                });
        return done.get(10, TimeUnit.SECONDS);
    }

    /** Waits for a condition that is looked at on the loop's thread. */
    void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + RawClient.PATIENCE.toNanos();
        while (!onLoop(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        loop.post(
                () -> {
                    server.close();
                    loop.stop();
                });
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("on the loop", failures.get(0));
        }
    }
}
