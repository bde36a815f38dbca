package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/** What a client sent and nobody has looked at yet. Of a fixed size, which bounds lines as well. */
final class InputBuffer implements SessionInputBuffer {
    private static final byte[] EMPTY_LINE = {'\r', '\n'};

    /** Holds what is unread between its position and limit, at all times. */
    private final ByteBuffer unread;

    private int lineBytesLeft = Integer.MAX_VALUE;

    InputBuffer(int capacity) {
        unread = ByteBuffer.allocate(capacity).limit(0);
    }

    /** From now on lines may have this many bytes together. */
    void allowLines(int bytes) {
        lineBytesLeft = bytes;
    }

    /** Whether lines were read since {@link #allowLines} was told this number. */
    boolean hasReadLines(int bytes) {
        return lineBytesLeft < bytes;
    }

    /** A copy of what is unread. */
    byte[] copy() {
        byte[] bytes = new byte[unread.remaining()];
        unread.get(unread.position(), bytes);
        return bytes;
    }

    /** The bytes that were read last. Nothing may have come since the first of them was read. */
    byte[] last(int count) {
        byte[] bytes = new byte[count];
        unread.get(unread.position() - count, bytes);
        return bytes;
    }

    /** Reads these bytes if they are what comes next; whether they are. */
    boolean skip(byte[] expected) {
        int start = unread.position();
        int end = start + expected.length;
        if (end > unread.limit()
                || !Arrays.equals(unread.array(), start, end, expected, 0, expected.length)) {
            return false;
        }
        unread.position(end);
        return true;
    }

    /** Passes over empty lines; whether anything else has come. */
    boolean hasMoreThanEmptyLines() {
        while (skip(EMPTY_LINE)) {
            // it says nothing
        }
        boolean mayBeOne = unread.remaining() == 1 && unread.get(unread.position()) == '\r';
        return unread.hasRemaining() && !mayBeOne;
    }

    boolean isFull() {
        return unread.remaining() == unread.capacity();
    }

    void clear() {
        unread.limit(0);
    }

    @Override
    public int length() {
        return unread.remaining();
    }

    @Override
    public boolean hasData() {
        return unread.hasRemaining();
    }

    @Override
    public int fill(ReadableByteChannel channel) throws IOException {
        unread.compact();
        try {
            return channel.read(unread);
        } finally {
            unread.flip();
        }
    }

    @Override
    public int read() {
        return unread.get() & 0xff;
    }

    @Override
    public int read(ByteBuffer into, int max) {
        int count = Math.min(max, Math.min(into.remaining(), unread.remaining()));
        if (count <= 0) {
            return 0;
        }
        into.put(unread.slice(unread.position(), count));
        unread.position(unread.position() + count);
        return count;
    }

    @Override
    public int read(ByteBuffer into) {
        return read(into, into.remaining());
    }

    @Override
    public int read(WritableByteChannel into, int max) throws IOException {
        int count = into.write(unread.slice(unread.position(), Math.min(max, unread.remaining())));
        unread.position(unread.position() + count);
        return count;
    }

    @Override
    public int read(WritableByteChannel into) throws IOException {
        return read(into, unread.remaining());
    }

    @Override
    public boolean readLine(CharArrayBuffer line, boolean endOfStream) throws IOException {
        int start = unread.position();
        int end = start;
        while (end < unread.limit() && unread.get(end) != '\n') {
            end++;
        }
        if (end == unread.limit()) {
            if (isFull()) {
                throw new MessageConstraintException("Line longer than " + unread.capacity());
            }
            return false;
        }
        lineBytesLeft -= end + 1 - start;
        if (lineBytesLeft < 0) {
            throw new MessageConstraintException("Lines too long together");
        }
        unread.position(end + 1);
        end--;
        if (end < start || unread.get(end) != '\r') {
            // where others see the end of a line, or don't, a request could be hidden
            throw new IOException("Line ends without CR");
        }
        if (start < end && (unread.get(start) == ' ' || unread.get(start) == '\t')) {
            // some take it for more of the line before
            throw new IOException("Line begins with a blank");
        }
        for (int i = start; i < end; i++) {
            line.append(checked((char) (unread.get(i) & 0xff)));
        }
        return true;
    }

    /** A lone CR or NUL ends a line or a word for some readers and not for others. */
    private static char checked(char c) throws IOException {
        if (c < ' ' && c != '\t' || c == 0x7f) {
            throw new IOException("Control character in a line");
        }
        return c;
    }
}
