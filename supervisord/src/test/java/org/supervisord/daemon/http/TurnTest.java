package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.ManualClock;

/** What happens to several clients in one turn of the loop, which runs on the test's thread. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TurnTest {
    private static final String GET = "GET /%s HTTP/1.1\r\nHost: x\r\n\r\n";

    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock();
    private final List<Exception> failures = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Runnable asking = () -> {};
    private EventLoop loop;
    private HttpServer server;

    @BeforeEach
    void makeLoop() throws IOException {
        loop = new EventLoop(clock, (what, e) -> failures.add(e));
    }

    private void open(HttpLimits limits) throws IOException {
        server =
                HttpServer.open(
                        loop,
                        RunningServer.inet(),
                        client -> this::handle,
                        RunningServer.LOG,
                        limits,
                        HeldBytes.ofAnswers(),
                        refusal -> loop.post(loop::stop));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        loop.close();
        assertEquals(List.of(), failures);
    }

    private void handle(HttpRequest request, Responder responder) {
        asked.add(request.path());
        asking.run();
        if (!request.path().equals("/later")) {
            responder.respond(HttpResponse.ok("text/plain", new byte[0]));
        }
    }

    /** All that can be done now. */
    private void runTurns() throws IOException {
        for (int i = 0; i < 5; i++) {
            loop.post(() -> loop.post(loop::stop));
            loop.run();
        }
    }

    private RawClient sendBody(String path, int bytes) throws IOException {
        RawClient client = new RawClient(server.address());
        client.send("POST /%s HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(path));
        runTurns();
        client.send(chunk(bytes));
        runTurns();
        return client;
    }

    private static HttpLimits forClients(int connections) {
        return new HttpLimits(connections, 16 << 10, 10_000, 15_000, MINUTE, MINUTE, MINUTE);
    }

    private static String chunk(int bytes) {
        return "%x\r\n%s\r\n".formatted(bytes, "x".repeat(bytes));
    }

    private void runUntilAsked(int times) throws IOException {
        asking =
                () -> {
                    if (asked.size() == times) {
                        loop.post(loop::stop);
                    }
                };
        loop.run();
    }

    @Test
    void allAreHeardBeforeAnybodyIsAnswered() throws IOException {
        open(HttpLimits.DEFAULT);
        try (RawClient one = new RawClient(server.address());
                RawClient other = new RawClient(server.address())) {
            one.send(GET.formatted(""));
            other.send(GET.formatted(""));
            asking =
                    () -> {
                        try {
                            assertEquals("", one.readFor(Duration.ofMillis(20)));
                            assertEquals("", other.readFor(Duration.ofMillis(20)));
                        } catch (IOException e) {
                            failures.add(e);
                        }
                        if (asked.size() == 2) {
                            loop.post(loop::stop);
                        }
                    };
            loop.run();
            one.readUntil(" 200 OK");
            other.readUntil(" 200 OK");
        }
    }

    @Test
    void whoHasWaitedForRoomHasTimeToGoOn() throws IOException {
        open(forClients(2));
        try (RawClient first = sendBody("later", 8_000);
                RawClient waits = sendBody("", 4_000)) {
            waits.send(chunk(2_000));
            runTurns();
            clock.advance(HttpLimits.STALLED.minusMillis(1));
            first.send("0\r\n\r\n");
            runTurns();
            assertEquals(List.of("/later"), asked);
            clock.advance(Duration.ofMillis(1));
            runTurns();
            try (RawClient fresh = new RawClient(server.address())) {
                runTurns();
                fresh.readUntil(" 503 ");
            }
            waits.send("0\r\n\r\n");
            runTurns();
            waits.readUntil(" 200 OK");
        }
    }

    @Test
    void whoWaitsForRoomInVainIsRefusedInTime() throws IOException {
        open(forClients(3));
        try (RawClient holds = sendBody("later", 8_000);
                RawClient waits = sendBody("", 6_000)) {
            holds.send("0\r\n\r\n");
            waits.send(chunk(2_000));
            runTurns();
            clock.advance(MINUTE.dividedBy(2));
            try (RawClient other = sendBody("", 0)) {
                other.readUntil(" 200 OK");
            }
            clock.advance(MINUTE.dividedBy(2));
            runTurns();
            waits.readUntil(" 503 ");
        }
    }

    /**
     * The answered one makes room, although its answer is not out yet: nobody is refused. In which
     * order clients have their turn is a matter of luck.
     */
    @RepeatedTest(20)
    void whoComesInTheTurnOfAnAnswerFindsRoom() throws IOException {
        open(HttpServerBench.SMALL);
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < HttpServerBench.SMALL.connections(); i++) {
            clients.add(new RawClient(server.address()));
            clients.get(i).send(GET.formatted(""));
        }
        runUntilAsked(clients.size());
        for (RawClient it : clients) {
            it.send(GET.formatted(""));
        }
        try (RawClient fresh = new RawClient(server.address())) {
            fresh.send(GET.formatted("fresh"));
            asking =
                    () -> {
                        if (asked.contains("/fresh")) {
                            loop.post(loop::stop);
                        }
                    };
            loop.run();
            assertTrue(fresh.readUntil("\r\n\r\n").startsWith("HTTP/1.1 200 "));
        }
        for (RawClient it : clients) {
            it.close();
        }
    }
}
