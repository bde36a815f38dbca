package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlainFileTest {
    private static final Set<PosixFilePermission> MODE =
            PosixFilePermissions.fromString("rw-r-----");

    @TempDir private Path folder;
    private Path file;
    private Path link;

    @BeforeEach
    void name() throws IOException {
        file = folder.resolve("file ä");
        link = Files.createSymbolicLink(folder.resolve("link"), file);
    }

    private static void append(PlainFile to, String text) throws IOException {
        try (FileChannel channel = to.channel()) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String read(Path path) throws IOException {
        try (FileChannel channel = PlainFile.read(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            channel.read(bytes);
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }

    @Test
    void whatIsNotThereIsMade() throws IOException {
        append(PlainFile.append(file, MODE), "one ");
        append(PlainFile.append(file, MODE), "two");
        assertEquals("one two", read(file));
        assertEquals(MODE, Files.getPosixFilePermissions(file));
        assertThrows(FileAlreadyExistsException.class, () -> PlainFile.make(file, MODE));
    }

    @Test
    void linksAreFollowedOrNot() throws IOException {
        assertThrows(PlainFile.NotPlain.class, () -> PlainFile.appendUnlinked(link, MODE));
        assertFalse(Files.exists(file));
        append(PlainFile.append(link, MODE), "one");
        assertEquals("one", read(link));
        assertThrows(FileAlreadyExistsException.class, () -> PlainFile.make(link, MODE));
    }

    @Test
    void whatIsNoPlainFileIsNeitherWaitedForNorOpened() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertThrows(PlainFile.NotPlain.class, () -> PlainFile.append(file, MODE));
        assertThrows(PlainFile.NotPlain.class, () -> PlainFile.appendUnlinked(file, MODE));
        assertThrows(PlainFile.NotPlain.class, () -> PlainFile.read(file));
        assertThrows(PlainFile.NotPlain.class, () -> PlainFile.append(Path.of("/dev/full"), MODE));
        assertThrows(PlainFile.NotPlain.class, () -> PlainFile.read(Path.of("/dev/zero")));
        assertThrows(PlainFile.NotPlain.class, () -> PlainFile.read(folder));
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void whoWaitsForAReaderOfAFifoDoesNotTakeUsForOne() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        Process writer =
                new ProcessBuilder("sh", "-c", "echo kept >\"$0\"", file.toString()).start();
        try {
            while (!isAsleep(writer)) {
                Thread.onSpinWait();
            }
            assertThrows(PlainFile.NotPlain.class, () -> PlainFile.read(file));
            assertTrue(isAsleep(writer));
            assertEquals("kept\n", Files.readString(file));
        } finally {
            writer.destroyForcibly();
        }
    }

    /** Source: proc_pid_stat(5). */
    private static boolean isAsleep(Process process) throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains("(sh) S ");
    }

    @Test
    void whatIsToBeNoLinkIsNotReadBehindOne() throws IOException {
        Files.writeString(file, "text");
        try (FileChannel channel = PlainFile.readUnlinked(file)) {
            assertEquals(4, channel.size());
        }
        assertThrows(PlainFile.NotPlain.class, () -> PlainFile.readUnlinked(link));
    }

    @Test
    void aFileCannotBeMadeWhereAFifoIs() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertThrows(FileAlreadyExistsException.class, () -> PlainFile.make(file, MODE));
    }

    @Test
    void nothingIsReadFromTheNullDevice() throws IOException {
        assertEquals("", read(Path.of("/dev/null")));
    }

    @Test
    void failuresAreThoseOfTheJdk() {
        assertThrows(NoSuchFileException.class, () -> PlainFile.read(file));
        FileSystemException folders =
                assertThrows(FileSystemException.class, () -> PlainFile.append(folder, MODE));
        assertEquals("Is a directory", folders.getReason());
    }

    @Test
    void namesOfAFileAreOfOneIdentity() throws IOException {
        try (FileChannel first = PlainFile.make(file, MODE).channel()) {
            Path other = Files.createLink(folder.resolve("other"), file);
            PlainFile again = PlainFile.appendUnlinked(file, MODE);
            PlainFile byOther = PlainFile.appendUnlinked(other, MODE);
            PlainFile another = PlainFile.make(folder.resolve("another"), MODE);
            assertEquals(2, again.names());
            assertEquals(again.identity(), byOther.identity());
            assertNotEquals(again.identity(), another.identity());
            again.channel().close();
            byOther.channel().close();
            another.channel().close();
            assertEquals(0, first.size());
        }
    }
}
