package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.log.LogSnapshot.Due;

/** Files that can't be opened, rotated or cleared: what is lost, what is told, and until when. */
class RotatingFileTroubleTest extends RotatingFileBench {
    @Test
    void clearSaysWhenItCannotRemoveTheFile() throws IOException {
        RotatingFile file = open(0, 0);
        Files.delete(path);
        Files.createDirectory(path);
        assertThrows(FileSystemException.class, file::clear);
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
    void whatSomebodyHasEmptiedNeedsNoRotationAnyMore() throws IOException {
        RotatingFile file = open(3, 1);
        Files.createDirectory(numbered(1));
        write(file, "abc");
        assertEquals(1, fatal.told().size());
        Files.writeString(path, "");
        write(file, "d");
        assertEquals("d", Files.readString(path));
        assertEquals(List.of(), fatal.told());
    }

    @Test
    void whatCannotBeRemovedIsAFatalReasonUntilItCan() throws IOException {
        RotatingFile file = open(0, 1);
        Files.delete(path);
        Files.createDirectory(path);
        assertThrows(IOException.class, file::clear);
        assertEquals(
                List.of(
                        "can't remove log " + path + ": Is a directory",
                        "can't open log " + path + ": Is a directory"),
                fatal.told());
        Files.delete(path);
        file.clear();
        assertEquals(List.of(), fatal.told());
        assertEquals("", Files.readString(path));
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
    void aFileThatTakesNothingIsWrittenToByTheNextWriteAgain() throws IOException {
        AtomicBoolean busy = new AtomicBoolean(true);
        RotatingFile file = unopened(0, 0);
        file.resume(
                new LogSnapshot("x.log", OptionalInt.of(7), Due.NOTHING, 0, false, 0, List.of()),
                new OneFile(() -> new BusyFile(busy)));
        write(file, "lost");
        write(file, "too");
        assertEquals(7, file.lost());
        assertEquals(List.of("can't write log " + path + ": it takes nothing for now"), told);
        busy.set(false);
        write(file, "kept");
        assertEquals(7, file.lost());
        assertEquals("log " + path + " can be written again, 7 bytes lost", told.get(1));
    }

    /** A file that takes no bytes at times, as with EAGAIN. */
    private static final class BusyFile extends StandInFile {
        private final AtomicBoolean busy;

        BusyFile(AtomicBoolean busy) {
            this.busy = busy;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = busy.get() ? 0 : source.remaining();
            source.position(source.position() + count);
            return count;
        }

        @Override
        public long size() {
            throw new AssertionError();
        }

        @Override
        protected void implCloseChannel() {
            throw new AssertionError();
        }
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
    void untilTheNewFileCanBeMadeTheRotatedOneIsWrittenTo() throws IOException {
        RotatingFile file = open(3, 2);
        Backups backups = new Backups(path, 2, Disposal.atOnce());
        backups.shift();
        Files.createDirectory(path);
        // the directory is what is rotated, and there is no place for a new file behind it
        write(file, "abc");
        assertTrue(Files.isDirectory(numbered(1)));
        assertEquals("abc", Files.readString(numbered(2)));
        write(file, "d");
        assertEquals("d", Files.readString(path));
    }
}
