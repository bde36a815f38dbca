package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.supervisord.config.HttpServerSettings;

/** Clients that want too much, take too long or are too many. */
class HttpServerLimitsTest extends HttpServerBench {
    private static final long HEAP = 256L << 20;

    @Test
    void answersThatNobodyReadsAreBounded() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        // of 20 MB each, of which the kernel takes a little
        for (int i = 0; i < 4; i++) {
            clients.add(server.connect().send(post("big")));
        }
        List<String> heads = new ArrayList<>();
        for (RawClient client : clients) {
            heads.add(status(client.readUntil("\r\n\r\n")));
        }
        heads.sort(null);
        assertEquals(
                List.of(
                        "HTTP/1.1 200 OK",
                        "HTTP/1.1 200 OK",
                        "HTTP/1.1 200 OK",
                        "HTTP/1.1 503 Service Unavailable"),
                heads);
        for (RawClient client : clients) {
            client.close();
        }
        long end = System.nanoTime() + RawClient.PATIENCE.toNanos();
        String status = "";
        while (!status.contains("200") && System.nanoTime() < end) {
            try (RawClient again = server.connect()) {
                status = status(again.send(post("big")).readUntil("\r\n\r\n"));
            }
        }
        assertEquals("HTTP/1.1 200 OK", status);
    }

    @Test
    void whoWasRefusedKeepsNobodyOut() throws IOException {
        restart(SMALL);
        List<RawClient> refused = new ArrayList<>();
        for (int i = 0; i < SMALL.connections(); i++) {
            // they go on sending, and don't close
            refused.add(server.connect().send("NO\r\n\r\n"));
            refused.get(i).readUntil(" 400 ");
        }
        assertEquals("HTTP/1.1 200 OK", status(server.ask(last("welcome"))));
        for (RawClient client : refused) {
            client.close();
        }
    }

    @Test
    void refusesHeadsAndBodiesThatAreTooLarge() throws IOException {
        restart(SMALL);
        String longLine = "GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n";
        assertTrue(server.ask(longLine).contains(" 431 "));
        String manyFields = "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(101) + "\r\n";
        assertTrue(server.ask(manyFields).contains(" 431 "));
        String longHead =
                "GET / HTTP/1.1\r\n" + ("A: " + "x".repeat(5000) + "\r\n").repeat(4) + "\r\n";
        assertTrue(server.ask(longHead).contains(" 431 "));
        assertTrue(server.ask(last("x".repeat(100_001))).contains(" 413 "));
        String endless = "POST /RPC2 HTTP/1.1\r\nContent-Length: " + "9".repeat(30) + "\r\n\r\n";
        assertTrue(server.ask(endless).contains(" 413 "));
        String chunk = "10000\r\n" + "x".repeat(65536) + "\r\n";
        String chunks = "POST /RPC2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk;
        assertTrue(server.ask(chunks).contains(" 413 "));
        assertTrue(server.ask(last("x".repeat(99_999))).contains(" 200 "));
    }

    @Test
    void aHandlerMayTakeLessThanTheServer() throws IOException {
        String fits = "x".repeat(SHORT);
        assertTrue(server.ask(atShort(last(fits))).endsWith("\r\n\r\n" + fits));
        String head = "POST /short HTTP/1.1\r\n";
        String declared = head + "Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n";
        assertTrue(server.ask(declared).startsWith("HTTP/1.1 413 "), "before it is asked for");
        String chunks = "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + fits + "x";
        assertTrue(server.ask(head + chunks).startsWith("HTTP/1.1 413 "));
        assertTrue(server.ask(last(fits + "x")).contains(" 200 "), "elsewhere");
    }

    private static String atShort(String request) {
        return request.replace("/RPC2", "/short");
    }

    @Test
    void aBodyForWhichThereIsNoRoomWaitsForItsTurn() throws Exception {
        restart(withTimeToWait());
        String first = last("x".repeat(90_000));
        try (RawClient slow = server.connect();
                RawClient next = server.connect()) {
            slow.send(first.substring(0, 80_000));
            assertTrue(server.ask(last("hello")).endsWith("hello"));
            next.send(last("y".repeat(90_000))).endInput();
            assertTrue(server.ask(last("short ones go on")).endsWith("short ones go on"));
            slow.send(first.substring(80_000));
            assertTrue(slow.readAll().endsWith("xx"));
            assertTrue(next.readAll().endsWith("yy"));
        }
        assertTrue(server.ask(last("z".repeat(90_000))).endsWith("zz"));
    }

    @Test
    void whoHoldsMuchAndIsSilentIsEndedWhenOthersWait() throws Exception {
        restart(withTimeToWait());
        try (RawClient silent = server.connect();
                RawClient next = server.connect().send(last("short"))) {
            silent.send(post("x".repeat(90_000)).substring(0, 80_000));
            assertTrue(next.readAll().endsWith("short"));
            assertTrue(server.ask(last("y".repeat(90_000))).endsWith("yy"));
            assertTrue(silent.readAll().contains(" 408 Request Time-out"));
        }
    }

    private static HttpLimits withTimeToWait() {
        return new HttpLimits(
                SMALL.connections(),
                SMALL.headBytes(),
                SMALL.bodyBytes(),
                SMALL.bodyBytesOfAll(),
                Duration.ofSeconds(60),
                SMALL.idleTime(),
                SMALL.writeTime());
    }

    @Test
    void givesUpOnClientsThatAreTooSlow() throws IOException {
        restart(SMALL);
        try (RawClient silent = server.connect();
                RawClient slowHead = server.connect();
                RawClient slowFields = server.connect();
                RawClient slowBody = server.connect()) {
            slowHead.send("GET / HT");
            slowFields.send("GET / HTTP/1.1\r\nHost: x\r\n");
            slowBody.send("POST /RPC2 HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf");
            assertEquals("", silent.readAll());
            assertTrue(slowHead.readAll().contains(" 408 Request Time-out"));
            assertTrue(slowFields.readAll().contains(" 408 Request Time-out"));
            assertTrue(slowBody.readAll().contains(" 408 Request Time-out"));
        }
    }

    @Test
    void givesUpOnAClientThatTakesNoAnswer() throws Exception {
        restart(SMALL);
        try (RawClient deaf = server.connect()) {
            deaf.send(post("big"));
            server.await(() -> server.clients() == 1);
            assertTrue(server.ask(last("others are served")).endsWith("others are served"));
            server.await(() -> server.clients() == 0);
        }
    }

    @Test
    void keepsAnIdleConnection() throws IOException {
        restart(SMALL);
        try (RawClient client = server.connect()) {
            client.send(post("one") + "\r\n").readUntil("one");
            assertFalse(client.seesEnd(Duration.ofMillis(600)));
            client.send(last("two")).readAll().endsWith("two");
        }
    }

    @Test
    void dropsTheIdleFirstWhenTooManyConnect() throws Exception {
        restart(SMALL);
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(server.connect());
        }
        clients.get(0).send(post("one")).readUntil("one");
        clients.add(server.connect());
        assertTrue(clients.get(1).seesEnd(RawClient.PATIENCE));
        for (int i : new int[] {0, 2, 3, 4}) {
            clients.get(i).send(post("later"));
        }
        server.await(() -> waiting.size() == 4);
        try (RawClient late = server.connect().send(post("nobody reads it"))) {
            assertTrue(late.readAll().startsWith("HTTP/1.1 503 "));
        }
        assertTrue(
                server.onLoop(() -> server.log.lines())
                        .contains("WARN too many HTTP connections, one more was turned away"));
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void whoStoppedInTheMiddleOfABodyGoesForANewcomer() throws Exception {
        restart(withTimeToWait());
        List<RawClient> halfway = new ArrayList<>();
        for (int i = 0; i < SMALL.connections(); i++) {
            halfway.add(server.connect());
            halfway.get(i).send("POST /RPC2 HTTP/1.1\r\nContent-Length: 4\r\n");
            halfway.get(i).send("Expect: 100-continue\r\n\r\n").readUntil(" 100 Continue");
        }
        askUntilServed(last("new"));
        assertTrue(halfway.get(0).seesEnd(RawClient.PATIENCE));
        for (RawClient client : halfway) {
            client.close();
        }
    }

    private void askUntilServed(String request) throws IOException {
        long end = System.nanoTime() + RawClient.PATIENCE.toNanos();
        String status = "";
        while (!status.contains("200") && System.nanoTime() < end) {
            status = status(server.ask(request));
        }
        assertEquals("HTTP/1.1 200 OK", status);
    }

    @Test
    void takesMoreClientsWhereMoreDescriptorsAreAllowed() {
        assertEquals(256, connections(plain(OptionalInt.empty()), 500, HEAP));
        assertEquals(512, connections(plain(OptionalInt.empty()), 1024, HEAP));
        assertEquals(1024, connections(plain(OptionalInt.empty()), Long.MAX_VALUE, HEAP));
        assertEquals(7, connections(plain(OptionalInt.of(7)), 2000, HEAP));
    }

    @Test
    void sharesTheDescriptorsWithServersThatSayNothingEither() {
        HttpServerSettings one = plain(OptionalInt.empty());
        HttpServerSettings said = plain(OptionalInt.of(7));
        assertEquals(1000, HttpLimits.of(one, List.of(one, said), 2000, HEAP).connections());
        assertEquals(500, HttpLimits.of(one, List.of(one, said, one), 2000, HEAP).connections());
        assertEquals(256, HttpLimits.of(one, List.of(one, one, one), 600, HEAP).connections());
    }

    @Test
    void takesNoMoreClientsThanTheHeapHasRoomFor() {
        assertEquals(512, connections(plain(OptionalInt.empty()), 4096, HEAP / 2));
        assertEquals(128, connections(plain(OptionalInt.empty()), 4096, HEAP / 8));
        assertEquals(64, connections(plain(OptionalInt.empty()), 4096, HEAP / 100));
        assertEquals(1000, connections(plain(OptionalInt.of(1000)), 4096, HEAP / 100));
        assertEquals(256, connections(encrypting(), 4096, HEAP));
        assertEquals(64, connections(encrypting(), 4096, HEAP / 8));
    }

    private static int connections(HttpServerSettings server, long descriptors, long heapBytes) {
        return HttpLimits.of(server, List.of(server), descriptors, heapBytes).connections();
    }

    private static HttpServerSettings plain(OptionalInt connections) {
        return inet(Optional.empty(), connections);
    }

    private static HttpServerSettings encrypting() {
        Path file = Path.of("web.pem");
        return inet(Optional.of(new HttpServerSettings.Tls(file, file)), OptionalInt.empty());
    }

    private static HttpServerSettings inet(
            Optional<HttpServerSettings.Tls> tls, OptionalInt connections) {
        return new HttpServerSettings.Inet(
                "inet_http_server",
                "127.0.0.1",
                0,
                Optional.empty(),
                false,
                List.of(),
                tls,
                new HttpServerSettings.Limits(connections, 1, 1, 1, 1));
    }
}
