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
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.Timer;
import org.supervisord.daemon.posix.FileError;
import org.supervisord.daemon.posix.Outlet;
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

    /** How it is opened. */
    interface Source {
        Outlet open() throws IOException;

        /** Whether what can't be opened for this reason may be there later, as a reader may. */
        default boolean mayWorkLater(IOException why) {
            return true;
        }
    }

    private final String name;
    private final Source source;
    private final EventLoop loop;
    private final Duration patience;
    private final Consumer<String> trouble;

    private Optional<Outlet> outlet = Optional.empty();
    private Optional<SelectionKey> watch = Optional.empty();
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private final List<Runnable> whenRoom = new ArrayList<>();
    private Timer givingUp = NO_TIMER;
    private long waitingBytes;
    private long lost;

    /** Whether it is not written to at the moment, so that what comes is dropped. */
    private boolean inTrouble;

    /** Whether it was opened once more, and has taken nothing since. */
    private boolean openedAgain;

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

    /** How many bytes its reader has not taken. */
    long waitingBytes() {
        return waitingBytes;
    }

    /** What another program needs to go on with it. */
    LogSnapshot snapshot(Keeper keeper) {
        List<byte[]> rest = new ArrayList<>();
        for (ByteBuffer buffer : waiting) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(buffer.position(), bytes);
            rest.add(bytes);
        }
        OptionalInt descriptor = OptionalInt.empty();
        if (outlet.isPresent()) {
            descriptor = outlet.get().inheritable();
            descriptor.ifPresent(keeper::keep);
        }
        return new LogSnapshot(name, descriptor, LogSnapshot.Due.NOTHING, lost, inTrouble, 0, rest);
    }

    /**
     * Goes on where a former program was; to be called before it is used. What waits is written by
     * the loop once it runs, and not before: until all is taken over, another program may have to
     * begin anew.
     */
    void resume(LogSnapshot former, Inheritance inheritance) throws IOException {
        lost = former.lost();
        inTrouble = former.inTrouble();
        if (former.descriptor().isPresent()) {
            int descriptor = inheritance.taken(former.descriptor().getAsInt());
            outlet = Optional.of(OutputDescriptor.ours(descriptor));
        }
        for (byte[] it : former.waiting()) {
            waiting.add(ByteBuffer.wrap(it));
            waitingBytes += it.length;
        }
        if (!waiting.isEmpty()) {
            beginPatience();
            loop.post(this::writeWaiting);
        }
    }

    private void connect() throws IOException {
        if (outlet.isEmpty()) {
            outlet = Optional.of(source.open());
        }
    }

    @Override
    public void open() throws IOException {
        try {
            connect();
        } catch (IOException e) {
            if (!source.mayWorkLater(e)) {
                throw e;
            }
        }
    }

    @Override
    public void write(ByteBuffer data) {
        closing = false;
        boolean progress = false;
        try {
            progress = waiting.isEmpty() && send(data);
            if (data.hasRemaining()) {
                keepWaiting(data);
            }
        } catch (IOException e) {
            drop(data);
            fail(FileError.text(e));
        }
        if (progress && inTrouble) {
            inTrouble = false;
            trouble.accept("log " + name + " can be written again, " + lost + " bytes lost");
        }
    }

    /**
     * Writes what is taken at once, if need be to a newly opened outlet; answers whether any is.
     */
    private boolean send(ByteBuffer data) throws IOException {
        int before = data.remaining();
        try {
            connect();
            outlet.orElseThrow().write(data);
        } catch (IOException e) {
            if (openedAgain) {
                throw e;
            }
            openedAgain = true;
            disconnect();
            connect();
            outlet.orElseThrow().write(data);
        }
        boolean progress = data.remaining() < before;
        openedAgain &= !progress;
        return progress;
    }

    private void keepWaiting(ByteBuffer data) throws IOException {
        if (inTrouble || waitingBytes + data.remaining() > MOST_WAITING) {
            drop(data);
            return;
        }
        if (waiting.isEmpty()) {
            watch(SelectionKey.OP_WRITE);
            beginPatience();
        }
        waitingBytes += data.remaining();
        waiting.add(ByteBuffer.allocate(data.remaining()).put(data).flip());
    }

    private void watch(int ops) throws IOException {
        if (watch.isEmpty() && ops == 0) {
            return;
        }
        if (watch.isEmpty()) {
            Pipe.SinkChannel channel = outlet.orElseThrow().watch();
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
                progress |= send(next);
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
            } else {
                watch(SelectionKey.OP_WRITE);
                if (progress) {
                    beginPatience();
                }
            }
            tellRoom();
        } catch (IOException e) {
            fail(FileError.text(e));
        }
    }

    private void beginPatience() {
        givingUp.cancel();
        givingUp = loop.after(patience, () -> fail("nobody reads it"));
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

    /** Until when {@link #flush} may write, for as many as are to share the time. */
    static long lastMoment() {
        return System.nanoTime() + LAST_PATIENCE.toNanos();
    }

    /** Writes what waits, for as long as it is taken; for the end of the daemon. */
    void flush() {
        flush(lastMoment());
    }

    /** The same until then. */
    void flush(long end) {
        if (!waiting.isEmpty()) {
            // which connects, if nobody has done that yet
            writeWaiting();
        }
        while (!waiting.isEmpty()
                && System.nanoTime() - end < 0
                && outlet.orElseThrow().awaitWritable(LAST_PAUSE_MILLIS)) {
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
        disconnect();
    }

    private void disconnect() {
        watch.ifPresent(
                key -> {
                    try {
                        key.channel().close();
                    } catch (IOException e) {
                        // it is a second handle, on which nothing was written
                    }
                });
        watch = Optional.empty();
        outlet.ifPresent(Outlet::close);
        outlet = Optional.empty();
    }
}
