package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Disks that have just enough room, if what was removed is gone. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RotatingFileRoomTest extends RotatingFileBench {
    private static final int MAXBYTES = 2 << 20;
    private static final int BLOCK = 64 << 10;

    @BeforeEach
    void disposeBesideTheLoop() {
        disposal = Disposal.besideTheLoop();
    }

    @Test
    void aWriteWithoutRoomWaitsForWhatIsBeingRemoved() throws IOException {
        CountDownLatch tried = new CountDownLatch(1);
        AtomicBoolean removed = new AtomicBoolean();
        disposal.close(
                () -> {
                    await(tried);
                    removed.set(true);
                });
        RotatingFile file = unopened(0, 0);
        resume(
                file,
                () ->
                        new TightFile(
                                FileChannel.open(
                                        path, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                                removed::get,
                                tried::countDown));
        write(file, "kept");
        assertEquals("kept", Files.readString(path));
        assertEquals(0, file.lost());
        assertEquals(List.of(), told);
    }

    @Test
    void whatStillFindsNoRoomIsLost() throws IOException {
        RotatingFile file = unopened(0, 0);
        resume(file, () -> FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE));
        write(file, "lost");
        assertEquals(4, file.lost());
        assertEquals(List.of("can't write log " + path + ": No space left on device"), told);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void resume(RotatingFile file, OneFile.Opening opening) throws IOException {
        file.resume(
                new LogSnapshot(
                        "x.log",
                        OptionalInt.of(7),
                        LogSnapshot.Due.NOTHING,
                        0,
                        false,
                        0,
                        List.of()),
                new OneFile(opening));
    }

    @Test
    void aDiskWithRoomForTheFilesThatAreKeptIsEnough() throws Exception {
        String size = "size=" + (2 * MAXBYTES + 4 * BLOCK);
        assumeTrue(run("mount", "-t", "tmpfs", "-o", size, "none", folder.toString()) == 0);
        try {
            RotatingFile file = open(MAXBYTES, 1);
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            for (int i = 0; i < 1000; i++) {
                file.write(block.clear());
            }
            file.close();
            assertEquals(0, file.lost());
            assertEquals(List.of(), told);
        } finally {
            assertEquals(0, run("umount", folder.toString()));
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
