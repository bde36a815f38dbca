package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.daemon.posix.InheritedDescriptors;
import org.supervisord.daemon.posix.KeptDescriptors;
import org.supervisord.daemon.posix.OutputDescriptor;

@Timeout(60)
class StreamLogTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final LogBench bench = new LogBench();
    private final List<String> events = new ArrayList<>();
    @TempDir private Path folder;
    private Path fifo;
    private StreamLog log;

    @BeforeEach
    void makeFifo() throws Exception {
        fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        log = log(fifo, LONG);
    }

    @AfterEach
    void close() throws IOException {
        log.close();
        bench.close();
    }

    @Test
    void withoutAReaderBytesAreDroppedAndCountedUntilThereIsOne() throws IOException {
        write("lost");
        write("lost too");
        assertEquals(12, log.lost());
        assertEquals(
                List.of(
                        "can't write log "
                                + fifo
                                + ": No such device or address; what comes is dropped"),
                bench.told);
        try (InputStream in = reader()) {
            write("kept");
            assertEquals("kept", new String(in.readNBytes(4), StandardCharsets.US_ASCII));
        }
        assertEquals("log " + fifo + " can be written again, 12 bytes lost", bench.told.get(1));
    }

    @Test
    void aReaderThatIsLateGetsEverythingInOrder() throws IOException {
        try (InputStream in = reader()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 60_000; i++) {
                String line = "line " + i + "\n";
                all.append(line);
                write(line);
            }
            assertTrue(log.isCongested());
            log.whenRoom(() -> events.add("room"));
            assertEquals(List.of(), events);
            CompletableFuture<String> read = readLater(in, all.length());
            runUntil(read::isDone);
            assertEquals(all.toString(), read.join());
            assertFalse(log.isCongested());
            assertEquals(List.of("room"), events);
            assertEquals(0, log.lost());
            assertEquals(List.of(), bench.told);
        }
    }

    @Test
    void whoIsToldOfRoomMayBeCongestedAgain() throws IOException {
        try (InputStream in = reader()) {
            flood();
            log.whenRoom(
                    () -> {
                        flood();
                        log.whenRoom(() -> events.add("second"));
                    });
            CompletableFuture<String> read = readLater(in, 2 << 20);
            runUntil(() -> read.isDone() && !events.isEmpty());
            assertEquals(List.of("second"), events);
        }
    }

    @Test
    void aReaderThatTakesNothingForTooLongLosesWhatWaits() throws IOException {
        log = log(fifo, SHORT);
        try (InputStream in = reader()) {
            flood();
            assertTrue(log.isCongested());
            log.whenRoom(() -> events.add("room"));
            runUntil(() -> !bench.told.isEmpty());
            assertEquals(
                    "can't write log " + fifo + ": nobody reads it; what comes is dropped",
                    bench.told.get(0));
            assertEquals(List.of("room"), events);
            assertFalse(log.isCongested());
            long kept = (1 << 20) - log.lost();
            write("lost");
            assertEquals(1 << 20, kept + log.lost() - 4);

            in.readNBytes((int) kept);
            write("kept");
            assertEquals("kept", new String(in.readNBytes(4), StandardCharsets.US_ASCII));
            assertEquals(2, bench.told.size(), bench.told.toString());
        }
    }

    @Test
    void moreThanTheMostNeverWaits() throws IOException {
        try (InputStream in = reader()) {
            for (int i = 0; i < 20; i++) {
                flood();
            }
            assertTrue(log.lost() > 0);
            assertTrue(log.lost() > (20L << 20) - StreamLog.MOST_WAITING - (2 << 20));
            assertTrue(in.available() > 0);
        }
    }

    @Test
    void aReaderThatGoesIsNoHarm() throws IOException {
        InputStream in = reader();
        write("kept");
        in.close();
        write("lost");
        assertEquals(4, log.lost());
        try (InputStream next = reader()) {
            write("again");
            assertEquals("again", new String(next.readNBytes(5), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void whatWaitsIsWrittenAfterItWasClosed() throws IOException {
        try (InputStream in = reader()) {
            flood();
            log.close();
            CompletableFuture<String> read = readLater(in, 1 << 20);
            runUntil(read::isDone);
            assertEquals(1 << 20, read.join().length());
            runUntil(() -> OpenFiles.of(fifo) == 1);
        }
    }

    @Test
    void whatAFormerProgramHasLeftIsWrittenByTheLoopAndBeforeAllElse() throws IOException {
        try (InputStream in = reader()) {
            log.resume(left("left "), new InheritedDescriptors(Set.of()));
            write("more");
            assertEquals(9, log.waitingBytes());
            assertEquals(0, in.available(), "another program may have to do it");
            runUntil(() -> log.waitingBytes() == 0);
            assertEquals("left more", new String(in.readNBytes(9), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void whatWaitsForAReaderIsHandedOverThoughNobodyWritesAnyMore() throws IOException {
        try (InputStream in = reader()) {
            bench.logs.resume(List.of(left("left ")), new InheritedDescriptors(Set.of()));
            bench.logs.resumeLeft();
            assertEquals(5, bench.logs.waitingBytes());
            List<LogSnapshot> again = bench.logs.snapshot(new KeptDescriptors());
            assertEquals(
                    "left ", new String(again.get(0).waiting().get(0), StandardCharsets.US_ASCII));
            LogSink next = bench.logs.of(fifo, 0, 0, RotatingFile.PUBLIC);
            next.write(ByteBuffer.wrap("more".getBytes(StandardCharsets.US_ASCII)));
            next.close();
            bench.logs.flush();
            assertEquals("left more", new String(in.readNBytes(9), StandardCharsets.US_ASCII));
            assertEquals(List.of(), bench.logs.snapshot(new KeptDescriptors()));
        }
    }

    private LogSnapshot left(String text) {
        return new LogSnapshot(
                fifo.toString(),
                OptionalInt.empty(),
                LogSnapshot.Due.NOTHING,
                0,
                false,
                0,
                List.of(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void reopenGoesByTheName() throws Exception {
        try (InputStream first = reader()) {
            write("one");
            Files.move(fifo, folder.resolve("moved"));
            assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
            log.reopen();
            try (InputStream second = reader()) {
                write("two");
                assertEquals("two", new String(second.readNBytes(3), StandardCharsets.US_ASCII));
            }
            assertEquals("one", new String(first.readNBytes(3), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aDeviceTakesAllOrNothing() throws IOException {
        log = log(Path.of("/dev/null"), LONG);
        flood();
        assertEquals(0, log.lost());
        log = log(Path.of("/dev/full"), LONG);
        write("12345");
        write("678");
        assertEquals(8, log.lost());
        assertEquals(
                List.of(
                        "can't write log /dev/full: No space left on device; what comes is"
                                + " dropped"),
                bench.told);
    }

    private StreamLog log(Path path, Duration patience) {
        return new StreamLog(
                path.toString(),
                () -> OutputDescriptor.open(path),
                bench.loop,
                patience,
                bench.told::add);
    }

    /** Opened for writing too, which does not wait for a writer. */
    private InputStream reader() throws IOException {
        return new Reader(fifo);
    }

    private static final class Reader extends java.io.FilterInputStream {
        Reader(Path fifo) throws IOException {
            super(openBothWays(fifo));
        }

        private static InputStream openBothWays(Path fifo) throws IOException {
            var file = new java.io.RandomAccessFile(fifo.toFile(), "rw");
            return new java.io.FileInputStream(file.getFD()) {
                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }
    }

    private static CompletableFuture<String> readLater(InputStream in, int length) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private void flood() {
        ByteBuffer data = ByteBuffer.allocateDirect(64 << 10);
        for (int i = 0; i < 16; i++) {
            log.write(data.clear());
            assertFalse(data.hasRemaining());
        }
    }

    private void write(String text) {
        log.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private void runUntil(BooleanSupplier condition) throws IOException {
        while (!condition.getAsBoolean()) {
            bench.loop.after(Duration.ofMillis(5), bench.loop::stop);
            bench.loop.run();
        }
    }
}
