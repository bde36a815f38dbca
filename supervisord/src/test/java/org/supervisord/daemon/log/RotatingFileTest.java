package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.daemon.fatal.FatalBench;

class RotatingFileTest {
    private final List<String> told = new ArrayList<>();
    private final FatalBench fatal = new FatalBench();
    @TempDir private Path folder;
    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("x.log");
    }

    @Test
    void makesTheFileWithItsPermissions() throws IOException {
        open(0, 0).close();
        assertEquals(RotatingFile.PRIVATE, permissions(path));
    }

    @Test
    void aPublicFileIsWritableByItsOwnerAlone() throws IOException {
        new RotatingFile(path, 0, 0, RotatingFile.PUBLIC, told::add, fatal.reasons).close();
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
    void aFileThatSomebodyRemovedIsMadeAgainByTheRotation() throws IOException {
        RotatingFile file = open(10, 2);
        write(file, "12345");
        Files.delete(path);
        write(file, "67890");
        write(file, "next");
        assertEquals(List.of("x.log"), names());
        assertEquals("next", Files.readString(path));
        assertEquals(List.of(), told);
    }

    @Test
    void afterReopenItWritesToTheFileOfThatName() throws IOException {
        RotatingFile file = open(0, 0);
        write(file, "before ");
        Path moved = Files.move(path, folder.resolve("moved"));
        write(file, "between");
        file.reopen();
        write(file, "after");
        assertEquals("before between", Files.readString(moved));
        assertEquals("after", Files.readString(path));
        assertEquals(RotatingFile.PRIVATE, permissions(path));
    }

    @Test
    void reopenMeasuresTheFileThatItFinds() throws IOException {
        RotatingFile file = open(10, 1);
        write(file, "123456789");
        Files.move(path, folder.resolve("moved"));
        file.reopen();
        write(file, "123456789");
        assertFalse(Files.exists(numbered(1)), "the new file is not full yet");
        file.reopen();
        write(file, "0");
        assertEquals("1234567890", Files.readString(numbered(1)));
    }

    @Test
    void clearBeginsANewFileAndLeavesTheOlderOnes() throws IOException {
        RotatingFile file = open(10, 1);
        write(file, "1234567890");
        write(file, "123456789");
        Path held = Files.createLink(folder.resolve("held"), path);
        file.clear();
        assertEquals("", Files.readString(path));
        assertEquals("123456789", Files.readString(held), "removed, and not emptied");
        write(file, "987654321");
        assertEquals("987654321", Files.readString(path));
        assertEquals("1234567890", Files.readString(numbered(1)));
    }

    @Test
    void clearMakesAMissingFileAgain() throws IOException {
        RotatingFile file = open(0, 0);
        Files.delete(path);
        file.clear();
        write(file, "here");
        assertEquals("here", Files.readString(path));
    }

    @Test
    void clearSaysWhenItCannotRemoveTheFile() throws IOException {
        RotatingFile file = open(0, 0);
        Files.delete(path);
        Files.createFile(Files.createDirectory(path).resolve("inside"));
        assertThrows(DirectoryNotEmptyException.class, file::clear);
    }

    @Test
    void clearDoesNotRemoveADevice() throws IOException {
        Files.createSymbolicLink(path, Path.of("/dev/null"));
        RotatingFile file = open(0, 0);
        file.clear();
        write(file, "gone");
        assertTrue(Files.isSymbolicLink(path));
        assertEquals(List.of(), told);
    }

    @Test
    void aDeviceIsNeverRotated() throws IOException {
        // by a link, so that a mistake would not rename the device itself
        Files.createSymbolicLink(path, Path.of("/dev/null"));
        RotatingFile file = open(10, 3);
        write(file, "a".repeat(100));
        write(file, "a".repeat(100));
        assertTrue(Files.isSymbolicLink(path));
        assertEquals(List.of("x.log"), names());
        assertEquals(0, file.lost());
    }

    @Test
    void whatCannotBeWrittenIsCountedAndToldOnce() throws IOException {
        Files.createSymbolicLink(path, Path.of("/dev/full"));
        RotatingFile file = open(0, 0);
        write(file, "12345");
        write(file, "678");
        assertEquals(8, file.lost());
        assertEquals(1, told.size(), told.toString());
        assertTrue(told.get(0).startsWith("can't write log " + path + ": "), told.get(0));
        assertTrue(told.get(0).contains("No space left on device"), told.get(0));
    }

    @Test
    void goesOnWhenThereIsRoomAgainAndSaysWhatWasLost() throws IOException {
        Files.createSymbolicLink(path, Path.of("/dev/full"));
        RotatingFile file = open(0, 0);
        write(file, "12345");
        Files.delete(path);
        file.reopen();
        write(file, "kept");
        write(file, " too");
        assertEquals("kept too", Files.readString(path));
        assertEquals(2, told.size(), told.toString());
        assertEquals("log " + path + " can be written again, 5 bytes lost", told.get(1));
    }

    @Test
    void everyWriteTriesAgainToOpenAFileThatCouldNotBeOpened() throws IOException {
        path = folder.resolve("missing").resolve("x.log");
        RotatingFile file = open(0, 0);
        write(file, "12");
        write(file, "345");
        assertEquals(1, told.size(), told.toString());
        Files.createDirectory(path.getParent());
        write(file, "kept");
        assertEquals("kept", Files.readString(path));
        assertEquals("log " + path + " can be written again, 5 bytes lost", told.get(1));
    }

    @Test
    void theNextTroubleIsToldAgain() throws IOException {
        path = folder.resolve("missing").resolve("x.log");
        RotatingFile file = open(0, 0);
        Files.createDirectory(path.getParent());
        write(file, "kept");
        Files.delete(path);
        Files.delete(path.getParent());
        file.reopen();
        write(file, "lost");
        assertEquals(3, told.size(), told.toString());
        assertEquals(told.get(0), told.get(2));
        assertEquals(4, file.lost());
    }

    @Test
    void aFileThatCannotBeRotatedIsWrittenOnAndToldOnce() throws IOException {
        Path inTheWay = Files.createDirectory(numbered(1));
        Files.createFile(inTheWay.resolve("inside"));
        RotatingFile file = open(5, 1);
        write(file, "12345");
        write(file, "678");
        write(file, "90");
        assertEquals("1234567890", Files.readString(path));
        assertEquals(0, file.lost());
        assertEquals(1, told.size(), told.toString());

        Files.delete(inTheWay.resolve("inside"));
        Files.delete(inTheWay);
        write(file, "!");
        assertEquals("1234567890!", Files.readString(numbered(1)));
        assertEquals("", Files.readString(path));
        assertEquals(2, told.size(), told.toString());
    }

    @Test
    void whatCannotBeRotatedIsAFatalReasonUntilItCan() throws IOException {
        RotatingFile file = open(3, 1);
        Files.createDirectories(numbered(1).resolve("in the way"));
        write(file, "abc");
        assertTrue(
                fatal.told().get(0).startsWith("can't rotate log " + path + ": "),
                fatal.told().toString());
        write(file, "d");
        assertEquals(1, fatal.told().size());
        Files.delete(numbered(1).resolve("in the way"));
        write(file, "e");
        assertEquals(List.of(), fatal.told());
    }

    @Test
    void whatCannotBeRemovedIsAFatalReasonUntilItCan() throws IOException {
        RotatingFile file = open(0, 1);
        Files.delete(path);
        Files.createDirectories(path.resolve("in the way"));
        assertThrows(IOException.class, file::clear);
        assertEquals(1, fatal.told().size());
        Files.delete(path.resolve("in the way"));
        file.clear();
        assertEquals(List.of(), fatal.told());
        assertEquals("", Files.readString(path));
    }

    @Test
    void aBufferIsAlwaysTakenWhole() throws IOException {
        ByteBuffer part = ByteBuffer.wrap("-kept-".getBytes(StandardCharsets.UTF_8), 1, 4);
        open(0, 0).write(part);
        assertFalse(part.hasRemaining());
        assertEquals("kept", Files.readString(path));

        ByteBuffer lost = ByteBuffer.wrap(new byte[7]);
        path = folder.resolve("missing").resolve("x.log");
        open(0, 0).write(lost);
        assertFalse(lost.hasRemaining());
    }

    private RotatingFile open(long maxbytes, int backups) {
        return new RotatingFile(
                path, maxbytes, backups, RotatingFile.PRIVATE, told::add, fatal.reasons);
    }

    private static void write(RotatingFile file, String text) {
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Path numbered(int number) {
        return folder.resolve("x.log." + number);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
