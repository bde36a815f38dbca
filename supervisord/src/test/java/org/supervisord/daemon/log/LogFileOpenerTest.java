package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.daemon.posix.PlainFile;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogFileOpenerTest {
    @TempDir private Path folder;
    private Path log;
    private Path victim;
    private LogFileOpener opener;

    @BeforeEach
    void makeVictim() throws IOException {
        log = folder.resolve("a.log");
        victim = Files.writeString(folder.resolve("victim"), "precious");
        opener = new LogFileOpener(log, "rw-------");
    }

    @Test
    void makesWhatIsNotThere() throws IOException {
        checkThatItIsMadeAnew();
    }

    @Test
    void aPlantedLinkGivesWay() throws IOException {
        Files.createSymbolicLink(log, victim);
        checkThatItIsMadeAnew();
    }

    @Test
    void aPlantedLinkToNothingGivesWay() throws IOException {
        Files.createSymbolicLink(log, folder.resolve("nothing"));
        checkThatItIsMadeAnew();
        assertTrue(Files.notExists(folder.resolve("nothing")));
    }

    @Test
    void aSecondNameOfAFileGivesWay() throws IOException {
        Files.createLink(log, victim);
        checkThatItIsMadeAnew();
    }

    @Test
    void aFileThatIsThereIsWrittenOn() throws IOException {
        Files.writeString(log, "before, ");
        write();
        assertEquals("before, written", Files.readString(log));
    }

    @Test
    void aFolderStaysAndNothingIsLeftBeside() throws IOException {
        Files.createDirectory(log);
        Files.createFile(log.resolve("x"));
        assertThrows(IOException.class, () -> opener.make().close());
        checkThatNothingIsLeftBeside();
    }

    @Test
    void aPlantedFifoGivesWay() throws Exception {
        makeFifo();
        checkThatItIsMadeAnew();
    }

    @Test
    void whatIsNoPlainFileIsNotWaitedForWhereItIsNotDisplaced() throws Exception {
        makeFifo();
        assertThrows(PlainFile.NotPlain.class, opener::open);
    }

    @Test
    void theFileFromBeforeMayHaveOtherNames() throws IOException {
        Files.createLink(log, victim);
        opener.open().close();
        write();
        assertEquals("preciouswritten", Files.readString(victim));
    }

    @Test
    void whatWasMovedAwayIsNotTheFileFromBefore() throws IOException {
        Files.createLink(log, victim);
        opener.open().close();
        opener.forget();
        checkThatItIsMadeAnew();
    }

    @Test
    void emptyingFollowsALinkOnlyWhereThereWasOne() throws IOException {
        opener.open().close();
        Files.delete(log);
        Files.createSymbolicLink(log, victim);
        opener.empty().close();
        assertEquals("precious", Files.readString(victim));

        Files.delete(log);
        Files.createSymbolicLink(log, victim);
        opener.open().close();
        opener.empty().close();
        assertEquals("", Files.readString(victim));
    }

    private void makeFifo() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", log.toString()).start().waitFor());
    }

    private void checkThatItIsMadeAnew() throws IOException {
        write();
        assertEquals("precious", Files.readString(victim));
        assertTrue(Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS));
        assertEquals("written", Files.readString(log));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log)));
        checkThatNothingIsLeftBeside();
    }

    private void write() throws IOException {
        try (FileChannel channel = opener.make()) {
            channel.write(ByteBuffer.wrap("written".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void checkThatNothingIsLeftBeside() throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }
}
