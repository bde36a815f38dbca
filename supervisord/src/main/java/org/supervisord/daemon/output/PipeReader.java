package org.supervisord.daemon.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import org.supervisord.daemon.loop.EventLoop;

/** Reads one pipe of a child as bytes arrive, a bounded amount in each turn of the loop. */
public final class PipeReader {
    /** As much as a pipe holds unless somebody has made it larger, twice. */
    public static final int BUFFER_SIZE = 128 << 10;

    /** A child's last words are no longer than what its pipe can hold. */
    private static final int MOST_TO_DRAIN = 8 * BUFFER_SIZE;

    /** Takes the bytes of a pipe. */
    public interface Consumer {
        /** Takes all bytes of the buffer, which is used again afterwards. */
        void take(ByteBuffer data);

        /** Whether it had better be given no more for now. */
        default boolean isCongested() {
            return false;
        }

        /** Runs a task once, when it can be given more again. */
        default void whenRoom(Runnable task) {
            task.run();
        }

        /** There will be no more. */
        void end();
    }

    private final Pipe.SourceChannel source;
    private final ByteBuffer buffer;
    private final Consumer consumer;
    private final SelectionKey key;
    private boolean open = true;

    /**
     * Begins to read.
     *
     * @param buffer of {@link #BUFFER_SIZE}; may be shared by all readers of a loop
     */
    public PipeReader(
            EventLoop loop, Pipe.SourceChannel source, ByteBuffer buffer, Consumer consumer)
            throws IOException {
        this.source = source;
        this.buffer = buffer;
        this.consumer = consumer;
        this.key = loop.register(source, SelectionKey.OP_READ, ready -> readAndPause());
    }

    /** Takes what is there now. */
    public void drain() {
        int taken = 0;
        while (open && taken < MOST_TO_DRAIN) {
            int length = read();
            if (length <= 0) {
                return;
            }
            taken += length;
        }
    }

    /** Ends reading; the consumer is told. */
    public void close() {
        if (open) {
            open = false;
            try {
                source.close();
            } catch (IOException ignored) {
                // nothing was written to it
            }
            consumer.end();
        }
    }

    private void readAndPause() {
        read();
        if (open && consumer.isCongested()) {
            // whoever writes to the pipe is made to wait, as if the log were at its other end
            key.interestOps(0);
            consumer.whenRoom(this::goOn);
        }
    }

    private void goOn() {
        if (open) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private int read() {
        buffer.clear();
        int length;
        try {
            length = source.read(buffer);
        } catch (IOException e) {
            length = -1;
        }
        if (length > 0) {
            consumer.take(buffer.flip());
        } else if (length < 0) {
            close();
        }
        return length;
    }
}
