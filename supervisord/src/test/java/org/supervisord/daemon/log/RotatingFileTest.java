package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RotatingFileTest extends RotatingFileBench {
    @Test
    void makesTheFileWithItsPermissions() throws IOException {
        open(0, 0).close();
        assertEquals(RotatingFile.PRIVATE, permissions(path));
    }

    @Test
    void aPublicFileIsWritableByItsOwnerAlone() throws IOException {
        RotatingFile file =
                new RotatingFile(
                        path,
                        0,
                        0,
                        RotatingFile.PUBLIC,
                        told::add,
                        fatal.reasons,
                        Disposal.atOnce());
        file.open();
        file.close();
        assertTrue(
                PosixFilePermissions.fromString(RotatingFile.PUBLIC)
                        .containsAll(Files.getPosixFilePermissions(path)),
                permissions(path));
    }

    @Test
    void appendsToWhatIsThere() throws IOException {
        Files.writeString(path, "old ");
        RotatingFile file = open(0, 0);
        write(file, "new ");
        write(file, "newer");
        assertEquals("old new newer", Files.readString(path));
    }

    @Test
    void rotatesAsSoonAsTheLimitIsReachedAndNotBefore() throws IOException {
        RotatingFile file = open(10, 1);
        write(file, "123456789");
        assertEquals(List.of("x.log"), names());
        write(file, "0");
        assertEquals("1234567890", Files.readString(numbered(1)));
        assertEquals("", Files.readString(path));
        write(file, "next");
        assertEquals("next", Files.readString(path));
    }

    @Test
    void whatWasThereBeforeCountsForTheLimit() throws IOException {
        Files.writeString(path, "12345678");
        write(open(10, 1), "90");
        assertEquals("1234567890", Files.readString(numbered(1)));
    }

    @Test
    void aFileThatIsTooLargeAlreadyIsRotatedByTheNextWrite() throws IOException {
        Files.writeString(path, "much too large");
        RotatingFile file = open(10, 1);
        assertEquals(List.of("x.log"), names());
        write(file, "!");
        assertEquals("much too large!", Files.readString(numbered(1)));
    }

    @Test
    void aWriteLargerThanTheLimitStaysInOnePiece() throws IOException {
        write(open(10, 2), "a".repeat(35));
        assertEquals(35, Files.size(numbered(1)));
        assertEquals(List.of("x.log", "x.log.1"), names());
    }

    @Test
    void olderFilesMoveUpAndTheOldestGoes() throws IOException {
        RotatingFile file = open(1, 3);
        for (String letter : List.of("a", "b", "c", "d", "e")) {
            write(file, letter);
        }
        assertEquals(List.of("x.log", "x.log.1", "x.log.2", "x.log.3"), names());
        assertEquals("", Files.readString(path));
        assertEquals("e", Files.readString(numbered(1)));
        assertEquals("d", Files.readString(numbered(2)));
        assertEquals("c", Files.readString(numbered(3)));
    }

    @Test
    void numbersGoOnAfterNine() throws IOException {
        RotatingFile file = open(1, 11);
        for (char letter = 'a'; letter <= 'l'; letter++) {
            write(file, String.valueOf(letter));
        }
        assertEquals("l", Files.readString(numbered(1)));
        assertEquals("c", Files.readString(numbered(10)));
        assertEquals("b", Files.readString(numbered(11)));
        assertEquals(12, names().size());
    }

    @Test
    void aGapInTheNumbersIsNoTrouble() throws IOException {
        Files.writeString(numbered(2), "older");
        write(open(1, 3), "a");
        assertEquals("a", Files.readString(numbered(1)));
        assertFalse(Files.exists(numbered(2)));
        assertEquals("older", Files.readString(numbered(3)));
        assertEquals(List.of(), told);
    }

    @Test
    void theOldestFileStaysWhereNothingTakesItsPlace() throws IOException {
        Files.writeString(numbered(2), "old");
        RotatingFile file = open(3, 2);
        write(file, "one");
        assertEquals("old", Files.readString(numbered(2)));
        assertEquals("one", Files.readString(numbered(1)));
        write(file, "two");
        assertEquals("one", Files.readString(numbered(2)));
        assertEquals("two", Files.readString(numbered(1)));
        try (Stream<Path> all = Files.list(path.getParent())) {
            assertEquals(3, all.count());
        }
    }

    @Test
    void filesBeyondTheBackupsAreLeftAlone() throws IOException {
        Files.writeString(numbered(3), "of a time with more backups");
        RotatingFile file = open(1, 2);
        write(file, "a");
        write(file, "b");
        write(file, "c");
        assertEquals("of a time with more backups", Files.readString(numbered(3)));
        assertEquals("b", Files.readString(numbered(2)));
    }

    @Test
    void aNegativeNumberOfBackupsIsNone() throws IOException {
        RotatingFile file = open(10, -1);
        write(file, "1234567890");
        assertEquals(List.of("x.log"), names());
        assertEquals("", Files.readString(path));
    }

    @Test
    void asManyBackupsAsThereAreNumbersTakeNoLonger() throws IOException {
        Files.writeString(numbered(1), "younger");
        Files.writeString(numbered(7), "older");
        Files.writeString(folder.resolve("x.log.old"), "");
        Files.writeString(folder.resolve("x.log.99999999999"), "");
        RotatingFile file = open(10, Integer.MAX_VALUE);
        write(file, "1234567890");
        assertEquals(
                List.of("x.log", "x.log.1", "x.log.2", "x.log.8", "x.log.99999999999", "x.log.old"),
                names());
        assertEquals("younger", Files.readString(numbered(2)));
        assertEquals("older", Files.readString(numbered(8)));
    }

    @Test
    void withoutBackupsItIsEmptied() throws IOException {
        RotatingFile file = open(10, 0);
        write(file, "1234567890");
        assertEquals(List.of("x.log"), names());
        assertEquals("", Files.readString(path));
        write(file, "next");
        assertEquals("next", Files.readString(path));
    }

    @Test
    void withoutALimitItGrows() throws IOException {
        RotatingFile file = open(0, 3);
        for (int i = 0; i < 100; i++) {
            write(file, "a".repeat(1000));
        }
        assertEquals(100_000, Files.size(path));
        assertEquals(List.of("x.log"), names());
    }

    @Test
    void theNewFileHasThePermissionsToo() throws IOException {
        write(open(1, 1), "a");
        assertEquals(RotatingFile.PRIVATE, permissions(path));
        assertEquals(RotatingFile.PRIVATE, permissions(numbered(1)));
    }

    @Test
    void aBufferIsAlwaysTakenWhole() throws IOException {
        ByteBuffer part = ByteBuffer.wrap("-kept-".getBytes(StandardCharsets.UTF_8), 1, 4);
        open(0, 0).write(part);
        assertFalse(part.hasRemaining());
        assertEquals("kept", Files.readString(path));

        ByteBuffer lost = ByteBuffer.wrap(new byte[7]);
        path = folder.resolve("missing").resolve("x.log");
        unopened(0, 0).write(lost);
        assertFalse(lost.hasRemaining());
    }

    @Test
    void manyRotationsLoseRepeatAndTearNothing() throws IOException {
        Random random = new Random(1);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        int backups = 400;
        RotatingFile file = open(10_000, backups);
        ByteBuffer buffer = ByteBuffer.allocateDirect(5_000);
        while (expected.size() < 2_000_000) {
            byte[] data = new byte[random.nextInt(5_000)];
            random.nextBytes(data);
            expected.writeBytes(data);
            file.write(buffer.clear().put(data).flip());
        }
        file.close();
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        for (int number = backups; number > 0; number--) {
            if (Files.exists(numbered(number))) {
                byte[] part = Files.readAllBytes(numbered(number));
                assertTrue(part.length >= 10_000 && part.length < 15_000, "size " + part.length);
                found.writeBytes(part);
            }
        }
        found.writeBytes(Files.readAllBytes(path));
        assertArrayEquals(expected.toByteArray(), found.toByteArray());
    }
}
