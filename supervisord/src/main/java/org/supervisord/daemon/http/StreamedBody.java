package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes a body from its source piece by piece, through one buffer, chunked or as it is. */
final class StreamedBody {
    private static final int SIZE_LINE = 6;
    private static final byte[] END_OF_CHUNK = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final BodySource source;
    private final boolean chunked;
    private final ByteBuffer buffer;
    private boolean ended;

    /**
     * Nothing is taken yet.
     *
     * @param size of the buffer
     */
    StreamedBody(BodySource source, boolean chunked, int size) {
        this.buffer = ByteBuffer.allocate(size);
        this.source = source;
        this.chunked = chunked;
    }

    /** The next bytes to be sent, none when there are none now, or none any more. */
    ByteBuffer next() throws IOException {
        buffer.clear();
        if (ended) {
            return buffer.flip();
        }
        if (!chunked) {
            ended = source.read(buffer) < 0;
            return buffer.flip();
        }
        buffer.position(SIZE_LINE).limit(buffer.capacity() - END_OF_CHUNK.length);
        int count = source.read(buffer);
        if (count < 0) {
            ended = true;
            return buffer.clear().put(LAST_CHUNK).flip();
        }
        if (count == 0) {
            return buffer.limit(0).position(0);
        }
        buffer.limit(buffer.capacity()).put(END_OF_CHUNK).flip();
        byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int start = SIZE_LINE - size.length;
        buffer.put(start, size);
        return buffer.position(start);
    }

    /** What tells the client that there will be no more. */
    ByteBuffer last() {
        return ByteBuffer.wrap(chunked ? LAST_CHUNK : new byte[0]);
    }

    /** How much memory it takes. */
    int size() {
        return buffer.capacity();
    }

    boolean isWhole() {
        return source.isWhole();
    }

    boolean isEnded() {
        return ended;
    }

    void close() {
        source.close();
    }
}
