package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class HttpServerTest extends HttpServerBench {
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
    void tellsTheLogOfAnswersThatWereTaken() throws Exception {
        try (RawClient client = server.connect()) {
            int first = client.send(post("one")).readUntil("one").length();
            client.send("HEAD /nope HTTP/1.1\r\nConnection: close\r\n\r\n");
            int second = client.readAll().length() - first;
            List<String> lines = server.onLoop(() -> server.log.lines(Level.TRACE));
            assertEquals(2, lines.size());
            String began = "127\\.0\\.0\\.1:[0-9]+ - - \\[[^]]* \\+0000\\] ";
            assertLine(began + "\"POST [^ ]+ HTTP/1\\.1\" 200 " + first, lines.get(0));
            assertLine(began + "\"HEAD /nope HTTP/1\\.1\" 404 " + second, lines.get(1));
        }
    }

    private static void assertLine(String pattern, String line) {
        assertTrue(line.matches(pattern), line);
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

    @Test
    void aBodyInPiecesArrivesWhole() throws IOException {
        StringBuilder whole = new StringBuilder();
        PIECES.forEach(it -> whole.append(new String(it, StandardCharsets.US_ASCII)));
        String get = " /pieces HTTP/1.1\r\n";
        try (RawClient client = server.connect()) {
            // behind one without a body, and before another one
            client.send("HEAD" + get + "\r\nGET" + get + "\r\n");
            client.send("GET" + get + "Connection: close\r\n\r\n");
            String[] answers = client.readAll().split("HTTP/1.1 200 OK\r\n", -1);
            assertEquals(4, answers.length);
            assertEquals("", body(answers[1]));
            for (int i = 1; i < answers.length; i++) {
                assertTrue(answers[i].contains("\r\nContent-Length: " + whole.length() + "\r\n"));
            }
            assertEquals(whole.toString(), body(answers[2]));
            assertEquals(whole.toString(), body(answers[3]));
        }
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
    void tellsWhoIsToAnswerThatTheClientHasGone() throws Exception {
        try (RawClient patient = server.connect()) {
            patient.send(post("one") + post("later"));
            RawClient client = server.connect();
            client.send(post("two") + post("later"));
            server.await(() -> waiting.size() == 2);
            client.close();
            server.await(() -> abandoned > 0);
            answerLater("now");
            answerLater("now");
            patient.readUntil("now");
        }
        server.await(() -> server.clients() == 0);
        assertEquals(1, abandoned, "an answer that was given is not meant");
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
    void asksForTheBodyWhenTheClientWaitsForThat() throws IOException {
        try (RawClient client = server.connect()) {
            String request = last("hello", "Expect: 100-continue");
            client.send(request.substring(0, request.length() - 5));
            client.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
            assertTrue(client.send("hello").readAll().endsWith("hello"));
        }
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
