package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private static final String SLOW =
            "{PBKDF2-SHA256}1000$c2FsdHNhbHQ=$CLC1zg2fLNAJwqZelZUeHfO0da2stsRbLMIMTuovu+I=";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret é",
                "{SHA}2a167555cdbefa9dec911b21148f2a74fb158992",
                "{SHA256}e51155c618c5c438d3ef33cec650a5013328c9b6950a12bd59653be757190475",
                "{SSHA256}ZH+FHOUh3wRbqavw2ODbEkbGXnwqL1YX8IropkU4LAJzYWx0c2FsdA==",
                SLOW
            })
    void theRightUserWithTheRightPasswordMayAsk(String stored) throws IOException {
        try (RunningServer server = open(stored)) {
            for (int i = 0; i < 2; i++) {
                assertEquals(200, ask(server, "me:s3cret é"));
                assertEquals(401, ask(server, "me:s3cret"));
                assertEquals(401, ask(server, "you:s3cret é"));
                assertEquals(401, ask(server, "me:" + stored.replace("s3cret é", "")));
                assertEquals(401, ask(server, "me"));
            }
            assertTrue(server.ask("GET / HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 401 "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "bWU6czNjcmV0IMOp=", "bWU6czNjcmV0IMO", "bWU6/w==", "="})
    void malformedCredentialsAreAMistakeWhoeverIsMeant(String digits) throws IOException {
        try (RunningServer server = open("s3cret é")) {
            String answer =
                    server.ask("GET / HTTP/1.1\r\nAuthorization: Basic " + digits + "\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
            assertFalse(answer.contains("WWW-Authenticate"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Digest abc", "Bearer bWU6czNjcmV0IMOp"})
    void otherProofsThanAPasswordAreNone(String field) throws IOException {
        try (RunningServer server = open("s3cret é")) {
            String answer = server.ask("GET / HTTP/1.1\r\nAuthorization: " + field + "\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
        }
    }

    @Test
    void pipelinedRequestsWaitForASlowPassword() throws IOException {
        try (RunningServer server = open(SLOW)) {
            String one = request("me:s3cret é", "one");
            String answer = server.ask(one + one + request("me:no", "two") + one);
            assertEquals(3, answer.split("HTTP/1.1 200 OK", -1).length, answer);
            assertTrue(answer.indexOf("401 Unauthorized") > answer.lastIndexOf("200 OK"), answer);
        }
    }

    @Test
    void tooManySlowPasswordsAreTurnedAway() throws IOException {
        String slower = SLOW.replace("1000$", "300000$");
        try (RunningServer server = open(slower)) {
            RawClient[] clients = new RawClient[100];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = server.connect().send(request("me:" + i, "x"));
            }
            long end = System.nanoTime() + RawClient.PATIENCE.toNanos();
            boolean refused = false;
            while (!refused && System.nanoTime() < end) {
                for (RawClient client : clients) {
                    refused |= client.readFor(Duration.ofMillis(10)).startsWith("HTTP/1.1 503 ");
                }
            }
            assertTrue(refused);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static RunningServer open(String password) throws IOException {
        var echo =
                new PostEndpoint(
                        "text/plain",
                        body -> CompletableFuture.completedFuture(List.of(body)),
                        failure -> false,
                        new OriginPolicy(Set.of()),
                        RunningServer.LOG);
        return new RunningServer(
                RunningServer.inet("me", password),
                HttpLimits.DEFAULT,
                loop -> new Router().route("/echo", echo));
    }

    private static String request(String credentials, String body) {
        return "POST /echo HTTP/1.1\r\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8))
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private static int ask(RunningServer server, String credentials) throws IOException {
        String answer =
                server.ask(
                        request(credentials, "x")
                                .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        return Integer.parseInt(answer.substring(9, 12));
    }
}
