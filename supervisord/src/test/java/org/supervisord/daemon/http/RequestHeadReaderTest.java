package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

    private final InputBuffer input = new InputBuffer(HttpLimits.LINE_BYTES);
    private final RequestHeadReader reader = new RequestHeadReader(input, HttpLimits.DEFAULT);

    private void receive(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertEquals(
                bytes.length, input.fill(Channels.newChannel(new ByteArrayInputStream(bytes))));
    }

    private RequestHead next() throws Refusal {
        return reader.read().orElseThrow();
    }

    @Test
    void theSameHeadIsTakenApartOnce() throws Exception {
        receive(POST + POST);
        RequestHead first = next();
        assertEquals("POST /RPC2 HTTP/1.1", first.requestLine());
        assertSame(first, next());
        assertEquals(Optional.empty(), reader.read());
        receive(POST);
        assertSame(first, next());
    }

    @Test
    void aHeadThatDiffersInOneByteIsAnotherOne() throws Exception {
        receive(POST + POST.replace("3", "4") + POST);
        assertEquals(new BodyLength.Bytes(3), next().length());
        assertEquals(new BodyLength.Bytes(4), next().length());
        assertEquals(new BodyLength.Bytes(3), next().length());
    }

    @Test
    void longHeadsAreNotKept() throws Exception {
        String large = POST.replace("Host", "X: " + "x".repeat(1024) + "\r\nHost");
        receive(large + large);
        RequestHead first = next();
        RequestHead second = next();
        assertNotSame(first, second);
        assertEquals(first, second);
    }

    @Test
    void whatFollowsAHeadThatIsKeptIsLookedAtAsAlways() throws Exception {
        receive(POST);
        next();
        receive(POST.substring(0, POST.length() - 2));
        assertEquals(Optional.empty(), reader.read());
        receive("Content-Length: 4\r\n\r\n");
        assertThrows(Refusal.class, reader::read);
    }

    /** However the bytes come, each head is what it is on a connection of its own. */
    @Test
    void manyHeadsInAnyPieces() throws Exception {
        List<String> heads =
                List.of(
                        POST,
                        POST.replace("3", "30"),
                        POST.replace("Host: x\r\n", ""),
                        "\r\n" + POST,
                        "GET / HTTP/1.0\r\n\r\n",
                        "GET /a HTTP/1.0\r\nX: y\r\n\r\n");
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sent.add(heads.get(random.nextInt(1 + random.nextInt(heads.size()))));
            }
            String left = String.join("", sent);
            List<RequestHead> got = new ArrayList<>();
            while (!left.isEmpty()) {
                int piece = 1 + random.nextInt(Math.min(left.length(), 150));
                receive(left.substring(0, piece));
                left = left.substring(piece);
                reader.read().ifPresent(got::add);
            }
            for (Optional<RequestHead> it = reader.read(); it.isPresent(); it = reader.read()) {
                got.add(it.get());
            }
            List<RequestHead> expected = new ArrayList<>();
            for (String head : sent) {
                expected.add(alone(head));
            }
            assertEquals(expected, got);
        }
    }

    private static RequestHead alone(String head) throws Exception {
        RequestHeadReaderTest other = new RequestHeadReaderTest();
        other.receive(head);
        return other.next();
    }
}
