package org.supervisord.daemon.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.loop.ManualScheduler;
import org.supervisord.daemon.posix.Descriptors;

/** A pipe that is read at intervals once pieces come in quick succession. */
class PacedPipeReaderTest extends PipeReaderBench {
    private static final int PIPE_SIZE = 64 << 10;

    private final ManualScheduler time = new ManualScheduler();
    private PipeReader reader;

    @BeforeEach
    void readAtPace() throws IOException {
        time.advance(Duration.ofMinutes(1));
        reader =
                new PipeReader(
                        bench.loop,
                        pipe.source(),
                        ByteBuffer.allocate(PipeReader.BUFFER_SIZE),
                        Optional.of(new ReadPace(time)),
                        taken);
    }

    @Test
    void smallPiecesInQuickSuccessionAreReadTogether() throws IOException {
        assertTakenAtOnce("a");
        time.advance(Duration.ofSeconds(1));
        assertTakenAtOnce("b");
        assertTakenAtOnce("c");
        write(pipe, "d");
        write(pipe, "e");
        bench.turn();
        time.advance(ReadPace.INTERVAL);
        write(pipe, "f");
        bench.turn();
        time.advance(ReadPace.INTERVAL);
        assertEquals(List.of("a", "b", "c", "de", "f"), taken.pieces);
        // nothing has come meanwhile, so the next piece is read as it comes
        time.advance(ReadPace.INTERVAL);
        assertTrue(time.isIdle());
        assertTakenAtOnce("g");
    }

    @Test
    void aPipeThatIsReadAtIntervalsHoldsWhatComesMeanwhile() throws IOException {
        pipe.sink().configureBlocking(false);
        assertTakenAtOnce("a");
        assertTakenAtOnce("b");
        write(pipe, "c".repeat(20_000));
        time.advance(ReadPace.INTERVAL);
        assertEquals(PIPE_SIZE * 2, pipe.sink().write(ByteBuffer.allocate(PIPE_SIZE * 2)));
        time.advance(ReadPace.INTERVAL);
        assertEquals(20_002 + PIPE_SIZE * 2, taken.length());
    }

    @Test
    void aPipeGetsItsUsualSizeBackAndIsMadeLargeAgainWhenNeeded() throws IOException {
        pipe.sink().configureBlocking(false);
        assertTakenAtOnce("a");
        assertTakenAtOnce("b");
        for (int round = 1; round <= 2; round++) {
            write(pipe, "c".repeat(20_000));
            time.advance(ReadPace.INTERVAL);
            int before = taken.length();
            write(pipe, "d".repeat(PIPE_SIZE + 1000));
            reader.narrow();
            assertEquals(before + PIPE_SIZE + 1000, taken.length());
            assertEquals(PIPE_SIZE, pipe.sink().write(ByteBuffer.allocate(PIPE_SIZE * 2)));
            time.advance(ReadPace.INTERVAL);
        }
    }

    @Test
    void whoWritesVeryMuchIsNotSlowedDown() throws IOException {
        assertTakenAtOnce("a");
        assertTakenAtOnce("b");
        write(pipe, "c".repeat(20_000));
        time.advance(ReadPace.INTERVAL);
        pipe.sink().configureBlocking(false);
        assertEquals(600_000, pipe.sink().write(ByteBuffer.allocate(600_000)));
        time.advance(ReadPace.INTERVAL);
        assertTrue(time.isIdle());
        bench.runUntil(() -> taken.length() == 620_002);
    }

    @Test
    void aPipeThatWasFullHoldsMoreFromThenOn() throws IOException {
        pipe.sink().configureBlocking(false);
        for (int size : List.of(PIPE_SIZE, PIPE_SIZE * 4, PIPE_SIZE * 4)) {
            int before = taken.length();
            assertEquals(size, pipe.sink().write(ByteBuffer.allocate(PIPE_SIZE * 8)));
            bench.turn();
            bench.turn();
            assertEquals(before + size, taken.length());
            reader.narrow();
        }
    }

    /** Pages are not shared by two records here, so that all of them hold no more than this. */
    @Test
    void aPipeIsFullWithRecordsOfOddSizesToo() throws IOException {
        pipe.sink().configureBlocking(false);
        while (pipe.sink().write(ByteBuffer.allocate(2500)) > 0) {
            // until it is full
        }
        bench.turn();
        assertTrue(taken.length() < PIPE_SIZE, "" + taken.length());
        assertEquals(PIPE_SIZE * 4, pipe.sink().write(ByteBuffer.allocate(PIPE_SIZE * 8)));
    }

