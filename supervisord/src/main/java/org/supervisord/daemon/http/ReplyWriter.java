package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.supervisord.daemon.loop.Clock;

/** The bytes of answers on their way to the client. */
final class ReplyWriter {
    /** The form of dates in HTTP. Source: RFC 9110 §5.6.7. */
    static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /**
     * How much is offered to the client at a time: Java copies all that is offered, however little
     * of it is taken, and keeps a buffer of its own of as many bytes for good.
     */
    private static final int OFFERED = 128 << 10;

    private static final ByteBuffer[] NOTHING = {};

    private final Clock clock;
    private final Wire wire;
    private ByteBuffer[] pending = NOTHING;
    private long dateSecond;
    private String date;

    ReplyWriter(Clock clock, Wire wire) {
        this.clock = clock;
        this.wire = wire;
    }

    /** Takes an interim answer that asks for the body. */
    void addContinue() {
        pending =
                new ByteBuffer[] {
                    ByteBuffer.wrap(
                            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                };
    }

    /**
     * Takes an answer.
     *
     * @param delimiting the field that tells where the body ends, null when the end of the
     *     connection tells it
     * @param sendsBody false in answer to HEAD
     */
    void add(
            HttpVersion version,
            HttpResponse response,
            Headers.Field delimiting,
            Ending ending,
            boolean sendsBody) {
        StringBuilder head = new StringBuilder(256);
        head.append(version).append(' ').append(response.status().code()).append(' ');
        head.append(response.status().reason()).append("\r\n");
        append(head, "Server", "supervisord");
        append(head, "Date", date());
        for (Headers.Field field : response.headers().fields()) {
            append(head, field.name(), field.value());
        }
        if (delimiting != null) {
            append(head, delimiting.name(), delimiting.value());
        }
        switch (ending) {
            case CLOSE -> append(head, "Connection", "close");
            case KEEP_SAYING_SO -> append(head, "Connection", "Keep-Alive");
            case KEEP -> {}
        }
        head.append("\r\n");
        ByteBuffer bytes = ByteBuffer.wrap(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer unsent = pending.length == 0 ? ByteBuffer.allocate(0) : pending[0];
        List<ByteBuffer> all = new ArrayList<>(List.of(unsent, bytes));
        if (sendsBody) {
            response.body().forEach(piece -> all.add(ByteBuffer.wrap(piece)));
        }
        pending = all.toArray(NOTHING);
    }

    /** What becomes of the connection after an answer. */
    enum Ending {
        CLOSE,
        KEEP,
        KEEP_SAYING_SO
    }

    /** Takes bytes of a streamed body, which must not change until they are written. */
    void add(ByteBuffer bytes) {
        pending = new ByteBuffer[] {bytes};
    }

    /** Takes bytes that come behind all others. */
    void append(ByteBuffer bytes) {
        pending = Arrays.copyOf(pending, pending.length + 1);
        pending[pending.length - 1] = bytes;
    }

    boolean isEmpty() {
        return pending.length == 0 && !wire.hasUnsent();
    }

    /** Writes what the client takes at present; returns how many bytes that was. */
    long write() throws IOException {
        if (isEmpty()) {
            return 0;
        }
        long written = offer();
        if (pending.length > 0 && !pending[pending.length - 1].hasRemaining() && !anyLeft()) {
            pending = NOTHING;
        }
        return written;
    }

    private long offer() throws IOException {
        int first = 0;
        while (first < pending.length && !pending[first].hasRemaining()) {
            first++;
        }
        int left = OFFERED;
        int end = first;
        while (end < pending.length && pending[end].remaining() <= left) {
            left -= pending[end].remaining();
            end++;
        }
        if (end == pending.length || left == 0) {
            return wire.write(pending, first, end - first);
        }
        ByteBuffer last = pending[end];
        int limit = last.limit();
        last.limit(last.position() + left);
        try {
            return wire.write(pending, first, end + 1 - first);
        } finally {
            last.limit(limit);
        }
    }

    /** It is told with each answer, and changes once a second. */
    private String date() {
        long second = Math.floorDiv(clock.wallMillis(), 1000);
        if (date == null || second != dateSecond) {
            dateSecond = second;
            date = DATE.format(Instant.ofEpochSecond(second));
        }
        return date;
    }

    private boolean anyLeft() {
        for (ByteBuffer buffer : pending) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    private static void append(StringBuilder head, String name, String value) {
        // a value must never be able to begin a line of its own
        String oneLine = value.replace('\r', ' ').replace('\n', ' ');
        head.append(name).append(": ").append(oneLine).append("\r\n");
    }
}
