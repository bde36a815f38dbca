package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables are answers of the reference, for a log of ten bytes and for an empty one. */
class LogFileReaderTest {
    private static final String TEN = "0123456789";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0123456789",
        "0, 4, 0123",
        "3, 4, 3456",
        "3, 0, 3456789",
        "8, 100, 89",
        "9, 1, 9",
        "10, 0, ''",
        "10, 5, ''",
        "11, 0, ''",
        "100, 5, ''",
        "-1, 0, 9",
        "-4, 0, 6789",
        "-10, 0, 0123456789",
        "-11, 0, 0123456789",
    })
    void readsFromAnOffsetOrFromTheEnd(long offset, long length, String expected) throws Exception {
        assertEquals(expected, text(LogFileReader.read(log(TEN), offset, length)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 4", "3, 4", "-1, 0", "-4, 0"})
    void anEmptyLogHasNothingToRead(long offset, long length) throws Exception {
        assertEquals("", text(LogFileReader.read(log(""), offset, length)));
    }

    @Test
    void nothingIsInTheNullDevice() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
        for (Path log : List.of(Path.of("/dev/null"), link)) {
            assertEquals("", text(LogFileReader.read(log, 0, 0)));
            assertEquals("", text(LogFileReader.read(log, -1600, 0)));
            LogFileReader.Tail tail = LogFileReader.tail(log, 0, 10);
            assertEquals("", text(tail.data()));
            assertEquals(0, tail.offset());
            assertFalse(tail.overflow());
        }
    }

    @ParameterizedTest
    @CsvSource({"-4, 1", "-4, -1", "0, -1", "5, -3"})
    void refusesARangeThatMakesNoSense(long offset, long length) throws IOException {
        Path log = log(TEN);
        assertThrows(LogFileReader.BadRange.class, () -> LogFileReader.read(log, offset, length));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, '', true",
        "0, 1, 9, true",
        "0, 4, 6789, true",
        "0, 9, 123456789, true",
        "0, 10, 0123456789, false",
        "0, 11, 0123456789, false",
        "0, 100, 0123456789, false",
        "3, 4, 6789, true",
        "3, 6, 456789, true",
        "3, 7, 3456789, false",
        "3, 8, 23456789, false",
        "4, 0, '', true",
        "9, 1, 9, false",
        "9, 2, 89, false",
        "9, 5, 56789, false",
        "10, 0, '', false",
        "10, 5, '', false",
        "11, 3, '', false",
        "100, 5, '', false",
        "-5, 0, '', true",
        "-5, 3, 789, true",
        "-5, 10, 0123456789, true",
        "-5, 20, 0123456789, false",
        "-3, 13, 0123456789, false",
        "0, -5, '', true",
        "20, -5, '', false",
        "20, -15, '', true",
    })
    void theTailIsTheEndWhenThereIsMoreThanWasAskedFor(
            long offset, long length, String data, boolean overflow) throws IOException {
        LogFileReader.Tail tail = LogFileReader.tail(log(TEN), offset, length);
        assertEquals(data, text(tail.data()));
        assertEquals(10, tail.offset());
        assertEquals(overflow, tail.overflow());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, false",
        "0, 10, false",
        "3, 4, false",
        "-5, 0, true",
        "-5, 3, true",
        "-5, 10, false",
        "0, -5, true",
        "20, -15, false",
    })
    void anEmptyLogHasAnEmptyTail(long offset, long length, boolean overflow) throws IOException {
        LogFileReader.Tail tail = LogFileReader.tail(log(""), offset, length);
        assertEquals("", text(tail.data()));
        assertEquals(0, tail.offset());
        assertEquals(overflow, tail.overflow());
    }

    @Test
    void aClientThatFollowsTheTailMissesNothing() throws IOException {
        Path log = log("one ");
        LogFileReader.Tail first = LogFileReader.tail(log, 0, 100);
        Files.writeString(log, "one two ");
        // asked by the rule: where the log ended, and more than was added
        LogFileReader.Tail second = LogFileReader.tail(log, first.offset(), 4);
        assertEquals("one ", text(first.data()));
        assertEquals("two ", text(second.data()));
        assertEquals(8, second.offset());
    }

    @Test
    void bytesAreGivenAsTheyAre() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Path log = Files.write(folder.resolve("bytes"), all);
        assertArrayEquals(all, LogFileReader.read(log, 0, 0));
        assertArrayEquals(all, LogFileReader.tail(log, 0, 256).data());
    }

    @Test
    void oneAnswerHoldsNoMoreThanTheLargestPart() throws Exception {
        Path log = larger(3);
        byte[] first = LogFileReader.read(log, 0, 0);
        assertEquals(LogFileReader.LARGEST_PART, first.length);
        byte[] rest = LogFileReader.read(log, first.length, 0);
        assertEquals("end", text(rest));
    }

    @Test
    void aTailThatIsTooLargeIsCutAtItsBeginning() throws IOException {
        LogFileReader.Tail tail = LogFileReader.tail(larger(3), 0, Integer.MAX_VALUE);
        assertEquals(LogFileReader.LARGEST_PART, tail.data().length);
        assertTrue(text(tail.data()).endsWith("end"));
        assertEquals(LogFileReader.LARGEST_PART + 3L, tail.offset());
        assertTrue(tail.overflow());
    }

    @Test
    void aFifoIsNotWaitedFor() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        assertThrows(IOException.class, () -> LogFileReader.read(fifo, 0, 0));
        assertThrows(IOException.class, () -> LogFileReader.tail(fifo, 0, 10));
    }

    @Test
    void aLogThatIsNotThereIsAnError() {
        Path missing = folder.resolve("missing");
        assertThrows(NoSuchFileException.class, () -> LogFileReader.read(missing, 0, 0));
        assertThrows(NoSuchFileException.class, () -> LogFileReader.tail(missing, 0, 0));
    }

    private Path log(String text) throws IOException {
        return Files.writeString(folder.resolve("log"), text);
    }

    /** A log with so many bytes more than one answer holds, which ends in "end". */
    private Path larger(int more) throws IOException {
        Path log = folder.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(LogFileReader.LARGEST_PART + more - 3L);
            file.write("end".getBytes(StandardCharsets.US_ASCII));
        }
        return log;
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.ISO_8859_1);
    }
}