    @Test
    void aPipeThatHoldsMoreThanThatIsLeftAsItIs() throws IOException {
        pipe.sink().configureBlocking(false);
        assertTrue(Descriptors.resizePipe(pipe.source(), PIPE_SIZE * 8));
        write(pipe, "a".repeat(PIPE_SIZE));
        bench.turn();
        assertEquals(PIPE_SIZE, taken.length());
        reader.narrow();
        assertEquals(PIPE_SIZE * 8, pipe.sink().write(ByteBuffer.allocate(PIPE_SIZE * 9)));
    }

    @Test
    void whoWritesVeryMuchLetsOthersPass() throws IOException {
        Pipe otherPipe = bench.pipe();
        bench.loop.register(
                otherPipe.source(),
                SelectionKey.OP_READ,
                key -> {
                    key.interestOps(0);
                    taken.pieces.add("other");
                });
        write(pipe, "a".repeat(PIPE_SIZE));
        bench.turn();
        write(pipe, "b");
        write(otherPipe, "c");
        bench.turn();
        assertEquals(List.of("a".repeat(PIPE_SIZE), "other", "b"), taken.pieces);
        // it writes little now, and is read at intervals
        write(pipe, "d");
        time.advance(ReadPace.INTERVAL);
        assertEquals(List.of("d"), taken.pieces.subList(3, 4));
    }

    @Test
    void whoFailsWhileItLetsOthersPassFailsOnce() throws IOException {
        Pipe failing = bench.pipe();
        AtomicInteger times = new AtomicInteger();
        PipeReader.Consumer consumer =
                new PipeReader.Consumer() {
                    @Override
                    public void take(ByteBuffer data) {
                        if (times.incrementAndGet() > 1) {
                            throw new IllegalStateException("can't take it");
                        }
                    }

                    @Override
                    public void end() {
                        taken.end();
                    }
                };
        PipeReader second =
                new PipeReader(
                        bench.loop,
                        failing.source(),
                        ByteBuffer.allocate(PipeReader.BUFFER_SIZE),
                        Optional.of(new ReadPace(time)),
                        consumer);
        write(failing, "a".repeat(PIPE_SIZE));
        bench.turn();
        write(failing, "b".repeat(PIPE_SIZE));
        bench.turn();
        bench.turn();
        assertEquals(2, times.get());
        assertEquals(1, bench.failures.size());
        second.drain();
        assertEquals(List.of(Taken.END), taken.pieces);
    }

    @Test
    void whoEndsWhileItLetsOthersPassIsNotReadAgain() throws IOException {
        write(pipe, "a".repeat(PIPE_SIZE));
        bench.turn();
        write(pipe, "b");
        bench.loop.behindOthers(reader::close);
        bench.turn();
        assertEquals(List.of("a".repeat(PIPE_SIZE), Taken.END), taken.pieces);
        assertEquals(List.of(), bench.failures);
    }

    @Test
    void theEndIsTakenAtIntervalsToo() throws IOException {
        assertTakenAtOnce("a");
        assertTakenAtOnce("b");
        write(pipe, "c");
        pipe.sink().close();
        bench.turn();
        time.advance(ReadPace.INTERVAL);
        time.advance(ReadPace.INTERVAL);
        assertEquals(List.of("a", "b", "c", Taken.END), taken.pieces);
        assertTrue(time.isIdle());
    }

    @Test
    void whatIsCongestedIsNotReadAtIntervalsEither() throws IOException {
        assertTakenAtOnce("a");
        assertTakenAtOnce("b");
        taken.congested = true;
        write(pipe, "c");
        time.advance(ReadPace.INTERVAL);
        write(pipe, "d");
        bench.turn();
        time.advance(ReadPace.INTERVAL);
        assertEquals(List.of("a", "b", "c"), taken.pieces);
        taken.congested = false;
        taken.waiting.get(0).run();
        bench.turn();
        assertEquals(List.of("a", "b", "c", "d"), taken.pieces);
    }

    private void assertTakenAtOnce(String piece) throws IOException {
        int before = taken.pieces.size();
        write(pipe, piece);
        bench.turn();
        assertEquals(List.of(piece), taken.pieces.subList(before, taken.pieces.size()));
    }
}
