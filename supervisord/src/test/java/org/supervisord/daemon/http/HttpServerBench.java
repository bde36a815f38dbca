package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.supervisord.daemon.loop.EventLoop;

/** A server that echoes, delays and fails as it is asked to, and words for asking it. */
abstract class HttpServerBench {
    static final HttpLimits SMALL =
            new HttpLimits(
                    4,
                    16 * 1024,
                    100_000,
                    150_000,
                    Duration.ofMillis(400),
                    Duration.ofSeconds(60),
                    Duration.ofMillis(400));

    /** The most bytes that are taken at {@code /short}. */
    static final int SHORT = 1000;

    /** A body in pieces, shorter and longer than what is sent at a time. */
    static final List<byte[]> PIECES =
            Stream.of(0, 1, 128 << 10, 0, 7, 300_000, (128 << 10) - 7, 5_000_000, 0)
                    .map(HttpServerBench::letters)
                    .toList();

    private static byte[] letters(int count) {
        byte[] letters = new byte[count];
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + i % 23);
        }
        return letters;
    }

    final List<CompletableFuture<byte[]>> waiting = new ArrayList<>();

    /** How many answers nobody waits for any more. */
    int abandoned;

    final List<Responder> streams = new ArrayList<>();
    RunningServer server;

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
                            return pieces(answer);
                        },
                        e -> e instanceof IllegalArgumentException,
                        new OriginPolicy(Set.of("build.example")),
                        RunningServer.LOG);
        return new Router()
                .route("/RPC2", echo)
                .route("/short", new OfShortBodies(echo))
                .route(
                        "/mistake",
                        (request, responder) ->
                                responder.stream(
                                        HttpResponse.ok("text/plain", new byte[0]), new Broken(1)))
                .route(
                        "/pieces",
                        (request, responder) ->
                                responder.respond(
                                        new HttpResponse(HttpStatus.OK, Headers.NONE, PIECES)))
                .route("/late-mistake", (request, responder) -> streams.add(responder));
    }

    private CompletableFuture<List<byte[]>> pieces(CompletableFuture<byte[]> answer) {
        CompletableFuture<List<byte[]>> pieces = answer.thenApply(List::of);
        pieces.whenComplete(
                (body, failure) -> {
                    if (pieces.isCancelled()) {
                        abandoned++;
                    }
                });
        return pieces;
    }

    /** Takes bodies that are short. */
    private record OfShortBodies(HttpHandler handler) implements HttpHandler {
        @Override
        public void handle(HttpRequest request, Responder responder) {
            handler.handle(request, responder);
        }

        @Override
        public int mostBodyBytes(String path) {
            return SHORT;
        }
    }

    /** Some words, so many times, and then a mistake of ours. */
    static final class Broken implements BodySource {
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

    /** The same server with other limits. */
    void restart(HttpLimits limits) throws IOException {
        server.close();
        server = new RunningServer(RunningServer.inet(), limits, this::router);
    }

    /** A request after which more may come. */
    static String post(String body, String... fields) {
        return "POST /RPC2 HTTP/1.1\r\nContent-Length: "
                + body.length()
                + "\r\n"
                + String.join("", List.of(fields).stream().map(f -> f + "\r\n").toList())
                + "\r\n"
                + body;
    }

    /** A request after which the server closes. */
    static String last(String body, String... fields) {
        String[] more = new String[fields.length + 1];
        System.arraycopy(fields, 0, more, 0, fields.length);
        more[fields.length] = "Connection: close";
        return post(body, more);
    }

    static String status(String answer) {
        return answer.lines().findFirst().orElse("");
    }

    static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    /** What was posted as "later" is answered now. */
    void answerLater(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        server.onLoop(() -> waiting.remove(0).complete(bytes));
    }
}
