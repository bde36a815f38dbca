package org.supervisord.daemon.orphans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PidFilesTest {
    private static final int OWN = 4711;

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("x.pid");
    }

    @Test
    void whatWasThereIsWrittenOver() throws IOException {
        assertEquals(Optional.empty(), PidFiles.left(file, OWN));
        Files.writeString(file, "1234567\n");
        assertEquals(Optional.of("1234567"), PidFiles.left(file, OWN));
        assertTrue(PidFiles.write(file, OWN));
        assertEquals("4711\n", Files.readString(file));
        assertEquals(Optional.empty(), PidFiles.left(file, OWN));
    }

    @Test
    void onlyTheOwnOneIsRemoved() throws IOException {
        assertTrue(PidFiles.write(file, 1));
        PidFiles.removeOwn(file, OWN);
        assertTrue(Files.exists(file));
        assertTrue(PidFiles.write(file, OWN));
        PidFiles.removeOwn(file, OWN);
        assertFalse(Files.exists(file));
    }

    @Test
    void aFifoIsNotWaitedFor() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertEquals(Optional.empty(), PidFiles.left(file, OWN));
        assertFalse(PidFiles.write(file, OWN));
        PidFiles.removeOwn(file, OWN);
        assertTrue(Files.exists(file));
    }

    @Test
    void ofAHugeFileTheBeginningIsEnough() throws IOException {
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(3L << 30);
        }
        assertEquals(64, PidFiles.left(file, OWN).orElseThrow().length());
        assertTrue(PidFiles.write(file, OWN));
        assertEquals("4711\n", Files.readString(file));
    }

    @Test
    void whatIsNoTextTellsNothing() throws IOException {
        Files.write(file, new byte[] {(byte) 0xff, 0});
        assertEquals(Optional.empty(), PidFiles.left(file, OWN));
    }

    @Test
    void whoWantsNoneNamesTheNullDevice() {
        assertTrue(PidFiles.write(Path.of("/dev/null"), OWN));
    }
}
