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

class LogSinksTest {
    private final List<String> told = new ArrayList<>();
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
        LogSink sink = LogSinks.open(Path.of(name), 1, 1, RotatingFile.PUBLIC, told::add);
        assertInstanceOf(StandardOutput.class, sink);
    }

    @Test
    void everythingElseIsAFileWithThatLimitAndThosePermissions() throws IOException {
        Path path = folder.resolve("stdout");
        try (LogSink sink = LogSinks.open(path, 3, 1, RotatingFile.PRIVATE, told::add)) {
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
        LogSinks.open(path, 0, 0, RotatingFile.PUBLIC, told::add).close();
        assertEquals(1, told.size(), told.toString());
    }
}
