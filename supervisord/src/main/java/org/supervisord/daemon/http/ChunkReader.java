package org.supervisord.daemon.http;

import java.io.IOException;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Finds the data in a chunked body. Stricter than HttpCore's decoder, which takes signed sizes and
 * keeps trailers. Source: RFC 9112 §7.1.
 */
final class ChunkReader {
    private enum Next {
        SIZE,
        DATA,
        END_OF_DATA,
        TRAILER,
        NOTHING
    }

    private final InputBuffer input;
    private final int lineBytes;
    private final CharArrayBuffer line = new CharArrayBuffer(32);
    private Next next = Next.SIZE;
    private int left;

    /**
     * @param lineBytes around one chunk, or in the trailers, which are dropped
     */
    ChunkReader(InputBuffer input, int lineBytes) {
        this.input = input;
        this.lineBytes = lineBytes;
        input.allowLines(lineBytes);
    }

    /** Reads on to the next data; whether there is some in the input. */
    boolean advance() throws Refusal {
        while (true) {
            switch (next) {
                case DATA:
                    return input.hasData();
                case NOTHING:
                    return false;
                case SIZE:
                case END_OF_DATA:
                case TRAILER:
                    if (!readLine()) {
                        return false;
                    }
                    next = afterLine();
                    break;
            }
        }
    }

    boolean isComplete() {
        return next == Next.NOTHING;
    }

    /** Bytes of data to come until the chunk's end. */
    int left() {
        return left;
    }

    void took(int bytes) {
        left -= bytes;
        if (left == 0) {
            next = Next.END_OF_DATA;
            input.allowLines(lineBytes);
        }
    }

    private Next afterLine() throws Refusal {
        if (next == Next.SIZE) {
            left = size();
            return left == 0 ? Next.TRAILER : Next.DATA;
        }
        if (next == Next.TRAILER) {
            return line.isEmpty() ? Next.NOTHING : trailer();
        }
        if (!line.isEmpty()) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "chunk longer than announced");
        }
        return Next.SIZE;
    }

    private Next trailer() throws Refusal {
        int colon = line.indexOf(':');
        if (colon < 0 || !Syntax.isToken(line.substring(0, colon))) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "bad trailer field");
        }
        return Next.TRAILER;
    }

    private boolean readLine() throws Refusal {
        line.clear();
        try {
            return input.readLine(line, false);
        } catch (IOException tooLong) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "chunk " + tooLong.getMessage());
        }
    }

    private int size() throws Refusal {
        int end = line.indexOf(';');
        // blanks are allowed before an extension only
        String digits =
                end < 0 ? line.toString() : Syntax.withoutBlanksAtEnd(line.substring(0, end));
        if (!Syntax.isNumber(digits, 16) || digits.length() > 16) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "bad size of a chunk");
        }
        String significant = Syntax.withoutZeros(digits);
        if (significant.length() > 7) {
            throw new Refusal(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "chunk of " + digits);
        }
        return Integer.parseInt(significant, 16);
    }
}
