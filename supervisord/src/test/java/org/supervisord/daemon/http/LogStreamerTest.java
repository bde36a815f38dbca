package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.daemon.loop.EventLoop;

/** Logs that are followed over HTTP/1.0, which has no chunks: what comes is the log. */
class LogStreamerTest {
    @TempDir Path folder;

    private Path log;
    private RunningServer server;

    @BeforeEach
    void open() throws IOException {
        log = Files.writeString(folder.resolve("web.log"), "first\n");
        server = new RunningServer(RunningServer.inet(), HttpLimits.DEFAULT, this::routes);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private HttpHandler routes(EventLoop loop) {
        LogStreamer streamer =
                new LogStreamer(new FileWatch(loop, RunningServer.LOG::warn), RunningServer.LOG);
        return new Router()
                .route(
                        "/logtail",
                        streamer.processLogs(
                                (name, stream) ->
                                        name.equals("web") && stream == LogStreamer.Stream.STDOUT
                                                ? Optional.of(log)
                                                : Optional.empty()))
                .route("/mainlogtail", streamer.activityLog(() -> Optional.of(log)));
    }

    private RawClient follow(String target) throws IOException {
        return server.connect().send("GET " + target + " HTTP/1.0\r\n\r\n");
    }

    private void write(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void goesOnAsTheLogGrows() throws IOException {
        for (String target : new String[] {"/logtail/web", "/logtail/web/stdout", "/mainlogtail"}) {
            try (RawClient client = follow(target)) {
                String head = client.readUntil("first\n");
                assertTrue(head.startsWith("HTTP/1.0 200 OK\r\n"), head);
                assertTrue(head.contains("\r\nContent-Type: text/plain;charset=utf-8\r\n"), head);
                assertTrue(head.contains("\r\nX-Content-Type-Options: nosniff\r\n"), head);
                write("more\n");
                client.readUntil("first\nmore\n");
            }
            Files.writeString(log, "first\n");
        }
    }

    @Test
    void comesInChunksWhereThereAreSome() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("GET /logtail/web HTTP/1.1\r\n\r\n").readUntil("\r\n\r\n6\r\nfirst\n\r\n");
            write("x".repeat(16));
            client.readUntil("\r\n10\r\n" + "x".repeat(16) + "\r\n");
        }
    }

    @Test
    void beginsNearTheEndOfALongLog() throws IOException {
        write("x".repeat(5000) + "end\n");
        try (RawClient client = follow("/logtail/web")) {
            assertEquals(1024, body(client.readUntil("end\n")).length());
        }
        try (RawClient client = follow("/logtail/web?back=2000")) {
            assertEquals(2000, body(client.readUntil("end\n")).length());
        }
        try (RawClient client = follow("/logtail/web?back=99999999999")) {
            assertEquals(5010, body(client.readUntil("end\n")).length());
        }
    }

    @Test
    void rotationLosesNothing() throws IOException {
        try (RawClient client = follow("/logtail/web")) {
            client.readUntil("first\n");
            StringBuilder all = new StringBuilder("first\n");
            for (int i = 1; i <= 5; i++) {
                write("last of " + i + "\n");
                Files.move(
                        log, log.resolveSibling("web.log.1"), StandardCopyOption.REPLACE_EXISTING);
                write("first of the next\n");
                all.append("last of " + i + "\nfirst of the next\n");
                assertEquals(all.toString(), body(client.readUntil(all.toString())));
            }
        }
    }

    @Test
    void clearingIsSurvived() throws IOException {
        try (RawClient client = follow("/logtail/web")) {
            client.readUntil("first\n");
            Files.delete(log);
            write("anew\n");
            assertEquals("first\nanew\n", body(client.readUntil("anew\n")));
            Files.write(log, new byte[0]);
            client.readUntil("==> File truncated <==\n");
            write("and on\n");
            client.readUntil("and on\n");
        }
    }

    @Test
    void aLogBehindALinkIsFollowed() throws IOException {
        Path real = Files.move(log, Files.createDirectory(folder.resolve("real")).resolve("web"));
        Files.createSymbolicLink(log, real);
        try (RawClient client = follow("/logtail/web")) {
            client.readUntil("first\n");
            write("more\n");
            client.readUntil("more\n");
        }
    }

    @Test
    void nothingComesFromTheNullDeviceAndItIsNotWatched() throws Exception {
        Path nothing = Path.of("/dev/null");
        Files.delete(log);
        Files.createSymbolicLink(log, nothing);
        try (RawClient named = follow("/mainlogtail")) {
            String head = named.readUntil("\r\n\r\n");
            assertTrue(head.startsWith("HTTP/1.0 200 OK\r\n"), head);
        }
        server.await(() -> server.clients() == 0 && !isWatching());
        log = nothing;
        try (RawClient named = follow("/mainlogtail")) {
            named.readUntil("\r\n\r\n");
            assertFalse(isWatching());
        }
    }

    @Test
    void aSlowReaderGetsEverythingAndHoldsUpNobody() throws Exception {
        String line = "0123456789abcdef".repeat(64);
        try (RawClient slow = follow("/logtail/web?back=16000000")) {
            slow.readUntil("first\n");
            slow.forget();
            for (int i = 0; i < 2000; i++) {
                write(line);
            }
            write("end");
            try (RawClient other = follow("/logtail/web")) {
                other.readUntil("end");
            }
            assertEquals(line.repeat(2000) + "end", slow.readUntil("end"));
        }
    }

    @Test
    void nothingIsThereWhenNobodyFollows() throws Exception {
        assertFalse(isWatching());
        try (RawClient one = follow("/logtail/web");
                RawClient another = follow("/mainlogtail")) {
            one.readUntil("first\n");
            another.readUntil("first\n");
            assertTrue(isWatching());
        }
        server.await(() -> server.clients() == 0 && !isWatching());
    }

    private static boolean isWatching() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("file-watch"));
    }

    @Test
    void whatCannotBeFollowedIsRefused() throws Exception {
        assertEquals(404, code("GET /logtail/nope"));
        assertEquals(404, code("GET /logtail/web/stderr"));
        assertEquals(404, code("GET /logtail/web/stdout/x"));
        assertEquals(404, code("GET /logtail/web/../../etc/passwd"));
        assertEquals(404, code("GET /logtail"));
        assertEquals(400, code("POST /logtail/web"));
        assertEquals(400, code("HEAD /mainlogtail"));
        Files.delete(log);
        assertEquals(404, code("GET /logtail/web"));
        Files.createDirectory(log);
        assertEquals(404, code("GET /logtail/web"));
        Files.delete(log);
        // opening it would wait for ever
        assertEquals(0, new ProcessBuilder("mkfifo", log.toString()).start().waitFor());
        assertEquals(404, code("GET /logtail/web"));
    }

    private int code(String start) throws IOException {
        String answer = server.ask(start + " HTTP/1.1\r\nConnection: close\r\n\r\n");
        return Integer.parseInt(answer.split(" ")[1]);
    }

    @Test
    void bytesArriveAsTheyAre() throws IOException {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        Files.write(log, bytes);
        try (RawClient client = follow("/logtail/web")) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            client.readUntil("\r\n\r\n" + text);
        }
    }
}
