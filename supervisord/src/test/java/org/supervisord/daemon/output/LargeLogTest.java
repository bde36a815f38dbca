package org.supervisord.daemon.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.daemon.fatal.FatalBench;
import org.supervisord.daemon.log.Disposal;
import org.supervisord.daemon.log.RotatingFile;

/**
 * Much output through a pipe into a log that rotates. {@code -Dsupervisord.test.log.mib=1024} makes
 * it a gibibyte.
 */
@Timeout(600)
class LargeLogTest {
    private static final long BYTES =
            Integer.getInteger("supervisord.test.log.mib", 64) * (1L << 20);
    private static final int MAXBYTES = 1 << 20;

    @TempDir private Path folder;

    @Test
    void comesOutByteForByteOverAllRotations() throws Exception {
        FatalBench fatal = new FatalBench();
        int backups = (int) (BYTES / MAXBYTES) + 1;
        Path path = folder.resolve("x.log");
        RotatingFile log =
                new RotatingFile(
                        path,
                        MAXBYTES,
                        backups,
                        RotatingFile.PUBLIC,
                        fatal.failures::add,
                        fatal.reasons,
                        Disposal.besideTheLoop());
        CRC32C written = new CRC32C();
        try (LoopBench bench = new LoopBench()) {
            Pipe pipe = bench.pipe();
            boolean[] ended = {false};
            ChildOutput output =
                    new ChildOutput(
                            new ChildOutput.Treatment(0, false, false, false),
                            List.of(log),
                            null,
                            bench.loop);
            new PipeReader(
                    bench.loop,
                    pipe.source(),
                    ByteBuffer.allocateDirect(PipeReader.BUFFER_SIZE),
                    Optional.of(new ReadPace(bench.loop)),
                    new PipeReader.Consumer() {
                        @Override
                        public void take(ByteBuffer data) {
                            output.take(data);
                        }

                        @Override
                        public void end() {
                            output.end();
                            ended[0] = true;
                        }
                    });
            Thread child = new Thread(() -> write(pipe, written));
            child.start();
            bench.runUntil(() -> ended[0]);
            child.join();
        }
        assertEquals(List.of(), fatal.failures);
        assertEquals(0, log.lost());
        CRC32C kept = new CRC32C();
        long bytes = 0;
        for (int number = backups; number >= 0; number--) {
            Path file = number == 0 ? path : folder.resolve("x.log." + number);
            if (Files.exists(file)) {
                long size = Files.size(file);
                assertTrue(size < MAXBYTES + PipeReader.BUFFER_SIZE, "size " + size);
                assertTrue(number == 0 || size >= MAXBYTES, "size " + size);
                bytes += size;
                checksum(file, kept);
            }
        }
        assertEquals(BYTES, bytes);
        assertEquals(written.getValue(), kept.getValue());
    }

    private static void write(Pipe pipe, CRC32C written) {
        Random random = new Random(7);
        byte[] block = new byte[1 << 20];
        random.nextBytes(block);
        long left = BYTES;
        try {
            while (left > 0) {
                int length = (int) Math.min(left, 1 + random.nextInt(200_000));
                ByteBuffer piece =
                        ByteBuffer.wrap(block, random.nextInt(block.length - length), length);
                written.update(piece.duplicate());
                while (piece.hasRemaining()) {
                    pipe.sink().write(piece);
                }
                left -= length;
            }
            pipe.sink().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void checksum(Path file, CRC32C into) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                into.update(buffer, 0, length);
            }
        }
    }
}
