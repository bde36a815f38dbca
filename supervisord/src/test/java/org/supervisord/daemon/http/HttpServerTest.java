package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.loop.EventLoop;

class HttpServerTest {
    private static final HttpLimits SMALL =
            new HttpLimits(
                    4,
                    16 * 1024,
                    100_000,
                    150_000,
                    Duration.ofMillis(400),
                    Duration.ofSeconds(60),
                    Duration.ofMillis(400));

    private final List<CompletableFuture<byte[]>> waiting = new ArrayList<>();
    private final List<Responder> streams = new ArrayList<>();
    private RunningServer server;

    @BeforeEach
    void open() throws IOException {
        server = new RunningServer(RunningServer.inet(), HttpLimits.DEFAULT, this::router);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** Echoes what is posted; "later" waits for {@link #answerLater}, "fail" and "bad" fail. */
    private HttpHandler router(EventLoop loop) {
        var echo =
                new PostEndpoint(
                        "text/xml",
                        body -> {
                            CompletableFuture<byte[]> answer = new CompletableFuture<>();
                            switch (new String(body, StandardCharsets.UTF_8)) {
                                case "later" -> waiting.add(answer);
                                case "fail" -> answer.completeExceptionally(new IOException());
                                case "bad" ->
                                        answer.completeExceptionally(
                                                new IllegalArgumentException());
                                case "memory" -> throw new OutOfMemoryError("too much");
                                case "throw" -> throw new IllegalStateException("thrown");
                                case "big" -> answer.complete(new byte[20_000_000]);
                                default -> answer.complete(body);
                            }
                            return answer;
                        },
                        e -> e instanceof IllegalArgumentException,
                        new OriginPolicy(Set.of("build.example")),
                        RunningServer.LOG);
        return new Router()
                .route("/RPC2", echo)
                .route(
                        "/mistake",
                        (request, responder) ->
                                responder.stream(
                                        HttpResponse.ok("text/plain", new byte[0]), new Broken(1)))
                .route("/late-mistake", (request, responder) -> streams.add(responder));
    }

    /** Some words, so many times, and then a mistake of ours. */
    private static final class Broken implements BodySource {
        private int left;

        Broken(int times) {
            left = times;
        }

        @Override
        public void onMore(Runnable more) {
            // it has everything from the beginning
        }

        @Override
        public int read(ByteBuffer into) {
            if (left == 0) {
                throw new IllegalStateException("broken");
            }
            left--;
            into.put("some words".getBytes(StandardCharsets.US_ASCII));
            return "some words".length();
        }

        @Override
        public void close() {
            // nothing to let go of
        }
    }

    private void restart(HttpLimits limits) throws IOException {
        server.close();
        server = new RunningServer(RunningServer.inet(), limits, this::router);
    }

    private static String post(String body, String... fields) {
        return "POST /RPC2 HTTP/1.1\r\nContent-Length: "
                + body.length()
                + "\r\n"
                + String.join("", List.of(fields).stream().map(f -> f + "\r\n").toList())
                + "\r\n"
                + body;
    }

    private static String last(String body, String... fields) {
        String[] more = new String[fields.length + 1];
        System.arraycopy(fields, 0, more, 0, fields.length);
        more[fields.length] = "Connection: close";
        return post(body, more);
    }

    private static String status(String answer) {
        return answer.lines().findFirst().orElse("");
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void answersAPost() throws IOException {
        String answer = server.ask(last("hello"));
        assertEquals("HTTP/1.1 200 OK", status(answer));
        assertTrue(answer.contains("\r\nContent-Type: text/xml\r\n"), answer);
        assertTrue(answer.contains("\r\nContent-Length: 5\r\n"), answer);
        assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
        assertTrue(answer.contains("\r\nServer: supervisord\r\n"), answer);
        assertTrue(answer.contains(" GMT\r\n"), answer);
        assertEquals("hello", body(answer));
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        String answer = server.ask(post("one") + post("two") + last("three"));
        assertEquals(3, answer.split("HTTP/1.1 200 OK", -1).length - 1);
        assertTrue(answer.indexOf("one") < answer.indexOf("two"), answer);
        assertTrue(answer.endsWith("three"), answer);
    }

    @Test
    void answersMorePipelinedRequestsThanFitIntoItsBuffer() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            many.append(post("request " + i));
        }
        String answer = server.ask(many + last("end"));
        assertEquals(2001, answer.split("HTTP/1.1 200 OK", -1).length - 1);
        assertTrue(answer.endsWith("end"), answer);
    }

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
    void refusesDoubtfulChunks() throws IOException {
        String head = "POST /RPC2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (String size : List.of("+4", "-4", "4 ", " 4", "0x4", "", "4\t", "zz", "4,4")) {
            String answer = server.ask(head + size + "\r\nabcd\r\n0\r\n\r\n");
            assertEquals("HTTP/1.1 400 Bad Request", status(answer), size);
        }
        for (String end : List.of("-0\r\n\r\n", "0\r\nX y: z\r\n\r\n", "0\r\nx\r\n\r\n")) {
            String answer = server.ask(head + "4\r\nabcd\r\n" + end);
            assertEquals("HTTP/1.1 400 Bad Request", status(answer), end);
        }
        String good =
                server.ask(
                        head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                                + "04 ;a=b\r\nabcd\r\n0\r\nX: y\r\n\r\n");
        assertTrue(good.endsWith("abcd"), good);
    }

