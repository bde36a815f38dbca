package org.supervisord.ctl.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.ctl.client.FakeHttpServer.Reply;
import org.supervisord.ctl.client.FakeHttpServer.Request;

@Timeout(60)
class SupervisorClientTest {
    private static final String ANSWER =
            "<methodResponse><params><param><value>fine</value></param></params></methodResponse>";

    @TempDir private Path folder;
    private FakeHttpServer server;
    private SupervisorClient client;

    @AfterEach
    void close() throws IOException {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void callsShareAConnection() throws Exception {
        serve(request -> Reply.document(ANSWER));
        assertEquals("fine", client.call("getState"));
        assertEquals("fine", client.call("getState"));
        assertEquals(List.of(1, 1), connections());
    }

    @Test
    void aConnectionThatTheServerEndedMeanwhileIsMadeAnew() throws Exception {
        serve(
                request -> {
                    Reply whole = Reply.document(ANSWER);
                    return new Reply(whole.bytes(), request.connection() == 1);
                });
        assertEquals("fine", client.call("getState"));
        assertEquals("fine", client.call("getState"));
        assertEquals("fine", client.call("getState"));
        assertEquals(List.of(1, 2, 2), connections());
    }

    @Test
    void aCallIsMadeOnceThoughTheConnectionWasEndedInsteadOfAnAnswer() throws Exception {
        serve(
                request ->
                        request.body().contains("startProcess")
                                ? Reply.andClose("")
                                : Reply.document(ANSWER));
        client.call("getState");
        assertThrows(HttpConnection.Unanswered.class, () -> client.call("startProcess", "web"));
        assertEquals(List.of(1, 1), connections());
        client.call("getState");
        assertEquals(List.of(1, 1, 2), connections());
    }

    @Test
    void aCallThatMayHaveBeenDoneIsNotMadeTwice() throws Exception {
        serve(
                request ->
                        request.body().contains("startProcess")
                                ? Reply.of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<what")
                                : Reply.document(ANSWER));
        client.call("getState");
        assertThrows(IOException.class, () -> client.call("startProcess", "web"));
        assertEquals(2, server.requests().size());
        assertEquals("fine", client.call("getState"), "and the client goes on to work");
    }

    @Test
    void aServerThatNeverAnswersIsAskedOnlyOnce() throws Exception {
        serve(request -> Reply.andClose(""));
        assertThrows(HttpConnection.Unanswered.class, () -> client.call("getState"));
        assertEquals(1, server.requests().size());
    }

    @Test
    void aRefusalByStatusIsNotRepeated() throws Exception {
        serve(
                request ->
                        request.body().contains("getPID")
                                ? Reply.of("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")
                                : Reply.document(ANSWER));
        client.call("getState");
        assertThrows(HttpConnection.StatusException.class, () -> client.call("getPID"));
        assertEquals(2, server.requests().size());
    }

    @Test
    void parametersAreEscapedAndTyped() throws Exception {
        serve(request -> Reply.document(ANSWER));
        client.call("method", "a<b>&c\r\u0007ü", -5, true);
        String body = server.requests().get(0).body();
        assertTrue(body.contains("<methodName>supervisor.method</methodName>"), body);
        assertTrue(body.contains("<string>a&lt;b&gt;&amp;c&#13;\ufffdü</string>"), body);
        assertTrue(body.contains("<int>-5</int>"), body);
        assertTrue(body.contains("<boolean>1</boolean>"), body);
    }

    @Test
    void aFollowerHasAConnectionOfItsOwnAndCanBeInterrupted() throws Exception {
        serve(
                request ->
                        request.head().startsWith("GET")
                                ? Reply.of(
                                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                                + "3\r\nlog\r\n")
                                : Reply.document(ANSWER));
        client.call("getState");
        try (SupervisorClient.Follower log = client.follow("/logtail/web")) {
            byte[] buffer = new byte[10];
            int n = log.read(buffer);
            assertEquals("log", new String(buffer, 0, n, StandardCharsets.US_ASCII));
            log.interrupt();
            assertEquals(-1, log.read(buffer));
            assertTrue(log.isInterrupted());
        }
        assertEquals("fine", client.call("getState"));
        assertEquals(List.of(1, 2, 1), connections());
    }

    @Test
    void aConnectionThatIsStillBeingMadeIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "https://127.0.0.1:" + silent.getLocalPort();
            client = new SupervisorClient(ServerAddress.of(url), Optional.empty());
            CompletableFuture<Exception> end = new CompletableFuture<>();
            Thread calling =
                    new Thread(
                            () ->
                                    end.complete(
                                            assertThrows(
                                                    Exception.class,
                                                    () -> client.call("getState"))));
            calling.start();
            try (Socket asking = silent.accept()) {
                asking.getInputStream().read();
                client.abort("enough");
                assertInstanceOf(Aborted.class, end.get());
                assertEquals("enough", end.get().getMessage());
            }
        }
    }

    private List<Integer> connections() {
        return server.requests().stream().map(Request::connection).toList();
    }

    private void serve(Function<Request, Reply> replies) throws IOException {
        server = FakeHttpServer.onUnixSocket(folder.resolve("s"), replies);
        client = new SupervisorClient(ServerAddress.of(server.url()), Optional.empty());
    }
}
