package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;

/** Files that another program goes on with. */
class RotatingFileHandoverTest extends RotatingFileBench {
    @Test
    void anotherProgramWritesOnAndRotatesWhenItIsFull() throws IOException {
        RotatingFile former = open(10, 1);
        former.write(ByteBuffer.wrap("12345".getBytes(StandardCharsets.US_ASCII)));
        LogSnapshot snapshot = former.snapshot(new OneFile());
        RotatingFile next =
                new RotatingFile(
                        path,
                        10,
                        1,
                        RotatingFile.PRIVATE,
                        told::add,
                        fatal.reasons,
                        Disposal.atOnce());
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
                new RotatingFile(
                        path,
                        1,
                        4,
                        RotatingFile.PRIVATE,
                        told::add,
                        fatal.reasons,
                        Disposal.atOnce());
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
