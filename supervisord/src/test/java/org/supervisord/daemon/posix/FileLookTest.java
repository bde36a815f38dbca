package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLookTest {
    private static final Path NULL = Path.of("/dev/null");
    private static final Path ZERO = Path.of("/dev/zero");

    /** A kernel, or a container around it, that does not let the call through. */
    private static final FileLook.Statx REFUSED = (folder, path, flags, look) -> -Errno.EPERM;

    @TempDir private Path folder;
    private Path file;
    private Path link;
    private Path fifo;

    @BeforeEach
    void make() throws Exception {
        file = Files.writeString(folder.resolve("file ä"), "text");
        link = Files.createSymbolicLink(folder.resolve("link"), file);
        fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    }

    @Test
    void seesTheSameWhereTheCallIsNotLetThrough() throws Exception {
        Files.createLink(folder.resolve("other"), file);
        for (Path it : List.of(file, link, folder, fifo, NULL, ZERO)) {
            assertEquals(FileLook.at(it), FileLook.at(it, REFUSED));
            assertEquals(
                    FileLook.at(it, LinkOption.NOFOLLOW_LINKS),
                    FileLook.at(it, REFUSED, LinkOption.NOFOLLOW_LINKS));
        }
        assertEquals(2, FileLook.at(file, REFUSED).names());
    }

    @Test
    void seesWhatADescriptorIsOfWhereTheCallIsNotLetThrough() throws Exception {
        int descriptor = LibC.open(LibC.cString(file.toString()), 0);
        try {
            Files.delete(file);
            FileLook look = FileLook.at(descriptor);
            assertEquals(0, look.names());
            assertEquals(look, FileLook.at(descriptor, REFUSED));
        } finally {
            LibC.close(descriptor);
        }
    }

    @Test
    void saysWhyNothingIsSeen() throws Exception {
        Files.delete(file);
        assertEquals(
                Errno.ENOENT, assertThrows(PosixException.class, () -> FileLook.at(file)).errno());
        assertEquals(
                Errno.EPERM,
                assertThrows(PosixException.class, () -> FileLook.at(file, REFUSED)).errno());
    }

    @Test
    void tellsWhatIsPlainAndWhatCanBeOpenedUnnoticed() throws Exception {
        assertTrue(FileLook.at(file).isPlain());
        assertTrue(FileLook.at(link).isPlain());
        assertTrue(FileLook.at(NULL).isPlain());
        for (Path it : List.of(folder, fifo, ZERO)) {
            assertFalse(FileLook.at(it).isPlain());
        }
        assertFalse(FileLook.at(link, LinkOption.NOFOLLOW_LINKS).isPlain());
        for (Path it : List.of(file, link, folder, NULL)) {
            assertTrue(FileLook.at(it, LinkOption.NOFOLLOW_LINKS).isQuiet());
        }
        assertFalse(FileLook.at(fifo).isQuiet());
        assertFalse(FileLook.at(ZERO).isQuiet());
    }

    @Test
    void takesTheNumbersOfADeviceApart() {
        assertEquals(1L << 32 | 3, FileLook.device(0x103));
        assertEquals(0xabcdeL << 32 | 0xfedcbL, FileLook.device(0x000a_b000_fedc_decbL));
    }
}
