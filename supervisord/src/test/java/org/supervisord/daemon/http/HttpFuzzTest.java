package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.supervisord.daemon.Mutations;
import org.supervisord.daemon.loop.ManualScheduler;

/**
 * Heads and bodies that are almost right. How long it runs is for {@code jqwik.tries.default} to
 * say; what it finds becomes a test beside it.
 */
class HttpFuzzTest {
    private static final HttpLimits LIMITS = limits(8_000);

    /** The simplest form of a head that is just short enough may be longer by some blanks. */
    private static final HttpLimits ROOMIER = limits(16_000);

    private static final BodyRoom.Sender NOBODY =
            new BodyRoom.Sender() {
                @Override
                public void roomCame() {
                    // there is always room
                }

                @Override
                public void keepsOthersWaiting() {
                    // nobody else is there
                }
            };

    private static final Mutations MUTATIONS =
            new Mutations(
                    List.of(
                            "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                            "POST /RPC2 HTTP/1.1\r\nContent-Length: 4\r\n\r\n<x/>",
                            "POST /RPC2 HTTP/1.0\r\nContent-Length: 04\r\n"
                                    + "Connection: keep-alive\r\n\r\n<x/>",
                            "POST /RPC2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + "4\r\n<x/>\r\n0\r\n\r\n",
                            "POST /RPC2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + "1;a=b\r\n<\r\nA\r\n0123456789\r\n000\r\nX: y\r\n\r\n",
                            "HEAD http://a:9001/x%20y?a=b HTTP/1.1\r\nExpect: 100-continue\r\n\r\n",
                            "\r\n\r\nOPTIONS * HTTP/1.1\r\nX: \t y \r\nX:\r\n\r\n"),
                    List.of(
                            "\r\n",
                            "\n",
                            "\r",
                            "\0",
                            " ",
                            ":",
                            ";",
                            "0\r\n\r\n",
                            "\r\n\r\n",
                            "Content-Length: 4\r\n",
                            "Content-Length: +4\r\n",
                            "Content-Length: 4, 4\r\n",
                            "Content-Length : 4\r\n",
                            "Transfer-Encoding: chunked\r\n",
                            "Transfer-Encoding: gzip, chunked\r\n",
                            "transfer-encoding: Chunked\r\n",
                            " chunked\r\n",
                            "HTTP/1.1",
                            "HTTP/0.9",
                            "HTTP/2.0",
                            "99999999999999999999",
                            "ffffffff",
                            "7fffffff",
                            "-1",
                            "%",
                            "%00",
                            "é"));

    private static HttpLimits limits(int headBytes) {
        return new HttpLimits(
                1,
                headBytes,
                5_000,
                1 << 20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
    }

    @Provide
    Arbitrary<byte[]> messages() {
        return MUTATIONS.messages();
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    /** A byte more or less in a packet must not change what is understood. */
    @Property(shrinking = ShrinkingMode.OFF)
    void howTheBytesArriveDoesNotMatter(
            @ForAll("messages") byte[] message, @ForAll("seeds") long seed) {
        Random random = new Random(seed);
        List<String> atOnce = understood(message, message.length);
        assertEquals(atOnce, understood(message, 1), () -> text(message));
        assertEquals(atOnce, understood(message, 1 + random.nextInt(100)), () -> text(message));
    }

    /** What is understood is what a careful sender would have written in its simplest form. */
    @Property(shrinking = ShrinkingMode.OFF)
    void whatIsUnderstoodIsUnderstoodAgain(@ForAll("messages") byte[] message) {
        Parsing parsing = new Parsing(message, message.length, LIMITS);
        parsing.run();
        for (HttpRequest request : parsing.requests) {
            assertTrue(request.body().length <= LIMITS.bodyBytes(), () -> text(message));
            if (request.headers().fields().size() == HttpLimits.FIELDS) {
                // there is no room for the field that tells the length
                continue;
            }
            byte[] simple = simplest(request);
            Parsing again = new Parsing(simple, simple.length, ROOMIER);
            again.run();
            assertEquals(
                    List.of(describe(request)),
                    again.requests.stream().map(HttpFuzzTest::describe).toList(),
                    () -> text(message));
        }
    }

    private static byte[] simplest(HttpRequest request) {
        StringBuilder head =
                new StringBuilder(request.method() + " /x " + request.version() + "\r\n");
        for (Headers.Field field : request.headers().fields()) {
            if (!field.name().equalsIgnoreCase("Transfer-Encoding")
                    && !field.name().equalsIgnoreCase("Content-Length")) {
                head.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
        }
        head.append("Content-Length: ").append(request.body().length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(start, start.length + request.body().length);
        System.arraycopy(request.body(), 0, all, start.length, request.body().length);
        return all;
    }

    /** Without the path and how long the body was said to be. */
    private static String describe(HttpRequest request) {
        List<Headers.Field> fields =
                request.headers().fields().stream()
                        .filter(
                                field ->
                                        !field.name().equalsIgnoreCase("Transfer-Encoding")
                                                && !field.name().equalsIgnoreCase("Content-Length"))
                        .toList();
        return request.method()
                + request.version()
                + fields
                + new String(request.body(), StandardCharsets.ISO_8859_1);
    }

    private static List<String> understood(byte[] message, int piece) {
        Parsing parsing = new Parsing(message, piece, LIMITS);
        parsing.run();
        List<String> all = new ArrayList<>();
        for (HttpRequest request : parsing.requests) {
            all.add(request.path() + request.query() + describe(request));
        }
        all.add(parsing.end);
        return all;
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1)
                .replace("\r", "\\r")
                .replace("\n", "\\n\n");
    }

    /** What a connection would make of the bytes. */
    private static final class Parsing {
        private final List<HttpRequest> requests = new ArrayList<>();
        private final InputBuffer input = new InputBuffer(HttpLimits.LINE_BYTES);
        private final HttpLimits limits;
        private final RequestHeadReader heads;
        private final BodyRoom room =
                new BodyRoom(LIMITS.bodyBytes(), LIMITS.bodyBytesOfAll(), new ManualScheduler());
        private final Pieces pieces;
        private RequestHead head;
        private BodyReader body;
        private String end = "incomplete";

        Parsing(byte[] message, int piece, HttpLimits limits) {
            this.limits = limits;
            this.heads = new RequestHeadReader(input, limits, new KnownHeads(2));
            this.pieces = new Pieces(message, Math.max(1, piece));
        }

        void run() {
            try {
                boolean moved = true;
                while (moved) {
                    moved = step() || !input.isFull() && input.fill(pieces) > 0;
                }
            } catch (Refusal refusal) {
                end = refusal.status().toString();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private boolean step() throws Refusal {
            if (head == null) {
                Optional<RequestHead> read = heads.read();
                if (read.isEmpty()) {
                    return false;
                }
                head = read.get();
                body =
                        new BodyReader(
                                input,
                                head.length(),
                                limits,
                                limits.bodyBytes(),
                                room.share(NOBODY));
            }
            if (!body.read()) {
                return false;
            }
            requests.add(head.withBody(body.bytes()));
            body.release();
            head = null;
            return true;
        }
    }

    /** Gives the bytes in pieces. */
    private static final class Pieces implements ReadableByteChannel {
        private final ByteBuffer left;
        private final int piece;

        Pieces(byte[] bytes, int piece) {
            this.left = ByteBuffer.wrap(bytes);
            this.piece = piece;
        }

        @Override
        public int read(ByteBuffer into) {
            int count = Math.min(piece, Math.min(into.remaining(), left.remaining()));
            into.put(left.slice(left.position(), count));
            left.position(left.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
