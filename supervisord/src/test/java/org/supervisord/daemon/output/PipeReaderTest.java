package org.supervisord.daemon.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipeReaderTest extends PipeReaderBench {
    private static final Optional<ReadPace> NO_PACE = Optional.empty();

    @Test
    void whoCannotWaitForTheLoopMayLook() throws IOException {
        PipeReader reader = reader(1024);
        reader.look();
        assertEquals(List.of(), taken.pieces);
        write(pipe, "one");
        reader.look();
        assertEquals(List.of("one"), taken.pieces);
        taken.congested = true;
        write(pipe, "two");
        bench.turn();
        write(pipe, "three");
        reader.look();
        assertEquals(List.of("one", "two"), taken.pieces, "it is paused");
        reader.close();
        reader.look();
        assertEquals(List.of("one", "two", Taken.END), taken.pieces);
    }

    @Test
    void takesBytesAsTheyArrive() throws IOException {
        reader(1024);
        write(pipe, "one");
        bench.turn();
        write(pipe, "two");
        bench.turn();
        assertEquals(List.of("one", "two"), taken.pieces);
    }

    @Test
    void aTurnTakesNoMoreThanTheBufferHolds() throws IOException {
        reader(4);
        write(pipe, "abcdefghij");
        bench.turn();
        assertEquals(List.of("abcd"), taken.pieces);
        bench.turn();
        bench.turn();
        assertEquals(List.of("abcd", "efgh", "ij"), taken.pieces);
    }

    @Test
    void nothingIsTakenWhereNothingIs() throws IOException {
        PipeReader reader = reader(1024);
        bench.turn();
        reader.drain();
        assertEquals(List.of(), taken.pieces);
        assertTrue(pipe.source().isOpen());
    }

    @Test
    void readersCanShareABuffer() throws IOException {
        ByteBuffer shared = ByteBuffer.allocate(1024);
        Pipe otherPipe = bench.pipe();
        Taken other = new Taken();
        new PipeReader(bench.loop, pipe.source(), shared, NO_PACE, taken);
        new PipeReader(bench.loop, otherPipe.source(), shared, NO_PACE, other);
        write(pipe, "a long piece");
        write(otherPipe, "short");
        bench.turn();
        assertEquals(List.of("a long piece"), taken.pieces);
        assertEquals(List.of("short"), other.pieces);
    }

    @Test
    void theEndComesAfterTheLastBytesAndOnce() throws IOException {
        PipeReader reader = reader(4);
        write(pipe, "abcdef");
        pipe.sink().close();
        bench.runUntil(() -> taken.pieces.contains(Taken.END));
        reader.drain();
        reader.close();
        bench.turn();
        assertEquals(List.of("abcd", "ef", Taken.END), taken.pieces);
        assertFalse(pipe.source().isOpen());
    }

    @Test
    void aPipeThatSomebodyElseHoldsOpenHasNoEnd() throws IOException {
        // as a grandchild does that outlives the child
        PipeReader reader = reader(1024);
        write(pipe, "last words");
        reader.drain();
        assertEquals(List.of("last words"), taken.pieces);
        write(pipe, "and more");
        bench.turn();
        assertEquals(List.of("last words", "and more"), taken.pieces);
    }

    @Test
    void drainTakesAllThatIsThereWithoutTheLoop() throws IOException {
        PipeReader reader = reader(4);
        write(pipe, "abcdefghij");
        pipe.sink().close();
        reader.drain();
        assertEquals(List.of("abcd", "efgh", "ij", Taken.END), taken.pieces);
    }

    @Test
    void drainLeavesAWriterThatNeverStopsToTheLoop() throws IOException {
        Endless endless = new Endless(pipe.sink());
        ByteBuffer buffer = ByteBuffer.allocate(PipeReader.BUFFER_SIZE);
        PipeReader reader = new PipeReader(bench.loop, pipe.source(), buffer, NO_PACE, endless);
        endless.refill();
        reader.drain();
        assertTrue(endless.taken > PipeReader.BUFFER_SIZE, "more than one piece: " + endless.taken);
        long before = endless.taken;
        bench.turn();
        assertTrue(endless.taken > before, "the loop reads on");
    }

    /** As fast as it is read, its pipe is filled again. */
    private static final class Endless implements PipeReader.Consumer {
        private static final long FAR_TOO_MUCH = 64L << 20;

        private final Pipe.SinkChannel sink;
        private long taken;

        Endless(Pipe.SinkChannel sink) throws IOException {
            this.sink = sink;
            sink.configureBlocking(false);
        }

        void refill() {
            try {
                sink.write(ByteBuffer.allocate(PipeReader.BUFFER_SIZE));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void take(ByteBuffer data) {
            taken += data.remaining();
            assertTrue(taken < FAR_TOO_MUCH, "it never stops");
            refill();
        }

        @Override
        public void end() {}
    }

    @Test
    void closeTellsTheEndAndLetsGoOfThePipe() throws IOException {
        PipeReader reader = reader(1024);
        write(pipe, "not read");
        reader.close();
        reader.close();
        reader.drain();
        bench.turn();
        assertEquals(List.of(Taken.END), taken.pieces);
        IOException e = assertThrows(IOException.class, () -> write(pipe, "more"));
        assertEquals("Broken pipe", e.getMessage());
    }

    @Test
    void aConsumerThatFailsIsStillToldOfTheEnd() throws IOException {
        Taken after = new Taken();
        PipeReader.Consumer failing =
                new PipeReader.Consumer() {
                    @Override
                    public void take(ByteBuffer data) {
                        throw new IllegalStateException("can't take it");
                    }

                    @Override
                    public void end() {
                        after.end();
                    }
                };
        PipeReader reader =
                new PipeReader(
                        bench.loop, pipe.source(), ByteBuffer.allocate(1024), NO_PACE, failing);
        write(pipe, "anything");
        bench.turn();
        assertEquals(1, bench.failures.size());
        assertEquals("can't take it", bench.failures.get(0).getMessage());
        reader.close();
        assertEquals(List.of(Taken.END), after.pieces);
    }

    @Test
    void whatIsCongestedIsGivenNoMoreUntilThereIsRoom() throws IOException {
        reader(4);
        taken.congested = true;
        write(pipe, "abcdefgh");
        bench.turn();
        bench.turn();
        assertEquals(List.of("abcd"), taken.pieces);
        assertEquals(1, taken.waiting.size());
        taken.congested = false;
        taken.waiting.get(0).run();
        bench.turn();
        assertEquals(List.of("abcd", "efgh"), taken.pieces);
    }

    @Test
    void lastWordsAreTakenEvenSo() throws IOException {
        PipeReader reader = reader(4);
        taken.congested = true;
        write(pipe, "abcdefgh");
        bench.turn();
        reader.drain();
        assertEquals(List.of("abcd", "efgh"), taken.pieces);
        reader.close();
        taken.waiting.forEach(Runnable::run);
        bench.turn();
        assertEquals(List.of("abcd", "efgh", Taken.END), taken.pieces);
    }

    private PipeReader reader(int size) throws IOException {
        return new PipeReader(bench.loop, pipe.source(), ByteBuffer.allocate(size), NO_PACE, taken);
    }
}
