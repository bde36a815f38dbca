package org.supervisord.ctl.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.ctl.client.FakeHttpServer.Reply;
import org.supervisord.ctl.client.FakeHttpServer.Request;

@Timeout(60)
class HttpConnectionTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @TempDir private Path folder;
    private FakeHttpServer server;
    private HttpConnection connection;

    @AfterEach
    void close() throws IOException {
        if (connection != null) {
            connection.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void postsADocumentToAUnixSocket() throws Exception {
        serve(request -> Reply.document("<" + request.body() + ">"));
        assertEquals("<grün>", post("grün"));
        assertEquals(
                "POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nUser-Agent: supervisorctl\r\n"
                        + "Accept: */*\r\nContent-Type: text/xml\r\nContent-Length: 5\r\n\r\n",
                server.requests().get(0).head());
    }

    @Test
    void postsADocumentOverTcpAndNamesTheHostWithItsPort() throws Exception {
        server = FakeHttpServer.onTcp(request -> Reply.document("fine"));
        connect(Optional.empty());
        assertEquals("fine", post("hello"));
        String host = server.url().substring("http://".length());
        assertTrue(server.requests().get(0).head().contains("\r\nHost: " + host + "\r\n"));
    }

    @Test
    void oneConnectionServesManyRequests() throws Exception {
        serve(request -> Reply.document(request.body()));
        assertEquals("one", post("one"));
        assertEquals("", post(""));
        assertEquals("three", post("three"));
        assertEquals(
                List.of(1, 1, 1), server.requests().stream().map(Request::connection).toList());
    }

    @Test
    void theCredentialsAreSentWithEachRequest() throws Exception {
        server =
                FakeHttpServer.onUnixSocket(folder.resolve("s"), request -> Reply.document("fine"));
        connect(Optional.of(new HttpConnection.Credentials("grün", "a:b")));
        post("one");
        connection.get("/logtail").close();
        for (Request request : server.requests()) {
            assertTrue(
                    request.head().contains("\r\nAuthorization: Basic Z3LDvG46YTpi\r\n"),
                    request.head());
        }
        assertEquals(2, server.requests().size());
    }

    @Test
    void aPasswordIsNotShown() {
        var credentials = new HttpConnection.Credentials("user", "secret");
        assertFalse(credentials.toString().contains("secret"));
    }

    @Test
    void chunksAreJoined() throws Exception {
        serve(
                request ->
                        Reply.of(
                                OK
                                        + "Transfer-Encoding: Chunked\r\n\r\n"
                                        + "4\r\nab\r\n\r\nA;name=value\r\n0123456789\r\n"
                                        + "0\r\nTrailer: x\r\n\r\n"));
        assertEquals("ab\r\n0123456789", post(""));
        assertEquals("ab\r\n0123456789", post(""), "nothing is left over of the first answer");
    }

    @Test
    void anAnswerWithoutALengthEndsWithTheConnection() throws Exception {
        serve(request -> Reply.andClose("HTTP/1.0 200 OK\r\n\r\nall of it"));
        assertEquals("all of it", post(""));
    }

    @Test
    void aLogIsReadAsItComes() throws Exception {
        serve(request -> Reply.of(OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nlines\r\n"));
        InputStream log = connection.get("/logtail/web/stdout");
        byte[] begin = new byte[5];
        assertEquals(5, log.readNBytes(begin, 0, 5), "though the end never comes");
        assertEquals("lines", new String(begin, StandardCharsets.UTF_8));
        assertTrue(
                server.requests().get(0).head().startsWith("GET /logtail/web/stdout HTTP/1.1\r\n"));
    }

    @Test
    void namesInPathsAreSentAsTheyAreInUtf8() throws Exception {
        serve(request -> Reply.document("fine"));
        connection.get("/logtail/grün☃/stdout").close();
        // the head has a character for each byte
        byte[] head = server.requests().get(0).head().getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(
                new String(head, StandardCharsets.UTF_8)
                        .startsWith("GET /logtail/grün☃/stdout HTTP/1.1\r\n"));
    }

    @Test
    void whoIsNotKnownIsToldSo() throws Exception {
        serve(
                request ->
                        Reply.of(
                                "HTTP/1.1 401 Unauthorized\r\nContent-Length: 3\r\n"
                                        + "WWW-Authenticate: Basic realm=\"default\"\r\n\r\n401"));
        var e = assertThrows(HttpConnection.StatusException.class, () -> post(""));
        assertTrue(e.isUnauthorized());
        assertEquals("the server answered 401 Unauthorized", e.getMessage());
    }

    @Test
    void otherRefusalsAreToldByTheirStatus() throws Exception {
        serve(request -> Reply.of("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        var e = assertThrows(HttpConnection.StatusException.class, () -> connection.get("/x"));
        assertEquals(404, e.status());
        assertFalse(e.isUnauthorized());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "HTTP/1.1 2",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n"
            })
    void anAnswerThatIsCutOffOrIsNoneIsAnError(String answer) throws Exception {
        serve(request -> Reply.andClose(answer));
        IOException e = assertThrows(IOException.class, () -> post("hello"));
        assertFalse(e instanceof HttpConnection.StatusException);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 %s\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: %s\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n%s\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;%s\r\na\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: %s\r\n\r\n"
            })
    void whatSurroundsAnAnswerIsBounded(String answer) throws Exception {
        String filling = answer.contains("\n%s") ? "X: y\r\n".repeat(1001) : "x".repeat(70_000);
        serve(request -> Reply.andClose(answer.formatted(filling)));
        IOException e = assertThrows(IOException.class, () -> post("hello"));
        assertTrue(e.getMessage().endsWith("exceeded"), e.getMessage());
    }

    @Test
    void anEndlessAnswerIsAnError() throws Exception {
        String chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
        serve(request -> Reply.of(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(49)));
        IOException e = assertThrows(IOException.class, () -> post("hello"));
        assertEquals("the server's answer is longer than 48 MiB", e.getMessage());
    }

    @Test
    void aServerThatEndsTheConnectionUnansweredIsTold() throws Exception {
        serve(request -> Reply.andClose(""));
        IOException e = assertThrows(IOException.class, () -> post("hello"));
        assertInstanceOf(HttpConnection.Unanswered.class, e);
        assertEquals("the server has ended the connection", e.getMessage());
    }

    @Test
    void betweenAnswersItIsKnownWhetherTheServerHasEndedTheConnection() throws Exception {
        serve(
                request -> {
                    Reply whole = Reply.document(request.body());
                    return new Reply(whole.bytes(), request.body().equals("last"));
                });
        post("one");
        assertFalse(connection.isEnded());
        assertEquals("last", post("last"), "and looking takes nothing away");
        while (!connection.isEnded()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anAnswerThatWasBegunIsNotUnanswered() throws Exception {
        serve(request -> Reply.andClose(OK + "Content-Length: 9\r\n\r\nshort"));
        IOException e = assertThrows(IOException.class, () -> post("hello"));
        assertFalse(e instanceof HttpConnection.Unanswered);
    }

    private void serve(Function<Request, Reply> replies) throws IOException {
        server = FakeHttpServer.onUnixSocket(folder.resolve("s"), replies);
        connect(Optional.empty());
    }

    private void connect(Optional<HttpConnection.Credentials> credentials) throws IOException {
        connection = new HttpConnection(ServerAddress.of(server.url()), credentials);
        connection.connect();
    }

    private String post(String body) throws IOException {
        byte[] answer = connection.post("/RPC2", body.getBytes(StandardCharsets.UTF_8));
        return new String(answer, StandardCharsets.UTF_8);
    }
}