    @Test
    void refusesANegativeVersion() throws IOException {
        String answer = server.ask("GET / HTTP/1.-11\r\n\r\n");
        assertEquals("HTTP/1.1 400 Bad Request", status(answer));
    }

    @Test
    void hidesNoRequestBehindALineFeed() throws IOException {
        String hidden = last("hidden").replace("\r\n", "\n");
        for (String head : List.of("GET / HTTP/1.1\r\nX: y\n\n", "GET / HTTP/1.1\n\n")) {
            String answer = server.ask(head + hidden + "\r\n\r\n");
            assertEquals("HTTP/1.1 400 Bad Request", status(answer));
            assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
        }
    }

    @Test
    void understandsARequestThatComesByteByByte() throws IOException {
        try (RawClient client = server.connect()) {
            for (byte b : last("split").getBytes(StandardCharsets.US_ASCII)) {
                client.send(new byte[] {b});
            }
            assertTrue(client.readAll().endsWith("split"));
        }
    }

    @Test
    void answersLaterWhenTheHandlerDoes() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(post("later") + last("next"));
            try (RawClient other = server.connect()) {
                assertTrue(other.send(last("other")).readAll().endsWith("other"));
            }
            answerLater("now");
            String answer = client.readAll();
            assertTrue(answer.indexOf("now") < answer.indexOf("next"), answer);
        }
    }

    private void answerLater(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        server.onLoop(() -> waiting.remove(0).complete(bytes));
    }

    @Test
    void aMistakeInTheMiddleOfAnAnswerMakesNoWholeAnswer() throws Exception {
        String answer = server.ask("GET /mistake HTTP/1.1\r\n\r\n");
        assertTrue(answer.contains("some words"), answer);
        assertFalse(answer.endsWith("0\r\n\r\n"), answer);
        assertEquals("broken", server.takeFailure().getMessage());
        assertTrue(server.ask(last("alive")).endsWith("alive"));
    }

    @Test
    void aMistakeInAnAnswerThatComesLaterLeavesNobodyWaiting() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("GET /late-mistake HTTP/1.1\r\n\r\n");
            server.await(() -> !streams.isEmpty());
            assertThrows(
                    ExecutionException.class,
                    () ->
                            server.onLoop(
                                    () -> {
                                        streams.get(0).stream(
                                                HttpResponse.ok("text/plain", new byte[0]),
                                                new Broken(0));
                                        return true;
                                    }));
            assertFalse(client.readAll().endsWith("0\r\n\r\n"));
            assertTrue(client.seesEnd(RawClient.PATIENCE));
        }
        assertTrue(server.ask(last("alive")).endsWith("alive"));
    }

    @Test
    void dropsAnAnswerWhoseClientHasGone() throws Exception {
        RawClient client = server.connect();
        client.send(post("later"));
        try (RawClient other = server.connect()) {
            other.send(last("other")).readAll();
        }
        client.close();
        answerLater("too late");
        assertTrue(server.ask(last("alive")).endsWith("alive"));
    }

    @Test
    void answersAClientThatSendsNoMore() throws IOException {
        try (RawClient client = server.connect()) {
            String answer = client.send(post("one") + post("two")).endInput().readAll();
            assertTrue(answer.contains("one") && answer.endsWith("two"), answer);
        }
    }

    @Test
    void knowsTheRulesOfHttp10() throws IOException {
        String closing = server.ask("POST /RPC2 HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi");
        assertEquals("HTTP/1.0 200 OK", status(closing));
        try (RawClient client = server.connect()) {
            client.send(
                    "POST /RPC2 HTTP/1.0\r\nContent-Length: 2\r\nConnection: Keep-Alive\r\n\r\nhi");
            assertTrue(client.readUntil("\r\n\r\nhi").contains("\r\nConnection: Keep-Alive\r\n"));
            assertFalse(client.seesEnd(Duration.ofMillis(100)));
        }
    }

    @Test
    void answersAsTheReferenceToOtherMethodsAndPaths() throws IOException {
        assertEquals(400, code("GET /RPC2"));
        assertEquals(400, code("HEAD /RPC2"));
        assertEquals(400, code("DELETE /RPC2"));
        assertEquals(411, code("POST /RPC2"));
        assertEquals(411, code("POST /RPC2x?a=b"));
        assertEquals(411, code("POST /%52PC2"));
        assertEquals(411, code("POST http://host/RPC2"));
        assertEquals(411, code("POST HTTPS://host:1/RPC2"));
        assertEquals(404, code("GET http://host"));
        assertEquals(404, code("GET http://host?x/RPC2"));
        assertEquals(400, code("POST //host/RPC2"));
        assertEquals(400, code("POST /rpc2"));
        assertEquals(404, code("GET /"));
        assertEquals(404, code("GET /;x"));
        assertEquals(404, code("GET /%zz%"));
        assertEquals(404, code("HEAD /nope"));
        assertEquals(400, code("BREW /"));
    }

    private int code(String start) throws IOException {
        String answer = server.ask(start + " HTTP/1.1\r\nConnection: close\r\n\r\n");
        return Integer.parseInt(answer.split(" ")[1]);
    }

    @Test
    void sendsNoBodyToHead() throws IOException {
        String answer = server.ask("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n");
        assertEquals("", body(answer));
        assertTrue(answer.contains("Content-Type: text/html"), answer);
    }

    @Test
    void answersAnEmptyBody() throws IOException {
        assertEquals("HTTP/1.1 200 OK", status(server.ask(last(""))));
    }

    @Test
    void tellsFailuresOfCallsApart() throws IOException {
        assertEquals("HTTP/1.1 400 Bad Request", status(server.ask(last("bad"))));
        assertEquals("HTTP/1.1 500 Internal Server Error", status(server.ask(last("fail"))));
        assertEquals("HTTP/1.1 500 Internal Server Error", status(server.ask(last("throw"))));
        assertEquals("HTTP/1.1 503 Service Unavailable", status(server.ask(last("memory"))));
    }

    @Test
    void readsChunks() throws IOException {
        String head = "POST /RPC2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n";
        String chunks = "\r\n3\r\nabc\r\n0A;x=y\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
        String answer = server.ask(head + chunks + last("next"));
        assertTrue(answer.contains("\r\n\r\nabc0123456789HTTP/1.1 200 OK"), answer);
        try (RawClient client = server.connect()) {
            for (byte b : (head + chunks).getBytes(StandardCharsets.US_ASCII)) {
                client.send(new byte[] {b});
            }
            client.readUntil("abc0123456789");
        }
    }

    @Test
    void refusesWhatCouldBeUnderstoodInTwoWays() throws IOException {
        String head = "POST /RPC2 HTTP/1.1\r\n";
        for (String doubtful :
                List.of(
                        "Content-Length: 2\r\nContent-Length: 2",
                        "Content-Length: 2, 2",
                        "Content-Length: +2",
                        "Content-Length: -2",
                        "Content-Length: 0x2",
                        "Content-Length:",
                        "Content-Length: 2\r\nTransfer-Encoding: chunked",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                        "Content-Length : 2",
                        "No colon",
                        "Bad Name: x",
                        "Nul: a\0b",
                        "Host: a\r\nHost: a",
                        "Host: a b",
                        "Host: a/b",
                        "Host: me@a",
                        "Folded:\r\n x",
                        " Blank: x",
                        "Transfer-Encoding:\r\n chunked",
                        "Transfer-Encoding: chunked;q=1\r\nContent-Length: 2",
                        "X: y\r\n\tContent-Length: 3",
                        ": x")) {
            String answer = server.ask(head + doubtful + "\r\n\r\nhi" + post("smuggled"));
            assertEquals("HTTP/1.1 400 Bad Request", status(answer), doubtful);
            assertFalse(answer.contains("smuggled"), doubtful);
        }
        for (String size : List.of("-2", "+2", "", "x", "0x2", "2 2")) {
            String answer =
                    server.ask(
                            head + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\nhi\r\n0\r\n");
            assertEquals("HTTP/1.1 400 Bad Request", status(answer), size);
        }
        assertEquals(
                "HTTP/1.1 501 Not Implemented",
                status(server.ask(head + "Transfer-Encoding: gzip, chunked\r\n\r\n")));
        assertEquals(
                "HTTP/1.1 400 Bad Request",
                status(server.ask("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")));
    }

    @Test
    void refusesWhatIsNoHttp() throws IOException {
        for (String nonsense :
                List.of(
                        "hello",
                        "GET /",
                        "GET / HTTP/1.1 x",
                        "GET / HTTP/1.1 ",
                        " GET / HTTP/1.1",
                        "GET\t/ HTTP/1.1",
                        "GET /\u00a0x HTTP/1.1",
                        "GET / HTTP/1.01",
                        "GET / HTTP/01.1",
                        "GET / http/1.1",
                        "G(T / HTTP/1.1",
                        "GET / FTP/1.1",
                        "GET  /",
                        "\0\0")) {
            String answer = server.ask(nonsense + "\r\n\r\n");
            assertTrue(answer.contains(" 400 ") || answer.contains(" 505 "), nonsense + answer);
        }
        assertTrue(server.ask("GET / HTTP/2.0\r\n\r\n").contains(" 505 "));
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
    void boundsTheMemoryOfAllBodiesTogether() throws Exception {
        restart(SMALL);
        try (RawClient first = server.connect()) {
            String half = post("x".repeat(90_000)).substring(0, 80_000);
            first.send(half);
            assertTrue(server.ask(last("hello")).endsWith("hello"));
            assertTrue(server.ask(last("y".repeat(90_000))).contains(" 503 "));
        }
        assertTrue(server.ask(last("z".repeat(90_000))).endsWith("zz"));
    }

    @Test
    void asksForTheBodyWhenTheClientWaitsForThat() throws IOException {
        try (RawClient client = server.connect()) {
            String request = last("hello", "Expect: 100-continue");
            client.send(request.substring(0, request.length() - 5));
            client.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
            assertTrue(client.send("hello").readAll().endsWith("hello"));
        }
    }

    @Test
    void givesUpOnClientsThatAreTooSlow() throws IOException {
        restart(SMALL);
        try (RawClient silent = server.connect();
                RawClient slowHead = server.connect();
                RawClient slowBody = server.connect()) {
            slowHead.send("GET / HT");
            slowBody.send("POST /RPC2 HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf");
            assertEquals("", silent.readAll());
            assertTrue(slowHead.readAll().contains(" 408 Request Time-out"));
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
            client.send(post("one")).readUntil("one");
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
        try (RawClient late = server.connect()) {
            assertTrue(late.readAll().startsWith("HTTP/1.1 503 "));
        }
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void refusesWhatForeignPagesSend() throws IOException {
        String own = "Host: 127.0.0.1:9001";
        assertEquals(200, posted(own));
        assertEquals(200, posted(own, "Origin: http://127.0.0.1:9001"));
        assertEquals(200, posted(own, "Sec-Fetch-Site: same-origin"));
        assertEquals(200, posted("Host: build.example", "Origin: http://build.example"));
        assertEquals(403, posted(own, "Origin: http://evil.example"));
        assertEquals(403, posted(own, "Origin: http://127.0.0.1:8080"));
        assertEquals(403, posted(own, "Origin: null"));
        assertEquals(403, posted(own, "Sec-Fetch-Site: cross-site"));
        assertEquals(403, posted("Host: evil.example", "Origin: http://evil.example"));
    }

    private int posted(String... fields) throws IOException {
        return Integer.parseInt(server.ask(last("x", fields)).split(" ")[1]);
    }

    @Test
    void aMistakeWithOneClientIsNotTheEndOfTheServer() throws Exception {
        server.onWelcome(
                client -> {
                    throw new IllegalStateException("a mistake");
                });
        try (RawClient client = server.connect()) {
            assertTrue(client.seesEnd(RawClient.PATIENCE));
        }
        server.onWelcome(client -> {});
        assertEquals("hello", body(server.ask(last("hello"))));
    }
}
