package org.supervisord.daemon.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Reads the body of one request. Memory is taken as bytes come, not as they are announced. */
final class BodyReader {
    private final InputBuffer input;
    private final BodyRoom.Share share;
    private final int most;

    /** All that has come, as long as it is one piece. */
    private byte[] first = {};

    /** All that has come, once it is more than one piece; null before. */
    private ByteArrayOutputStream all;

    private final ChunkReader chunks;
    private long left;
    private long taken;

    BodyReader(
            InputBuffer input,
            BodyLength length,
            HttpLimits limits,
            int most,
            BodyRoom.Share share) {
        this.input = input;
        this.share = share;
        this.most = Math.min(most, limits.bodyBytes());
        if (length instanceof BodyLength.Chunked) {
            chunks = new ChunkReader(input, limits.headBytes());
        } else {
            chunks = null;
            left = length instanceof BodyLength.Bytes bytes ? bytes.count() : 0;
        }
    }

    /** Reads on; whether the body has come in full. */
    boolean read() throws Refusal {
        boolean complete = chunks == null ? readPlain() : readChunks();
        if (complete) {
            share.complete();
        }
        return complete;
    }

    private boolean readPlain() throws Refusal {
        left -= append(left);
        return left == 0;
    }

    private boolean readChunks() throws Refusal {
        int count = 1;
        while (count > 0 && chunks.advance()) {
            count = append(chunks.left());
            chunks.took(count);
        }
        return chunks.isComplete();
    }

    /** Whether it can't be read on before others make room. */
    boolean waitsForRoom() {
        return share.isWaiting();
    }

    /** How many bytes have come. */
    long taken() {
        return taken;
    }

    byte[] bytes() {
        return all == null ? first : all.toByteArray();
    }

    /** To be called when nobody needs the body any longer. */
    void release() {
        share.release();
    }

    private int append(long max) throws Refusal {
        int count = (int) Math.min(max, input.length());
        if (count == 0) {
            return 0;
        }
        if (taken + count > most) {
            throw new Refusal(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "body over " + most + " bytes");
        }
        if (!share.take(count)) {
            return 0;
        }
        taken += count;
        byte[] piece = new byte[count];
        input.read(ByteBuffer.wrap(piece));
        put(piece);
        return count;
    }

    private void put(byte[] piece) {
        if (all == null && first.length == 0) {
            first = piece;
            return;
        }
        if (all == null) {
            all = new ByteArrayOutputStream(first.length + piece.length);
            all.writeBytes(first);
            first = new byte[0];
        }
        all.writeBytes(piece);
    }
}
