package org.supervisord.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TransferTest {
    private static final ByteBuffer DATA = ByteBuffer.allocate(10);

    /** What the JDK answers when a signal came in between. */
    private static final int INTERRUPTED = -3;

    /** A channel that answers with these numbers, one after the other, and stays with the last. */
    private static final class Scripted implements ByteChannel, GatheringByteChannel {
        private final Deque<Integer> answers;

        Scripted(Integer... answers) {
            this.answers = Arrays.stream(answers).collect(Collectors.toCollection(ArrayDeque::new));
        }

        private int next() {
            return answers.size() == 1 ? answers.getFirst() : answers.removeFirst();
        }

        @Override
        public int read(ByteBuffer into) {
            return next();
        }

        @Override
        public int write(ByteBuffer data) {
            return next();
        }

        @Override
        public long write(ByteBuffer[] data, int offset, int length) {
            return next();
        }

        @Override
        public long write(ByteBuffer[] data) {
            throw new AssertionError();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            throw new AssertionError();
        }
    }

    private static int read(Integer... answers) throws IOException {
        return Transfer.read(new Scripted(answers), DATA);
    }

    @Test
    void readsWhatIsThere() throws IOException {
        assertEquals(5, read(5));
        assertEquals(0, read(0));
    }

    @Test
    void theEndIsTheEnd() throws IOException {
        assertEquals(-1, read(-1));
    }

    @Test
    void whatWasInterruptedIsReadAgain() throws IOException {
        assertEquals(5, read(INTERRUPTED, INTERRUPTED, 5));
        assertEquals(-1, read(INTERRUPTED, -1));
    }

    @Test
    void whatIsAlwaysInterruptedHasNothingForNow() throws IOException {
        assertEquals(0, read(INTERRUPTED));
    }

    @Test
    void anInterruptedWriteHasWrittenNothing() throws IOException {
        ByteBuffer[] several = {DATA, DATA};
        assertEquals(5, Transfer.write(new Scripted(5), DATA));
        assertEquals(0, Transfer.write(new Scripted(INTERRUPTED), DATA));
        assertEquals(5, Transfer.write(new Scripted(5), several, 0, 2));
        assertEquals(0, Transfer.write(new Scripted(INTERRUPTED), several, 0, 2));
    }
}
