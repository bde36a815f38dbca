package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FileErrorTest {
    @TempDir private Path folder;

    @Test
    void whatTheSystemSaysIsFoundWhateverExceptionHidesIt() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path inside = Files.createDirectories(folder.resolve("folder").resolve("inside"));
        expect("ENOENT", () -> FileChannel.open(folder.resolve("nothing")));
        expect("ENOTDIR", () -> Files.createFile(file.resolve("below")));
        expect("EEXIST", () -> Files.createFile(file));
        expect("ENOTEMPTY", () -> Files.delete(inside.getParent()));
        expect("EISDIR", () -> FileChannel.open(folder, StandardOpenOption.WRITE));
        Path link = folder.resolve("link");
        expect("ELOOP", () -> FileChannel.open(Files.createSymbolicLink(link, link)));
        expect("ENAMETOOLONG", () -> Files.createFile(folder.resolve("n".repeat(300))));
        expect("ENXIO", () -> OutputDescriptor.open(fifo()));
        assertEquals("EACCES", FileError.name(new AccessDeniedException("x")));
        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            expect("ENOSPC", () -> full.write(ByteBuffer.allocate(1)));
        }
    }

    private Path fifo() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        return fifo;
    }

    private static void expect(String name, Executable deed) {
        assertEquals(name, FileError.name(assertThrows(IOException.class, deed)));
    }

    @Test
    void anErrorInTheSystemsWords() {
        assertEquals("Permission denied", FileError.text(new AccessDeniedException("/some/path")));
    }

    @Test
    void whatTheSystemNeverSaidIsToldAsItIs() {
        IOException own = new IOException("no plain file");
        assertEquals("no plain file", FileError.text(own));
        assertEquals("no plain file", FileError.name(own));
        assertEquals(OptionalInt.empty(), FileError.errno(own));
        assertEquals("IOException", FileError.text(new IOException()));
    }
}
