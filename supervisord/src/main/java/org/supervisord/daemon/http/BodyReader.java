package org.supervisord.daemon.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Reads the body of one request. Memory is taken as bytes come, not as they are announced. */
final class BodyReader {
    private final InputBuffer input;
    private final BodyBudget budget;
    private final int most;

    /** All that has come, as long as it is one piece. */
    private byte[] first = {};

    /** All that has come, once it is more than one piece; null before. */
    private ByteArrayOutputStream all;

    private final ChunkReader chunks;
    private long left;
    private long taken;

    BodyReader(InputBuffer input, BodyLength length, HttpLimits limits, BodyBudget budget) {
        this.input = input;
        this.budget = budget;
        this.most = limits.bodyBytes();
        if (length instanceof BodyLength.Chunked) {
            chunks = new ChunkReader(input, limits.headBytes());
        } else {
            chunks = null;
            left = length instanceof BodyLength.Bytes bytes ? bytes.count() : 0;
        }
    }

    /** Reads on; whether the body has come in full. */
    boolean read() throws Refusal {
        if (chunks == null) {
            left -= append(left);
            return left == 0;
        }
        while (chunks.advance()) {
            chunks.took(append(chunks.left()));
        }
        return chunks.isComplete();
    }

    byte[] bytes() {
        return all == null ? first : all.toByteArray();
    }

    /** To be called when nobody needs the body any longer. */
    void release() {
        budget.giveBack(taken);
        taken = 0;
    }

    private int append(long max) throws Refusal {
        int count = (int) Math.min(max, input.length());
        if (count == 0) {
            return 0;
        }
        if (taken + count > most) {
            throw new Refusal(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "body over " + most + " bytes");
        }
        budget.take(count);
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
