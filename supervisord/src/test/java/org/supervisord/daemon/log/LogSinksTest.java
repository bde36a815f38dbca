package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.daemon.posix.FileError;

/** Files; how the daemon's own outputs are found is tested where they can be read. */
class LogSinksTest {
    private final LogBench bench = new LogBench();
    @TempDir private Path folder;

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    @Test
    void aFileHasThatLimitAndThosePermissions() throws IOException {
        Path path = folder.resolve("stdout");
        try (LogSink sink = open(path, 3)) {
            write(sink, "abc");
            write(sink, "de");
        }
        assertEquals("abc", Files.readString(folder.resolve("stdout.1")));
        assertEquals("de", Files.readString(path));
        assertEquals(
                RotatingFile.PRIVATE,
                PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void troubleWithAFileIsTold() {
        LogSink sink = open(folder.resolve("missing").resolve("x.log"), 0);
        assertThrows(NoSuchFileException.class, sink::open);
        write(sink, "lost");
        assertEquals(1, bench.told.size(), bench.told.toString());
    }

    @Test
    void thoseWhoNameTheSameFileWriteToTheSameOne() throws IOException {
        Path path = folder.resolve("x.log");
        LogSink one = open(path, 6);
        LogSink two = open(folder.resolve(".").resolve("x.log"), 6);
        write(one, "abc");
        write(two, "def");
        write(one, "ghi");
        assertEquals("abcdef", Files.readString(folder.resolve("x.log.1")));
        assertEquals("ghi", Files.readString(path));
        one.clear();
        write(two, "jkl");
        assertEquals("jkl", Files.readString(path));
    }

    @Test
    void aSharedFileIsClosedWhenTheLastOneIsDone() throws IOException {
        Path path = folder.resolve("x.log");
        LogSink one = open(path, 0);
        LogSink two = open(path, 0);
        write(one, "a");
        one.close();
        one.close();
        write(two, "b");
        assertEquals("ab", Files.readString(path));
        assertEquals(1, OpenFiles.of(path));
        two.close();
        assertEquals(0, OpenFiles.of(path));
    }

    @Test
    void aFifoIsNoFile() throws Exception {
        Path path = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        LogSink sink = open(path, 1);
        sink.open();
        write(sink, "nobody reads this");
        sink.reopen();
        sink.clear();
        sink.close();
        assertTrue(Files.exists(path), "clearing must not remove what the operator has made");
        assertFalse(Files.isRegularFile(path));
        assertFalse(Files.exists(folder.resolve("fifo.1")));
    }

    @Test
    void aDescriptorThatTheDaemonWasNotStartedWithIsNoLog() throws IOException {
        Path other = folder.resolve("other");
        try (FileOutputStream open = new FileOutputStream(other.toFile())) {
            for (Path descriptor : OpenFiles.descriptorsOf(other)) {
                LogSink sink = open(descriptor, 0);
                write(sink, "lost");
                sink.close();
                assertEquals(
                        "can't write log "
                                + descriptor
                                + ": No such file or directory; what comes is dropped",
                        bench.told.get(0));
            }
            assertEquals(1, bench.told.size());
            open.write('x');
        }
        assertEquals("x", Files.readString(other));
    }

    @Test
    void whatCanNeverBeOpenedIsKnownAtOnceAndAFifoMayGetAReader() throws Exception {
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel listening =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));
            IOException e = assertThrows(IOException.class, open(socket, 0)::open);
            assertEquals("ENXIO", FileError.name(e));
        }
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        try (LogSink sink = open(fifo, 0)) {
            sink.open();
            try (RandomAccessFile reader = new RandomAccessFile(fifo.toFile(), "rw")) {
                write(sink, "read");
                assertEquals('r', reader.read());
            }
        }
        assertEquals(List.of(), bench.told);
    }

    private LogSink open(Path path, long maxbytes) {
        return bench.logs.of(path, maxbytes, 1, RotatingFile.PRIVATE);
    }

    private static void write(LogSink sink, String text) {
        sink.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
