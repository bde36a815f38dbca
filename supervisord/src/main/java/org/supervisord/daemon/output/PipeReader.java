package org.supervisord.daemon.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.Transfer;
import org.supervisord.daemon.posix.Descriptors;

/**
 * Reads one pipe of a child as bytes arrive, a bounded amount in each turn of the loop; bytes that
 * arrive in many small pieces at a pace that is shared with others.
 */
public final class PipeReader {
    /** As much as a pipe holds unless somebody has made it larger, twice. */
    public static final int BUFFER_SIZE = 128 << 10;

    /** A child's last words are no longer than what its pipe can hold. */
    private static final int MOST_TO_DRAIN = 8 * BUFFER_SIZE;

    /** What is read at a pace could fill a pipe before its turn; it is made so large then. */
    private static final int LARGE_PIPE = MOST_TO_DRAIN;

    /** What a pipe holds that nobody has made larger. */
    private static final int USUAL_PIPE = BUFFER_SIZE / 2;

    /** A pipe that had so much was full: records of odd sizes leave room in its pages. */
    private static final int MUCH = USUAL_PIPE / 2;

    /** One that was full is made so large: who fills it need not wait for each turn of the loop. */
    private static final int ROOMY_PIPE = 2 * BUFFER_SIZE;

    /** A piece below this size is small, and a pipe that had as much is not nearly full. */
    private static final int SMALL = 16 << 10;

    /** Who writes more than this from one turn to the next is not to be slowed down. */
    private static final int MOST_AT_PACE = LARGE_PIPE / 2;

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

        /** Nothing can be read for now, which is tried again; told once until it works. */
        default void unreadable(IOException why) {}

