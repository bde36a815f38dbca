package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that are refused, as nobody can be sure what they mean or whom they come from. */
class HttpServerRefusalTest extends HttpServerBench {
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
}
