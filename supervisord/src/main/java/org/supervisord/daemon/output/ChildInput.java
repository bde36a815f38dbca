package org.supervisord.daemon.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import org.supervisord.daemon.loop.EventLoop;

/**
 * The stdin of a child: takes at once what the pipe has room for, and the rest as there is more.
 */
public final class ChildInput {
    /** How many bytes may wait for a child that does not read. */
    public static final long MOST_WAITING = 64L << 20;

    private static final int PIECE = 64 << 10;

    private final Pipe.SinkChannel sink;
    private final SelectionKey key;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean open = true;

    /** The daemon's end of a pipe that a child reads. */
    public ChildInput(EventLoop loop, Pipe.SinkChannel sink) throws IOException {
        this.sink = sink;
        this.key = loop.register(sink, 0, ready -> flushWaiting());
    }

    /**
     * Writes to the child.
     *
     * @throws IOException when its stdin is closed, or when too much is waiting already
     */
    public void write(byte[] data) throws IOException {
        if (!open) {
            throw new IOException("stdin is closed");
        }
        if (waitingBytes + data.length > MOST_WAITING) {
            throw new IOException("more than " + MOST_WAITING + " bytes are waiting to be read");
        }
        waiting.add(ByteBuffer.wrap(data.clone()));
        waitingBytes += data.length;
        flush();
    }

    /** Closes the child's stdin; what was not written yet is dropped. */
    public void close() {
        if (open) {
            open = false;
            waiting.clear();
            waitingBytes = 0;
            try {
                sink.close();
            } catch (IOException ignored) {
                // the child has closed its end before
            }
        }
    }

    private void flushWaiting() {
        try {
            flush();
        } catch (IOException e) {
            // the child has closed its stdin; those who write later are told
        }
    }

    private void flush() throws IOException {
        try {
            while (!waiting.isEmpty()) {
                ByteBuffer next = waiting.peek();
                // the JDK copies a whole buffer before it writes a part of it
                int piece = Math.min(next.remaining(), PIECE);
                int written = sink.write(next.slice(next.position(), piece));
                next.position(next.position() + written);
                waitingBytes -= written;
                if (written < piece) {
                    break;
                }
                if (!next.hasRemaining()) {
                    waiting.remove();
                }
            }
            key.interestOps(waiting.isEmpty() ? 0 : SelectionKey.OP_WRITE);
        } catch (IOException e) {
            close();
            throw e;
        }
    }
}
