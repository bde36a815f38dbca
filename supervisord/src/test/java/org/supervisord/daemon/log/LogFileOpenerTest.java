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
import org.junit.jupiter.api.io.TempDir;

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
