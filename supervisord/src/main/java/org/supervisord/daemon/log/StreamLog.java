package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.Timer;
import org.supervisord.daemon.posix.FileError;
import org.supervisord.daemon.posix.OutputDescriptor;

/**
 * A log that is no plain file: the daemon's own standard output, a FIFO, a terminal. It is never
 * rotated or removed, and the daemon never waits for it. What its reader does not take at once
 * waits in a queue, and those who write are asked to write less; when the reader takes nothing for
 * a while, what waits is dropped and counted, and so is all that follows until it reads again.
 */
final class StreamLog implements LogSink {
    /** With more than this in the queue it is congested, in bytes. */
    static final int ROOM = 256 << 10;

    /** More than this never waits, in bytes. */
    static final int MOST_WAITING = 8 << 20;

    /** How long a reader may take nothing, unless there is a reason for another time. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** At the end of the daemon a reader may pause for so long. */
    private static final int LAST_PAUSE_MILLIS = 1000;

    /** At the end of the daemon it may take so long altogether. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(10);

    private static final Timer NO_TIMER = () -> {};

    /** Where the descriptor comes from. */
    interface Source {
        OutputDescriptor open() throws IOException;
    }

    private final String name;
    private final Source source;
    private final EventLoop loop;
    private final Duration patience;
    private final Consumer<String> trouble;

    private Optional<OutputDescriptor> descriptor = Optional.empty();
    private Optional<SelectionKey> watch = Optional.empty();
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private final List<Runnable> whenRoom = new ArrayList<>();
    private Timer givingUp = NO_TIMER;
    private long waitingBytes;
    private long lost;

    /** Whether it is not written to at the moment, so that what comes is dropped. */
    private boolean inTrouble;

    /** Whether it is to be closed as soon as nothing waits. */
    private boolean closing;

    /**
     * A log that is not open yet.
     *
     * @param name what it is called when there is trouble
     * @param patience how long its reader may take nothing
     * @param trouble told in one line when it can't be written, and when it can be again
     */
    StreamLog(
            String name,
            Source source,
            EventLoop loop,
            Duration patience,
            Consumer<String> trouble) {
        this.patience = patience;
        this.name = name;
        this.source = source;
        this.loop = loop;
        this.trouble = trouble;
    }

    /** How many bytes could not be written so far. */
    long lost() {
        return lost;
    }

    private void connect() throws IOException {
        closing = false;
        if (descriptor.isEmpty()) {
            descriptor = Optional.of(source.open());
        }
    }

    @Override
    public void write(ByteBuffer data) {
        try {
            connect();
            if (waiting.isEmpty()) {
                int before = data.remaining();
                descriptor.orElseThrow().write(data);
                if (data.remaining() < before) {
                    worksAgain();
                }
            }
            if (data.hasRemaining()) {
                keepWaiting(data);
            }
        } catch (IOException e) {
            drop(data);
            fail(FileError.text(e));
        }
    }

    private void keepWaiting(ByteBuffer data) throws IOException {
        if (inTrouble || waitingBytes + data.remaining() > MOST_WAITING) {
            drop(data);
            return;
        }
        if (waiting.isEmpty()) {
            watch(SelectionKey.OP_WRITE);
            givingUp = loop.after(patience, () -> fail("nobody reads it"));
        }
        waitingBytes += data.remaining();
        waiting.add(ByteBuffer.allocate(data.remaining()).put(data).flip());
    }

    private void watch(int ops) throws IOException {
        if (watch.isEmpty()) {
            Pipe.SinkChannel channel = descriptor.orElseThrow().watch();
            watch = Optional.of(loop.register(channel, 0, ready -> writeWaiting()));
        }
        watch.get().interestOps(ops);
    }

    private void writeWaiting() {
        try {
            boolean progress = false;
            while (!waiting.isEmpty()) {
                ByteBuffer next = waiting.getFirst();
                int before = next.remaining();
                descriptor.orElseThrow().write(next);
                progress |= next.remaining() < before;
                waitingBytes -= before - next.remaining();
                if (next.hasRemaining()) {
                    break;
                }
                waiting.removeFirst();
            }
            if (waiting.isEmpty() && closing) {
                shut();
            } else if (waiting.isEmpty()) {
                givingUp.cancel();
                watch(0);
            } else if (progress) {
                givingUp.cancel();
                givingUp = loop.after(patience, () -> fail("nobody reads it"));
            }
            tellRoom();
        } catch (IOException e) {
            fail(FileError.text(e));
        }
    }

    private void worksAgain() {
        if (inTrouble) {
            inTrouble = false;
            trouble.accept("log " + name + " can be written again, " + lost + " bytes lost");
        }
    }

    private void fail(String why) {
        waiting.forEach(this::drop);
        shut();
        if (!inTrouble) {
            inTrouble = true;
            trouble.accept("can't write log " + name + ": " + why + "; what comes is dropped");
        }
        tellRoom();
    }

    private void drop(ByteBuffer data) {
        lost += data.remaining();
        data.position(data.limit());
    }

    @Override
    public boolean isCongested() {
        return waitingBytes > ROOM;
    }

    @Override
    public void whenRoom(Runnable task) {
        whenRoom.add(task);
        tellRoom();
    }

    private void tellRoom() {
        if (!isCongested() && !whenRoom.isEmpty()) {
            List<Runnable> told = List.copyOf(whenRoom);
            whenRoom.clear();
            told.forEach(Runnable::run);
        }
    }

    @Override
    public void reopen() {
        close();
    }

    /** Writes what waits, for as long as it is taken; for the end of the daemon. */
    void flush() {
        long end = System.nanoTime() + LAST_PATIENCE.toNanos();
        while (!waiting.isEmpty()
                && System.nanoTime() - end < 0
                && descriptor.orElseThrow().awaitWritable(LAST_PAUSE_MILLIS)) {
            writeWaiting();
        }
    }

    /** What waits is written nevertheless, if its reader takes it. */
    @Override
    public void close() {
        closing = true;
        if (waiting.isEmpty()) {
            shut();
        }
    }

    private void shut() {
        givingUp.cancel();
        waiting.clear();
        waitingBytes = 0;
        watch.ifPresent(
                key -> {
                    try {
                        key.channel().close();
                    } catch (IOException e) {
                        // it is a second handle, on which nothing was written
                    }
                });
        watch = Optional.empty();
        descriptor.ifPresent(OutputDescriptor::close);
        descriptor = Optional.empty();
    }
}
