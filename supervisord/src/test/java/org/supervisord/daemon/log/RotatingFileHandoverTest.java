package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Files that another program goes on with. */
class RotatingFileHandoverTest extends RotatingFileBench {
    @Test
    void anotherProgramWritesOnAndRotatesWhenItIsFull() throws IOException {
        RotatingFile former = open(10, 1);
        former.write(ByteBuffer.wrap("12345".getBytes(StandardCharsets.US_ASCII)));
        LogSnapshot snapshot = former.snapshot(oneFile());
        RotatingFile next =
                new RotatingFile(
                        path,
                        10,
                        1,
                        RotatingFile.PRIVATE,
                        told::add,
                        fatal.reasons,
                        Disposal.atOnce());
        next.resume(snapshot, oneFile());
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
        assertEquals(4, former.snapshot(oneFile()).rotating());
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
                oneFile());
        write(next, "d");
        assertEquals("cd", Files.readString(numbered(1)));
        assertEquals("b", Files.readString(numbered(2)));
        assertEquals("a", Files.readString(numbered(3)));
        assertEquals("0", Files.readString(numbered(4)));
        write(next, "e");
        assertEquals("a", Files.readString(numbered(4)));
        assertEquals(0, next.snapshot(oneFile()).rotating());
    }

    /** Opens the file once more in place of a descriptor. */
    private OneFile oneFile() {
        return new OneFile(() -> FileChannel.open(path, StandardOpenOption.APPEND));
    }
}
