package org.supervisord.daemon.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.posix.Descriptors;

class ChildInputTest {
    /** Much more than a pipe holds. */
    private static final int MUCH = 1 << 20;

    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final ChildInput.Total total = new ChildInput.Total();
    private LoopBench bench;
    private Pipe pipe;
    private ChildInput input;

    @BeforeEach
    void connect() throws IOException {
        bench = new LoopBench();
        pipe = bench.pipe();
        pipe.source().configureBlocking(false);
        input = new ChildInput(bench.loop, pipe.sink(), total);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    @Test
    void whatThePipeHasRoomForIsWrittenAtOnce() throws IOException {
        input.write(bytes("one "));
        input.write(bytes(""));
        input.write(bytes("two"));
        read();
        assertEquals("one two", got.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void whatAFormerProgramHasLeftIsWrittenByTheLoopAndBeforeAllElse() throws IOException {
        input.resume(bytes("left "));
        input.resume(bytes(""));
        assertEquals(5, total.bytes());
        read();
        assertEquals(0, got.size(), "until the loop runs another program may have to do it");
        bench.runUntil(() -> read() == 5);
        assertEquals(0, total.bytes());
        input.write(bytes("more"));
        read();
        assertEquals("left more", got.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void theRestIsWrittenInItsOrderAsTheChildReads() throws IOException {
        byte[] all = random(3 * MUCH);
        for (int i = 0; i < 3; i++) {
            input.write(Arrays.copyOfRange(all, i * MUCH, (i + 1) * MUCH));
        }
        read();
        assertTrue(got.size() < MUCH, "a pipe does not hold that much");
        bench.runUntil(() -> read() >= all.length);
        assertArrayEquals(all, got.toByteArray());
    }

    @Test
    void whatIsWrittenLaterDoesNotOvertakeWhatWaits() throws IOException {
        byte[] first = random(MUCH);
        input.write(first);
        read();
        input.write(bytes("last"));
        bench.runUntil(() -> read() >= MUCH + 4);
        byte[] all = got.toByteArray();
        assertArrayEquals(first, Arrays.copyOf(all, MUCH));
        assertArrayEquals(bytes("last"), Arrays.copyOfRange(all, MUCH, all.length));
    }

    @Test
    void theCallerMayUseItsArrayAgain() throws IOException {
        byte[] data = random(MUCH);
        byte[] before = data.clone();
        input.write(data);
        Arrays.fill(data, (byte) 0);
        bench.runUntil(() -> read() >= MUCH);
        assertArrayEquals(before, got.toByteArray());
    }

    @Test
    void anOfferIsAnsweredWithWhatThePipeHasTakenAndTheRestIsForgotten() throws Exception {
        byte[] data = random(MUCH);
        int taken = input.offer(data).get();
        assertTrue(taken > 0 && taken < MUCH, "the pipe was empty");
        bench.runUntil(() -> read() >= taken);
        bench.turn();
        assertArrayEquals(Arrays.copyOf(data, taken), got.toByteArray());
        assertEquals(taken, read());
    }

    @Test
    void anOfferWaitsForRoomBehindWhatWasWrittenBefore() throws Exception {
        input.write(random(MUCH));
        CompletableFuture<Integer> taken = input.offer(bytes("last"));
        bench.turn();
        assertFalse(taken.isDone());
        bench.runUntil(() -> read() >= MUCH + 4);
        assertEquals(4, taken.get());
        assertTrue(bench.clockReadingsWhileIdle() < 50);
    }

    @Test
    void anOfferThatWasGivenUpIsNotWritten() throws Exception {
        input.write(random(MUCH));
        input.offer(bytes("never")).complete(0);
        CompletableFuture<Integer> taken = input.offer(bytes("last"));
        bench.runUntil(() -> read() >= MUCH + 4);
        assertEquals(4, taken.get());
        assertEquals(MUCH + 4, got.size());
    }

    @Test
    void whatIsWrittenWhenAnOfferWasTakenComesBeforeTheNextOffer() throws Exception {
        // as much as a pipe takes in one piece or not at all, and all that this one holds
        byte[] piece = random(4096);
        assertTrue(Descriptors.resizePipe(pipe.sink(), piece.length));
        input.write(piece);
        CompletableFuture<Integer> first = input.offer(bytes("first"));
        CompletableFuture<Integer> last = input.offer(bytes("last"));
        CompletableFuture<Void> between =
                first.thenRun(() -> assertDoesNotThrow(() -> input.write(piece)));
        bench.runUntil(() -> read() >= 2 * piece.length + 9);
        between.get();
        assertEquals(4, last.get());
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (byte[] it : List.of(piece, bytes("first"), piece, bytes("last"))) {
            expected.writeBytes(it);
        }
        assertArrayEquals(expected.toByteArray(), got.toByteArray());
    }

    @Test
    void offersFailWhenTheStdinIsClosed() throws Exception {
        input.write(random(MUCH));
        CompletableFuture<Integer> taken = input.offer(bytes("x"));
        input.close();
        assertTrue(taken.isCompletedExceptionally());
        assertTrue(input.offer(bytes("x")).isCompletedExceptionally());
    }

    @Test
    void theLoopSleepsWhenNothingWaits() throws IOException {
        input.write(random(MUCH));
        bench.runUntil(() -> read() >= MUCH);
        // a writable pipe that is still watched would wake it thousands of times
        assertTrue(bench.clockReadingsWhileIdle() < 50);
    }

    @Test
    void theLoopSleepsWhileTheChildDoesNotRead() throws IOException {
        input.write(random(MUCH));
        assertTrue(bench.clockReadingsWhileIdle() < 50);
    }

    @Test
    void noMoreMayWaitThanItHolds() throws IOException {
        input.write(random(MUCH));
        int taken = read();
        // what the pipe has taken does not wait
        int room = (int) ChildInput.MOST_WAITING - MUCH + taken;
        byte[] tooMuch = new byte[room + 1];
        IOException e = assertThrows(IOException.class, () -> input.write(tooMuch));
        assertEquals("more than 67108864 bytes are waiting to be read", e.getMessage());
        input.write(bytes("goes on"));
        bench.runUntil(() -> read() >= MUCH + 7);
        assertEquals(MUCH + 7, got.size());
    }

    @Test
    void whatWasReadMakesRoom() throws IOException {
        input.write(random(MUCH));
        byte[] almostAll = new byte[(int) ChildInput.MOST_WAITING];
        assertThrows(IOException.class, () -> input.write(almostAll));
        bench.runUntil(() -> read() >= MUCH);
        input.write(almostAll);
        assertTrue(read() > MUCH);
    }

    @Test
    void aChildThatHasClosedItsStdinCannotBeWrittenTo() throws IOException {
        pipe.source().close();
        IOException first = assertThrows(IOException.class, () -> input.write(bytes("x")));
        assertEquals("Broken pipe", first.getMessage());
        IOException later = assertThrows(IOException.class, () -> input.write(bytes("x")));
        assertEquals("stdin is closed", later.getMessage());
        assertFalse(pipe.sink().isOpen());
    }

    @Test
    void aChildThatClosesItsStdinWhileBytesWaitIsNoFailureOfTheLoop() throws IOException {
        input.write(random(MUCH));
        pipe.source().close();
        bench.runUntil(() -> !pipe.sink().isOpen());
        IOException e = assertThrows(IOException.class, () -> input.write(bytes("x")));
        assertEquals("stdin is closed", e.getMessage());
    }

    @Test
    void closeEndsTheChildsStdinAndDropsWhatWaits() throws IOException {
        input.write(random(MUCH));
        input.close();
        input.close();
        bench.turn();
        int taken = read();
        assertTrue(taken > 0 && taken < MUCH, "only what the pipe had");
        assertEquals(-1, pipe.source().read(ByteBuffer.allocate(1)));
        assertThrows(IOException.class, () -> input.write(bytes("x")));
    }

    /** Reads what is there; returns how much was read altogether. */
    private int read() {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (pipe.source().read(buffer) > 0) {
                got.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return got.size();
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(1).nextBytes(data);
        return data;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void allChildrenTogetherHaveALimitToo() throws IOException {
        total.add(ChildInput.MOST_WAITING_FOR_ALL - MUCH);
        input.write(bytes("fits"));
        assertThrows(IOException.class, () -> input.write(random(MUCH + 1)));
        total.add(-MUCH);
        input.write(random(MUCH + 1));
        input.close();
        total.add(2 * MUCH - ChildInput.MOST_WAITING_FOR_ALL);
        ChildInput other = new ChildInput(bench.loop, bench.pipe().sink(), total);
        other.write(random(MUCH));
    }
}
