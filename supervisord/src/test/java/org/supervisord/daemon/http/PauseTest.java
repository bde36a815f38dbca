package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.handover.Keeper;

/** A server that is about to be taken over by another program. */
class PauseTest {
    private static final String GET = "GET /%s HTTP/1.1\r\nHost: x\r\n\r\n";
    private final List<Responder> waiting = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private RunningServer server;

    private Drops streamed;
    private final Flood flood = new Flood();

    @BeforeEach
    void start() throws IOException {
        server = new RunningServer(RunningServer.inet(), HttpLimits.DEFAULT, loop -> this::handle);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void handle(HttpRequest request, Responder responder) {
        asked.add(request.path() + new String(request.body(), StandardCharsets.UTF_8));
        if (request.path().equals("/late")) {
            waiting.add(responder);
        } else if (request.path().equals("/stream")) {
            responder.stream(ok(), streamed);
        } else if (request.path().equals("/flood")) {
            responder.stream(ok(), flood);
        } else {
            responder.respond(ok());
        }
    }

    /** A body that comes when it is told to. */
    private static final class Drops implements BodySource {
        private final Deque<String> drops = new ArrayDeque<>();
        private final boolean whole;
        private boolean ended;
        private Runnable more;

        Drops(boolean whole) {
            this.whole = whole;
        }

        boolean drop(String text) {
            drops.add(text);
            more.run();
            return true;
        }

        boolean end() {
            ended = true;
            more.run();
            return true;
        }

        @Override
        public void onMore(Runnable told) {
            more = told;
        }

        @Override
        public int read(ByteBuffer into) {
            if (drops.isEmpty()) {
                return ended ? -1 : 0;
            }
            byte[] drop = drops.remove().getBytes(StandardCharsets.UTF_8);
            into.put(drop);
            return drop.length;
        }

        @Override
        public boolean isWhole() {
            return whole;
        }

        @Override
        public void close() {
            ended = true;
        }
    }

    @Test
    void aBodyWithoutAnEndEndsWithThePause() throws Exception {
        streamed = new Drops(false);
        try (RawClient client = server.connect()) {
            client.send(GET.formatted("stream"));
            server.await(() -> streamed.more != null);
            server.onLoop(() -> streamed.drop("one"));
            client.readUntil("one");
            pause();
            assertTrue(client.readAll().endsWith("0\r\n\r\n"));
        }
    }

    /** More than the client has room for. */
    private static final class Flood implements BodySource {
        private long given;

        @Override
        public void onMore(Runnable told) {
            // there is always more
        }

        @Override
        public int read(ByteBuffer into) {
            int count = into.remaining();
            into.put(new byte[count]);
            given += count;
            return count;
        }

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @Test
    void aBodyOfWhichTheClientHasNotTakenAllEndsBehindIt() throws Exception {
        server.onWelcome(it -> it.setOption(StandardSocketOptions.SO_SNDBUF, 4096));
        try (RawClient client = server.connect()) {
            client.send(GET.formatted("flood"));
            long[] before = {-1};
            server.await(
                    () -> {
                        boolean isStuck = flood.given > 0 && flood.given == before[0];
                        before[0] = flood.given;
                        return isStuck;
                    });
            pause();
            assertTrue(client.readAll().endsWith("\0\r\n0\r\n\r\n"));
            server.await(() -> server.server().isQuiet());
        }
    }

    @Test
    void aBodyThatIsWholeIsGivenInFullInThePause() throws Exception {
        streamed = new Drops(true);
        try (RawClient client = server.connect()) {
            client.send(GET.formatted("stream"));
            server.await(() -> streamed.more != null);
            server.onLoop(() -> streamed.drop("one"));
            client.readUntil("one");
            pause();
            assertFalse(server.onLoop(() -> server.server().isQuiet()));
            server.onLoop(() -> streamed.drop("two"));
            client.readUntil("two");
            server.onLoop(() -> streamed.end());
            client.readUntil("0\r\n\r\n");
            server.await(() -> server.server().isQuiet());
        }
    }

    @Test
    void aBodyThatIsNotGivenInTimeDoesNotLookWhole() throws Exception {
        streamed = new Drops(true);
        try (RawClient client = server.connect()) {
            client.send(GET.formatted("stream"));
            server.await(() -> streamed.more != null);
            server.onLoop(() -> streamed.drop("one"));
            client.readUntil("one");
            pause();
            server.onLoop(
                    () -> {
                        server.server().endRequests();
                        return true;
                    });
            String all = client.readAll();
            assertTrue(all.endsWith("3\r\none\r\n"), all);
            assertTrue(server.onLoop(() -> server.server().isQuiet()));
        }
    }

    private static HttpResponse ok() {
        return HttpResponse.ok("text/plain", "fine".getBytes(StandardCharsets.UTF_8));
    }

    /** Notes what is kept; what is kept stays open here. */
    private static final class Numbers implements Keeper {
        private final List<Integer> kept = new ArrayList<>();

        @Override
        public int keep(Channel channel) {
            return keep(kept.size());
        }

        @Override
        public int keep(int descriptor) {
            kept.add(descriptor);
            return descriptor;
        }

        @Override
        public List<Integer> kept() {
            return kept;
        }
    }

    @Test
    void whatComesInAPauseIsAnsweredAfterIt() throws Exception {
        try (RawClient old = server.connect()) {
            old.send(GET.formatted("a")).readUntil("fine");
            pause();
            old.send(GET.formatted("b"));
            try (RawClient fresh = server.connect()) {
                fresh.send(GET.formatted("c"));
                assertEquals("", fresh.readFor(Duration.ofMillis(50)));
                assertTrue(server.onLoop(() -> server.server().isQuiet()));
                assertEquals(List.of("/a"), server.onLoop(() -> List.copyOf(asked)));
                server.onLoop(this::unpause);
                fresh.readUntil("fine");
                server.await(() -> asked.contains("/b"));
            }
        }
    }

    @Test
    void aRequestThatIsDealtWithIsAnsweredInThePause() throws Exception {
        try (RawClient client = server.connect()) {
            pauseWithARequestFrom(client);
            assertFalse(server.onLoop(() -> server.server().isQuiet()));
            server.onLoop(() -> respond());
            client.readUntil("fine");
            server.await(() -> server.server().isQuiet());
        }
    }

    @Test
    void aRequestThatTakesTooLongIsEndedWithAReason() throws Exception {
        try (RawClient client = server.connect()) {
            pauseWithARequestFrom(client);
            server.onLoop(
                    () -> {
                        server.server().endRequests();
                        return true;
                    });
            String answer = client.readAll();
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(answer.contains("X-Reason: supervisord is being upgraded"), answer);
            server.onLoop(() -> respond());
        }
    }

    @Test
    void anAnswerThatComesJustInTimeIsGiven() throws Exception {
        try (RawClient client = server.connect()) {
            pauseWithARequestFrom(client);
            server.onLoop(
                    () -> {
                        respond();
                        server.server().endRequests();
                        return true;
                    });
            String answer = client.readUntil("fine");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    @Test
    void aRequestThatIsLeftIsInFrontOfWhatIsUnread() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(
                    "POST /late HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "4\r\nbody\r\n0\r\n\r\n"
                            + GET.formatted("next"));
            server.await(() -> waiting.size() == 1);
            pause();
            server.onLoop(() -> leave());
            assertTrue(server.onLoop(() -> server.server().isQuiet()));
            ServerSnapshot snapshot = server.onLoop(() -> server.server().snapshot(new Numbers()));
            assertEquals(1, snapshot.connections().size());
            assertEquals(
                    "POST /late HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"
                            + GET.formatted("next"),
                    new String(snapshot.connections().get(0).unread(), StandardCharsets.UTF_8));
            server.onLoop(this::unpause);
            server.await(() -> waiting.size() == 2);
            server.onLoop(() -> respond());
            client.readUntil("fine");
            server.await(() -> asked.equals(List.of("/latebody", "/latebody", "/next")));
        }
    }

    @Test
    void aRequestOfWhichHalfHasComeIsNotHandedOver() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("GET /a HTTP/1.1\r\nHost: ");
            server.await(() -> server.clients() == 1);
            server.await(() -> !quietWhenPaused());
            client.send("x\r\n\r\n").readUntil("fine");
            server.await(() -> server.server().isQuiet());
        }
    }

    private void pauseWithARequestFrom(RawClient client) throws Exception {
        client.send(GET.formatted("late"));
        server.await(() -> waiting.size() == 1);
        pause();
    }

    private boolean quietWhenPaused() {
        server.server().pause();
        boolean quiet = server.server().isQuiet();
        if (quiet) {
            server.server().unpause();
        }
        return quiet;
    }

    private void pause() throws Exception {
        server.onLoop(
                () -> {
                    server.server().pause();
                    return true;
                });
    }

    private boolean unpause() {
        server.server().unpause();
        return true;
    }

    private boolean respond() {
        waiting.get(waiting.size() - 1).respond(ok());
        return true;
    }

    private boolean leave() {
        waiting.get(waiting.size() - 1).leave();
        return true;
    }
}
