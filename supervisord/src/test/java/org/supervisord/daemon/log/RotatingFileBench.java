package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.daemon.fatal.FatalBench;

/** A folder with a log, and what is told of its troubles. */
abstract class RotatingFileBench {
    final List<String> told = new ArrayList<>();
    final FatalBench fatal = new FatalBench();
    @TempDir Path folder;
    Path path;
    Disposal disposal = Disposal.atOnce();

    @BeforeEach
    void name() {
        path = folder.resolve("x.log");
    }

    /** One that has been opened. */
    RotatingFile open(long maxbytes, int backups) throws IOException {
        RotatingFile file = unopened(maxbytes, backups);
        file.open();
        return file;
    }

    /** One that is to be opened by its first write. */
    RotatingFile unopened(long maxbytes, int backups) {
        return new RotatingFile(
                path, maxbytes, backups, RotatingFile.PRIVATE, told::add, fatal.reasons, disposal);
    }

    static void write(RotatingFile file, String text) {
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A backup. */
    Path numbered(int number) {
        return folder.resolve("x.log." + number);
    }

    /** All that is in the folder. */
    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
