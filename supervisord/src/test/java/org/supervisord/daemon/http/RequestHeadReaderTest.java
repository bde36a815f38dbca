package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestHeadReaderTest {
    private static final String POST =
            "POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n";

    private final KnownHeads known = new KnownHeads(3);
    private final Connection connection = new Connection(known);

    /** What one client sends. */
    private static final class Connection {
        private final InputBuffer input = new InputBuffer(HttpLimits.LINE_BYTES);
        private final RequestHeadReader reader;

        Connection(KnownHeads known) {
            reader = new RequestHeadReader(input, HttpLimits.DEFAULT, known);
        }

        Connection receive(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertEquals(
                    bytes.length, input.fill(Channels.newChannel(new ByteArrayInputStream(bytes))));
            return this;
        }

        Optional<RequestHead> read() throws Refusal {
            return reader.read();
        }

        RequestHead next() throws Refusal {
            return read().orElseThrow();
        }
    }

    @Test
    void theSameHeadIsTakenApartOnce() throws Exception {
        connection.receive(POST + POST);
        RequestHead first = connection.next();
        assertEquals("POST /RPC2 HTTP/1.1", first.requestLine());
        assertSame(first, connection.next());
        assertEquals(Optional.empty(), connection.read());
        connection.receive(POST);
        assertSame(first, connection.next());
        assertSame(first, new Connection(known).receive(POST).next());
    }

    @Test
    void aHeadThatDiffersInOneByteIsAnotherOne() throws Exception {
        connection.receive(POST + POST.replace("3", "4") + POST);
        assertEquals(new BodyLength.Bytes(3), connection.next().length());
        assertEquals(new BodyLength.Bytes(4), connection.next().length());
        assertEquals(new BodyLength.Bytes(3), connection.next().length());
    }

    @Test
    void thoseThatHaveNotComeForLongestAreForgotten() throws Exception {
        List<RequestHead> read = new ArrayList<>();
        for (String length : List.of("1", "2", "3", "1", "4", "1", "3", "2")) {
            read.add(connection.receive(POST.replace("3", length)).next());
        }
        assertSame(read.get(0), read.get(3));
        assertSame(read.get(0), read.get(5));
        assertSame(read.get(2), read.get(6));
        assertNotSame(read.get(1), read.get(7));
        assertEquals(read.get(1), read.get(7));
    }

    @Test
    void largeHeadsAreNotKept() throws Exception {
        assertNotKept("X: " + "x".repeat(KnownHeads.LONGEST) + "\r\n");
        assertNotKept("X:\r\n".repeat(KnownHeads.MOST_FIELDS));
    }

    private void assertNotKept(String fields) throws Exception {
        String large = POST.replace("Host", fields + "Host");
        connection.receive(large + large);
        RequestHead first = connection.next();
        RequestHead second = connection.next();
        assertNotSame(first, second);
        assertEquals(first, second);
    }

    @Test
    void thoseWithPasswordsAreKeptFromOtherClients() throws Exception {
        String secret = POST.replace("Host", "authorization: Basic dTpw\r\nHost");
        connection.receive(secret + secret);
        RequestHead first = connection.next();
        assertSame(first, connection.next());
        RequestHead other = new Connection(known).receive(secret).next();
        assertNotSame(first, other);
        assertEquals(first, other);
    }

    @Test
    void whatFollowsAHeadThatIsKeptIsLookedAtAsAlways() throws Exception {
        connection.receive(POST).next();
        connection.receive(POST.substring(0, POST.length() - 2));
        assertEquals(Optional.empty(), connection.read());
        connection.receive("Content-Length: 4\r\n\r\n");
        assertThrows(Refusal.class, connection::read);
    }

    @Test
    void namesInPathsMayBeSentAsTheyAre() throws Exception {
        for (String name :
                List.of("voil\u00e0", "\u0430\u0440\u0445\u0438\u0432", "\u5165\u53e3")) {
            RequestHead head = connection.receive(POST.replace("RPC2", name)).next();
            assertEquals("/" + name, head.path());
        }
    }

    @Test
    void emptyLinesBehindARequestAreNoOther() throws Exception {
        connection.receive(POST).next();
        for (String piece : List.of("\r\n", "\r", "\n\r\n", "\r\n".repeat(100))) {
            assertEquals(Optional.empty(), connection.receive(piece).read());
            assertFalse(connection.reader.hasBegun());
            assertFalse(connection.reader.hasPart());
        }
        assertEquals("POST", connection.receive(POST).next().method());
    }

    /** However the bytes come, each head is what it is on a connection of its own. */
    @Test
    void manyHeadsInAnyPieces() throws Exception {
        List<String> heads =
                List.of(
                        POST,
                        POST.replace("3", "30"),
                        POST.replace("Host: x\r\n", ""),
                        POST.replace("Host", "Authorization: Basic eDp5\r\nHost"),
                        "\r\n" + POST,
                        "GET / HTTP/1.0\r\n\r\n",
                        "GET /a HTTP/1.0\r\nX: y\r\n\r\n");
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<RequestHead> expected = new ArrayList<>();
            StringBuilder sent = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                String head = heads.get(random.nextInt(1 + random.nextInt(heads.size())));
                sent.append(head);
                expected.add(new Connection(new KnownHeads(1)).receive(head).next());
            }
            List<RequestHead> got = new ArrayList<>();
            while (!sent.isEmpty()) {
                int piece = 1 + random.nextInt(Math.min(sent.length(), 150));
                connection.receive(sent.substring(0, piece));
                sent.delete(0, piece);
                connection.read().ifPresent(got::add);
            }
            for (var it = connection.read(); it.isPresent(); it = connection.read()) {
                got.add(it.get());
            }
            assertEquals(expected, got);
        }
    }
}
