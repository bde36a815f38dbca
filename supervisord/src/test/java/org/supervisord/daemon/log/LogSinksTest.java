package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.daemon.fatal.FatalBench;

class LogSinksTest {
    private final List<String> told = new ArrayList<>();
    private final LogSinks logs = new LogSinks(told::add, new FatalBench().reasons);
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev/stdout",
                "/dev/stderr",
                "/dev/fd/1",
                "/dev/fd/2",
                "/proc/self/fd/1",
                "/proc/self/fd/2"
            })
    void theDaemonsOwnOutputsAreNotOpenedByName(String name) {
        LogSink sink = logs.open(Path.of(name), 1, 1, RotatingFile.PUBLIC);
        assertInstanceOf(StandardOutput.class, sink);
    }

    @Test
    void everythingElseIsAFileWithThatLimitAndThosePermissions() throws IOException {
        Path path = folder.resolve("stdout");
        try (LogSink sink = logs.open(path, 3, 1, RotatingFile.PRIVATE)) {
            sink.write(ByteBuffer.wrap(new byte[3]));
            sink.write(ByteBuffer.wrap(new byte[2]));
            assertInstanceOf(RotatingFile.class, sink);
        }
        assertEquals(3, Files.size(folder.resolve("stdout.1")));
        assertEquals(2, Files.size(path));
        assertEquals(
                RotatingFile.PRIVATE,
                PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void troubleWithAFileIsTold() {
        Path path = folder.resolve("missing").resolve("x.log");
        logs.open(path, 0, 0, RotatingFile.PUBLIC).close();
        assertEquals(1, told.size(), told.toString());
    }
}
