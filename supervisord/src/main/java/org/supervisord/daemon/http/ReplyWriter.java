package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.supervisord.daemon.wire.Wire;

/** The bytes of answers on their way to the client. */
final class ReplyWriter {
    /**
     * How much is offered to the client at a time: Java copies all that is offered, however little
     * of it is taken, and keeps a buffer of its own of as many bytes for good.
     */
    private static final int OFFERED = 128 << 10;

    /**
     * The most bytes of a body that go out together with the head, and of memory kept for heads.
     */
    private static final int SMALL = 8 << 10;

    /** About what the head of an answer to a call takes. */
    private static final int HEAD = 160;

    private static final ByteBuffer[] NOTHING = {};

    private final HttpDate date;
    private final Wire wire;
    private final StringBuilder head = new StringBuilder(HEAD);
    private ByteBuffer[] pending = NOTHING;
    private long sent;

    ReplyWriter(HttpDate date, Wire wire) {
        this.date = date;
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
        sent = 0;
        head.setLength(0);
        head.append(version).append(' ').append(response.status().code()).append(' ');
        head.append(response.status().reason()).append("\r\n");
        append("Server", "supervisord");
        append("Date", date.now());
        for (Headers.Field field : response.headers().fields()) {
            append(field.name(), field.value());
        }
        if (delimiting != null) {
            append(delimiting.name(), delimiting.value());
        }
        switch (ending) {
            case CLOSE -> append("Connection", "close");
            case KEEP_SAYING_SO -> append("Connection", "Keep-Alive");
            case KEEP -> {}
        }
        head.append("\r\n");
        put(head.toString().getBytes(StandardCharsets.ISO_8859_1), response, sendsBody);
        if (head.capacity() > SMALL) {
            head.setLength(0);
            head.trimToSize();
        }
    }

    /** Puts a small answer into one piece, which costs the kernel and the JDK less than several. */
    private void put(byte[] start, HttpResponse response, boolean sendsBody) {
        long length = sendsBody ? response.length() : 0;
        if (length <= SMALL) {
            ByteBuffer whole = ByteBuffer.allocate(start.length + (int) length).put(start);
            if (sendsBody) {
                response.body().forEach(whole::put);
            }
            append(whole.flip());
            return;
        }
        append(ByteBuffer.wrap(start));
        int first = pending.length;
        pending = Arrays.copyOf(pending, first + response.body().size());
        for (int i = first; i < pending.length; i++) {
            pending[i] = ByteBuffer.wrap(response.body().get(i - first));
        }
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
        sent += written;
        if (pending.length > 0 && !pending[pending.length - 1].hasRemaining() && !anyLeft()) {
            pending = NOTHING;
        }
        return written;
    }

    /** How many bytes the client has taken of the answer that was added last. */
    long sent() {
        return sent;
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

    private boolean anyLeft() {
        for (ByteBuffer buffer : pending) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    private void append(String name, String value) {
        // a value must never be able to begin a line of its own
        String oneLine = value.replace('\r', ' ').replace('\n', ' ');
        head.append(name).append(": ").append(oneLine).append("\r\n");
    }
}
