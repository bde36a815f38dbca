package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.daemon.fatal.FatalBench;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;

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
    void anotherProgramWritesOnAndRotatesWhenItIsFull() throws IOException {
        RotatingFile former = open(10, 1);
        former.write(ByteBuffer.wrap("12345".getBytes(StandardCharsets.US_ASCII)));
        LogSnapshot snapshot = former.snapshot(new OneFile());
        RotatingFile next =
                new RotatingFile(path, 10, 1, RotatingFile.PRIVATE, told::add, fatal.reasons);
        next.resume(snapshot, new OneFile());
        next.open();
        next.write(ByteBuffer.wrap("67890".getBytes(StandardCharsets.US_ASCII)));
        next.write(ByteBuffer.wrap("new".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("1234567890", Files.readString(folder.resolve("x.log.1")));
        assertEquals("new", Files.readString(path));
        next.close();
        former.close();
    }

    @Test
    void aPublicFileIsWritableByItsOwnerAlone() throws IOException {
        RotatingFile file =
                new RotatingFile(path, 0, 0, RotatingFile.PUBLIC, told::add, fatal.reasons);
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
    void whatCannotBeRotatedIsAFatalReasonUntilItCan() throws IOException {
        RotatingFile file = open(3, 1);
        Path inTheWay = Files.createDirectory(numbered(1));
        write(file, "abc");
        assertTrue(
                fatal.told().get(0).startsWith("can't rotate log " + path + ": "),
                fatal.told().toString());
        write(file, "d");
        assertEquals(1, fatal.told().size());
        Files.delete(inTheWay);
        write(file, "e");
        assertEquals(List.of(), fatal.told());
    }

    @Test
    void whatCannotBeRemovedIsAFatalReasonUntilItCan() throws IOException {
        RotatingFile file = open(0, 1);
        Files.delete(path);
        Files.createDirectories(path.resolve("in the way"));
        assertThrows(IOException.class, file::clear);
        assertEquals(
                List.of(
                        "can't remove log " + path + ": Directory not empty",
                        "can't open log " + path + ": Is a directory"),
                fatal.told());
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
        unopened(0, 0).write(lost);
        assertFalse(lost.hasRemaining());
    }

    @Test
    void whoeverOpensItIsToldWhyItCannotBe() {
        path = folder.resolve("missing").resolve("x.log");
        assertThrows(NoSuchFileException.class, () -> unopened(0, 0).open());
        path = folder;
        assertThrows(IOException.class, () -> unopened(0, 0).open());
    }

    @Test
    void aFifoIsNotWaitedFor() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        assertThrows(IOException.class, () -> unopened(0, 0).open());
    }

    @Test
    void everyWriteTriesAgainToOpenAFileThatCouldNotBeOpened() throws IOException {
        path = folder.resolve("missing").resolve("x.log");
        RotatingFile file = unopened(0, 0);
        write(file, "12");
        write(file, "345");
        assertEquals(5, file.lost());
        assertEquals(1, told.size(), told.toString());
        assertEquals(
                List.of("can't open log " + path + ": No such file or directory"), fatal.told());
        Files.createDirectory(path.getParent());
        write(file, "kept");
        write(file, " too");
        assertEquals("kept too", Files.readString(path));
        assertEquals("log " + path + " can be written again, 5 bytes lost", told.get(1));
        assertEquals(2, told.size(), told.toString());
        assertEquals(List.of(), fatal.told());
    }

    @Test
    void theNextTroubleIsToldAgain() throws IOException {
        path = folder.resolve("missing").resolve("x.log");
        RotatingFile file = unopened(0, 0);
        write(file, "lost");
        Files.createDirectory(path.getParent());
        write(file, "kept");
        Files.delete(path);
        Files.delete(path.getParent());
        assertThrows(IOException.class, file::clear);
        write(file, "lost");
        assertEquals(3, told.size(), told.toString());
        assertEquals(told.get(0), told.get(2));
        assertEquals(8, file.lost());
    }

    @Test
    void untilItCanBeReopenedTheOldFileIsWrittenTo() throws IOException {
        path = Files.createDirectory(folder.resolve("logs")).resolve("x.log");
        RotatingFile file = open(0, 0);
        write(file, "one ");
        Path moved = Files.move(path.getParent(), folder.resolve("moved"));
        file.reopen();
        write(file, "two");
        assertEquals("one two", Files.readString(moved.resolve("x.log")));
        assertEquals(1, fatal.told().size());
        Files.createDirectory(path.getParent());
        write(file, "three");
        assertEquals("one two", Files.readString(moved.resolve("x.log")));
        assertEquals("three", Files.readString(path));
        assertEquals(0, file.lost());
        assertEquals(List.of(), fatal.told());
    }

    @Test
    void aFileThatCannotBeRotatedIsWrittenOn() throws IOException {
        Path inTheWay = Files.createDirectory(numbered(1));
        Files.createFile(inTheWay.resolve("inside"));
        RotatingFile file = open(5, 1);
        write(file, "12345");
        write(file, "678");
        write(file, "90");
        assertEquals("1234567890", Files.readString(path));
        assertEquals(0, file.lost());
        assertEquals(List.of(), told);

        Files.delete(inTheWay.resolve("inside"));
        Files.delete(inTheWay);
        write(file, "!");
        assertEquals("1234567890!", Files.readString(numbered(1)));
        assertEquals("", Files.readString(path));
    }

    @Test
    void aRotationThatFailedHalfwayGoesOnThereAndLosesNoFile() throws IOException {
        RotatingFile file = open(1, 4);
        write(file, "a");
        write(file, "b");
        // b is x.log.1 and a x.log.2, which can move; b can't
        Path inTheWay = Files.createDirectory(numbered(4));
        Files.writeString(numbered(3), "0");
        write(file, "c");
        write(file, "d");
        assertEquals("cd", Files.readString(path));
        Files.delete(inTheWay);
        write(file, "e");
        assertEquals("cde", Files.readString(numbered(1)));
        assertEquals("b", Files.readString(numbered(2)));
        assertEquals("a", Files.readString(numbered(3)));
        assertEquals("0", Files.readString(numbered(4)));
        assertEquals("", Files.readString(path));
    }

    @Test
    void aRotationThatFailedHalfwayIsGoneOnWithByAnotherProgram() throws IOException {
        RotatingFile former = open(1, 4);
        write(former, "a");
        write(former, "b");
        Files.writeString(numbered(3), "0");
        Files.createDirectory(numbered(4));
        write(former, "c");
        assertEquals(4, former.snapshot(new OneFile()).rotating());
        former.close();

        // as if x.log.1, which can't move, were all that is left to do
        Files.delete(numbered(4));
        Files.move(numbered(3), numbered(4));
        Files.move(numbered(2), numbered(3));
        RotatingFile next =
                new RotatingFile(path, 1, 4, RotatingFile.PRIVATE, told::add, fatal.reasons);
        next.resume(
                new LogSnapshot(
                        path.toString(),
                        OptionalInt.of(7),
                        LogSnapshot.Due.NOTHING,
                        0,
                        true,
                        2,
                        List.of()),
                new OneFile());
        write(next, "d");
        assertEquals("cd", Files.readString(numbered(1)));
        assertEquals("b", Files.readString(numbered(2)));
        assertEquals("a", Files.readString(numbered(3)));
        assertEquals("0", Files.readString(numbered(4)));
        write(next, "e");
        assertEquals("a", Files.readString(numbered(4)));
        assertEquals(0, next.snapshot(new OneFile()).rotating());
    }

    @Test
    void untilTheNewFileCanBeMadeTheRotatedOneIsWrittenTo() throws IOException {
        RotatingFile file = open(3, 2);
        Backups backups = new Backups(path, 2);
        backups.shift();
        Files.createDirectories(path.resolve("in the way"));
        // the directory is what is rotated, and there is no place for a new file behind it
        write(file, "abc");
        assertTrue(Files.isDirectory(numbered(1)));
        assertEquals("abc", Files.readString(numbered(2)));
        write(file, "d");
        assertEquals("d", Files.readString(path));
    }

    @Test
    void whatSomebodyElseHasEmptiedIsNotRotatedTooSoon() throws IOException {
        RotatingFile file = open(10, 1);
        write(file, "12345678");
        Files.newOutputStream(path).close();
        write(file, "abcd");
        assertEquals("abcd", Files.readString(path), "appended, and without a hole");
        write(file, "efghij");
        assertEquals("abcdefghij", Files.readString(numbered(1)));
    }

    @Test
    void linksOfTheOperatorAreFollowed() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old ");
        Files.createSymbolicLink(path, real);
        RotatingFile file = open(0, 0);
        write(file, "new ");
        file.reopen();
        write(file, "newer");
        assertEquals("old new newer", Files.readString(real));
    }

    @Test
    void aRotatedLinkGivesWayToAFile() throws IOException {
        Path real = folder.resolve("real");
        Files.createSymbolicLink(path, real);
        RotatingFile file = open(3, 1);
        write(file, "abc");
        write(file, "d");
        assertEquals(real, Files.readSymbolicLink(numbered(1)));
        assertEquals("abc", Files.readString(real));
        assertTrue(Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
        assertEquals("d", Files.readString(path));
    }

    @Test
    void withoutBackupsALinkStays() throws IOException {
        Path real = folder.resolve("real");
        Files.createSymbolicLink(path, real);
        RotatingFile file = open(3, 0);
        write(file, "abc");
        write(file, "d");
        assertEquals("d", Files.readString(real));
        assertTrue(Files.isSymbolicLink(path));
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

    private RotatingFile open(long maxbytes, int backups) throws IOException {
        RotatingFile file = unopened(maxbytes, backups);
        file.open();
        return file;
    }

    private RotatingFile unopened(long maxbytes, int backups) {
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

    /** Opens the file once more in place of a descriptor. */
    private final class OneFile implements Keeper, Inheritance {
        @Override
        public int keep(Channel channel) {
            return 7;
        }

        @Override
        public int keep(int descriptor) {
            return descriptor;
        }

        @Override
        public List<Integer> kept() {
            return List.of(7);
        }

        @Override
        public FileChannel file(int descriptor) throws IOException {
            assertEquals(7, descriptor);
            return FileChannel.open(path, StandardOpenOption.APPEND);
        }

        @Override
        public Pipe.SourceChannel source(int descriptor) {
            throw new AssertionError();
        }

        @Override
        public Pipe.SinkChannel sink(int descriptor) {
            throw new AssertionError();
        }

        @Override
        public ServerSocketChannel listening(int descriptor, boolean unix) {
            throw new AssertionError();
        }

        @Override
        public SocketChannel connected(int descriptor, SocketAddress remote) {
            throw new AssertionError();
        }

        @Override
        public int taken(int descriptor) {
            throw new AssertionError();
        }
    }
}
