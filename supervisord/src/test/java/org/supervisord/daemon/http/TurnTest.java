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

    private final List<Exception> failures = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Runnable asking = () -> {};
    private EventLoop loop;
    private HttpServer server;

    @BeforeEach
    void makeLoop() throws IOException {
        loop = new EventLoop(new ManualClock(), (what, e) -> failures.add(e));
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
        responder.respond(HttpResponse.ok("text/plain", new byte[0]));
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