        /** There will be no more. */
        void end();
    }

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Pipe.SourceChannel source;
    private final ByteBuffer buffer;
    private final Consumer consumer;
    private final SelectionKey key;
    private final boolean isDialogue;
    private Optional<ReadPace> pace;
    private boolean open = true;
    private int room = USUAL_PIPE;
    private int roomAskedFor = USUAL_PIPE;

    /** Whether it was the daemon, rather than its writer, who has made it larger. */
    private boolean enlarged;

    private long lastRead;

    /** Whether the last read had as much as a full pipe. */
    private boolean writesMuch;

    /** Whether it is behind others at the moment. */
    private boolean isInLine;

    /** Whether the last read has failed, and the next one is waited for. */
    private boolean unreadable;

    private boolean inTrouble;

    /**
     * Begins to read.
     *
     * @param buffer of {@link #BUFFER_SIZE}; may be shared by all readers of a loop
     * @param pace for small pieces; empty when each is to be read at once, as part of a dialogue
     */
    public PipeReader(
            EventLoop loop,
            Pipe.SourceChannel source,
            ByteBuffer buffer,
            Optional<ReadPace> pace,
            Consumer consumer)
            throws IOException {
        this.loop = loop;
        this.pace = pace;
        this.isDialogue = pace.isEmpty();
        this.source = source;
        this.buffer = buffer;
        this.consumer = consumer;
        this.key = loop.register(source, SelectionKey.OP_READ, ready -> readSoon());
    }

    /** Takes what is there now, in one piece, before the loop comes by; unless it is paused. */
    public void look() {
        if (open && key.isValid() && key.interestOps() != 0) {
            readAndPause();
        }
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

    /**
     * Takes what is there now, and gives the pipe its usual size back if it was made much larger:
     * who writes very much is to wait while nobody reads, and not to take processors for longer.
     */
    public void narrow() {
        if (open && enlarged && room > ROOMY_PIPE && !consumer.isCongested()) {
            drain();
            // unless there is more already
            if (open && Descriptors.resizePipe(source, USUAL_PIPE)) {
                room = USUAL_PIPE;
                roomAskedFor = USUAL_PIPE;
                enlarged = false;
            }
        }
    }

    /**
     * The descriptor of the pipe, for another program to go on with it; empty when it is closed.
     */
    public OptionalInt snapshot(Keeper keeper) throws IOException {
        return open ? OptionalInt.of(keeper.keep(source)) : OptionalInt.empty();
    }

    /** Ends reading; the consumer is told. */
    public void close() {
        if (open) {
            open = false;
            letGo();
            consumer.end();
        }
    }

    private void letGo() {
        try {
            source.close();
        } catch (IOException ignored) {
            // nothing was written to it
        }
    }

    /** Who writes very much is behind all others who are ready. */
    private void readSoon() {
        if (!writesMuch) {
            readAndPause();
        } else if (!isInLine) {
            isInLine = true;
            loop.behindOthers(this::readInLine);
        }
    }

    private void readInLine() {
        isInLine = false;
        try {
            look();
        } catch (RuntimeException e) {
            // as the loop does it: who fails is not to fail again and again
            letGo();
            throw e;
        }
    }

    private void readAndPause() {
        int length = read();
        if (!open || unreadable) {
            return;
        }
        if (consumer.isCongested()) {
            key.interestOps(0);
            goOnWhenThereIsRoom();
            return;
        }
        writesMuch = length >= MUCH && !isDialogue;
        if (writesMuch) {
            makeRoom(ROOMY_PIPE);
        }
        if (pace.isPresent()) {
            long before = lastRead;
            lastRead = pace.get().now();
            if (length < SMALL && !ReadPace.isSlow(lastRead - before)) {
                key.interestOps(0);
                pace.get().add(this::readAtPace);
            }
        }
    }

    /** As {@link ReadPace.Paced}. */
    private boolean readAtPace() {
        boolean stays = false;
        try {
            stays = takeAtPace();
        } finally {
            if (!stays) {
                goOnWhenThereIsRoom();
            }
        }
        return stays;
    }

    private boolean takeAtPace() {
        int taken = 0;
        int length = buffer.capacity();
        while (open && !unreadable && length == buffer.capacity() && taken < MOST_AT_PACE) {
            length = read();
            taken += Math.max(0, length);
        }
        return open
                && !unreadable
                && taken > 0
                && taken < MOST_AT_PACE
                && !consumer.isCongested()
                && (taken < SMALL || isLargeEnough());
    }

    /** Makes sure that the pipe is not full before its turn; else there is no pace for it. */
    private boolean isLargeEnough() {
        boolean large = makeRoom(LARGE_PIPE);
        if (!large) {
            pace = Optional.empty();
        }
        return large;
    }

    /** Whether the pipe holds as much, which the system is asked for once. */
    private boolean makeRoom(int bytes) {
        if (bytes > roomAskedFor) {
            roomAskedFor = bytes;
            int size = Descriptors.pipeSize(source);
            if (size < bytes && Descriptors.resizePipe(source, bytes)) {
                size = bytes;
            }
            room = Math.max(room, size);
            // of just this size it may be by the program that this one goes on for
            enlarged |= size == bytes;
        }
        return room >= bytes;
    }

    private void goOnWhenThereIsRoom() {
        if (consumer.isCongested()) {
            // whoever writes to the pipe is made to wait, as if the log were at its other end
            consumer.whenRoom(this::goOn);
        } else {
            goOn();
        }
    }

    private void goOn() {
        if (open && !unreadable) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void retry() {
        unreadable = false;
        goOn();
    }

    private void pause(IOException why) {
        if (!unreadable) {
            unreadable = true;
            key.interestOps(0);
            loop.after(RETRY, this::retry);
        }
        if (!inTrouble) {
            inTrouble = true;
            consumer.unreadable(why);
        }
    }

    private int read() {
        buffer.clear();
        int length;
        try {
            length = Transfer.read(source, buffer);
            inTrouble = false;
        } catch (ClosedChannelException e) {
            length = -1;
        } catch (IOException e) {
            pause(e);
            return 0;
        }
        if (length > 0) {
            consumer.take(buffer.flip());
        } else if (length < 0) {
            close();
        }
        return length;
    }
}
