package org.supervisord.daemon.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A row of bytes that grows. */
final class Bytes {
    private byte[] bytes = new byte[256];
    private int length;

    int length() {
        return length;
    }

    void add(byte[] more) {
        if (length + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + more.length));
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    int read(long from, ByteBuffer target) {
        if (from >= length) {
            return -1;
        }
        int count = Math.min(target.remaining(), length - (int) from);
        target.put(bytes, (int) from, count);
        return count;
    }

    byte[] all() {
        return Arrays.copyOf(bytes, length);
    }

    void clear() {
        length = 0;
    }

    void truncate(int size) {
        length = Math.min(length, size);
    }
}
