package org.supervisord.daemon.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.Transfer;

/**
 * The stdin of a child: takes at once what the pipe has room for, and the rest as there is more.
 */
public final class ChildInput {
    /** How many bytes may wait for a child that does not read. */
    public static final long MOST_WAITING = 64L << 20;

    /** How many bytes may wait for all children together. */
    public static final long MOST_WAITING_FOR_ALL = 96L << 20;

    private static final int PIECE = 64 << 10;

    /** What waits for all children of a daemon. To be used on the loop's thread alone. */
    public static final class Total {
        private long bytes;

        /** How many they are, in bytes. */
        public long bytes() {
            return bytes;
        }

        void add(long more) {
            bytes += more;
        }
    }

    private final Total total;
    private final Pipe.SinkChannel sink;
    private final SelectionKey key;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private final Deque<Offer> offers = new ArrayDeque<>();
    private long waitingBytes;
    private boolean open = true;

    /** Bytes whose owner wants to know how many of them the pipe has taken. */
    private record Offer(ByteBuffer data, CompletableFuture<Integer> taken) {}

    /** The daemon's end of a pipe that a child reads. */
    public ChildInput(EventLoop loop, Pipe.SinkChannel sink, Total total) throws IOException {
        this.total = total;
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
        if (total.bytes + data.length > MOST_WAITING_FOR_ALL) {
            throw new IOException(
                    "more than " + MOST_WAITING_FOR_ALL + " bytes are waiting for all programs");
        }
        ByteBuffer left = ByteBuffer.wrap(data);
        waiting.add(left);
        count(data.length);
        flush();
        if (left.hasRemaining()) {
            // the caller may use its array again
            ByteBuffer copy = ByteBuffer.allocate(left.remaining()).put(left).flip();
            waiting.removeLast();
            waiting.add(copy);
        }
    }

    /**
     * Goes on with what a former program has left to be written. The loop does it once it runs, and
     * nothing is written before: until all is taken over, another program may have to begin anew.
     */
    public void resume(byte[] left) {
        if (left.length > 0) {
            waiting.add(ByteBuffer.wrap(left));
            count(left.length);
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    /**
     * Writes as many bytes as the pipe has room for, as soon as it has room for one of them and
     * nothing that was written before waits any more. The rest is not kept: nothing piles up here.
     *
     * @return how many it was; fails with an IOException when the child's stdin is closed. Once it
     *     is completed by somebody else, nothing of the data will be written
     */
    public CompletableFuture<Integer> offer(byte[] data) {
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        if (!open) {
            taken.completeExceptionally(new IOException("stdin is closed"));
            return taken;
        }
        offers.add(new Offer(ByteBuffer.wrap(data), taken));
        flushWaiting();
        return taken;
    }

    /** What another program needs to go on with it; empty when it is closed. */
    public Optional<InputSnapshot> snapshot(Keeper keeper) throws IOException {
        if (!open) {
            return Optional.empty();
        }
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (ByteBuffer buffer : waiting) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(buffer.position(), bytes);
            rest.writeBytes(bytes);
        }
        return Optional.of(new InputSnapshot(keeper.keep(sink), rest.toByteArray()));
    }

    /** Closes the child's stdin; what was not written yet is dropped. */
    public void close() {
        if (open) {
            open = false;
            waiting.clear();
            count(-waitingBytes);
            offers.forEach(
                    it -> it.taken.completeExceptionally(new IOException("stdin is closed")));
            offers.clear();
            try {
                sink.close();
            } catch (IOException ignored) {
                // the child has closed its end before
            }
        }
    }

    private void count(long bytes) {
        waitingBytes += bytes;
        total.add(bytes);
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
                int written = Transfer.write(sink, next.slice(next.position(), piece));
                next.position(next.position() + written);
                count(-written);
                if (written < piece) {
                    break;
                }
                if (!next.hasRemaining()) {
                    waiting.remove();
                }
            }
            if (waiting.isEmpty()) {
                flushOffers();
            }
            key.interestOps(waiting.isEmpty() && offers.isEmpty() ? 0 : SelectionKey.OP_WRITE);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void flushOffers() throws IOException {
        // who is told may write at once, and what waits then comes before the other offers
        while (waiting.isEmpty() && !offers.isEmpty()) {
            Offer next = offers.peek();
            if (!next.taken.isDone()) {
                int count = Transfer.write(sink, next.data);
                if (count == 0 && next.data.hasRemaining()) {
                    return;
                }
                offers.remove();
                next.taken.complete(count);
            } else {
                offers.remove();
            }
        }
    }
}
