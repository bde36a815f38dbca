package org.supervisord.daemon.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Reads the body of one request. Memory is taken as bytes come, not as they are announced. */
final class BodyReader {
    private final InputBuffer input;
    private final BodyBudget budget;
    private final int most;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
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
        return body.toByteArray();
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
        if (body.size() + count > most) {
            throw new Refusal(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "body over " + most + " bytes");
        }
        budget.take(count);
        taken += count;
        byte[] piece = new byte[count];
        input.read(ByteBuffer.wrap(piece));
        body.writeBytes(piece);
        return count;
    }
}
