package org.supervisord.common;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that came and were not dealt with yet, the first ones first. */
public final class ByteQueue {
    private static final int USUAL = 256;
    private static final int MOST_KEPT_EMPTY = 64 << 10;

    private byte[] bytes = new byte[USUAL];
    private int start;
    private int end;

    public int length() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    public byte at(int index) {
        return bytes[start + index];
    }

    /** Adds all bytes of a buffer. */
    public void add(ByteBuffer data) {
        int more = data.remaining();
        if (bytes.length - end < more) {
            makeRoom(more);
        }
        data.get(bytes, end, more);
        end += more;
    }

    private void makeRoom(int more) {
        int length = length();
        byte[] target = bytes;
        if (bytes.length < 2L * (length + more)) {
            target = new byte[Math.max(USUAL, Math.addExact(length, more) * 2)];
        }
        System.arraycopy(bytes, start, target, 0, length);
        bytes = target;
        start = 0;
        end = length;
    }

    public boolean startsWith(byte[] word) {
        return length() >= word.length
                && Arrays.equals(bytes, start, start + word.length, word, 0, word.length);
    }

    /** Where a byte is first found, from an index on; -1 if it is not there. */
    public int indexOf(byte wanted, int from) {
        for (int i = start + from; i < end; i++) {
            if (bytes[i] == wanted) {
                return i - start;
            }
        }
        return -1;
    }

    /** A copy of the first bytes. */
    public byte[] first(int count) {
        return Arrays.copyOfRange(bytes, start, start + count);
    }

    /** Takes away the first bytes. */
    public void skip(int count) {
        start += count;
        if (start == end) {
            clear();
        }
    }

    public void clear() {
        start = 0;
        end = 0;
        if (bytes.length > MOST_KEPT_EMPTY) {
            bytes = new byte[USUAL];
        }
    }
}
