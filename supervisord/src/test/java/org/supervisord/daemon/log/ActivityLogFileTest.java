package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.config.DaemonSettings;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.Daemons;

class ActivityLogFileTest {
    private final LogBench bench = new LogBench();
    @TempDir private Path folder;
    private Path path;

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    @BeforeEach
    void name() {
        path = folder.resolve("supervisord.log");
    }

    @Test
    void linesGoToTheFileByTheLevelOfTheSettings() throws IOException {
        try (ActivityLogFile file = open(LogLevel.WARN, 0, 0)) {
            file.log().info("not told");
            file.log().warn("told");
            file.log().critical("told too");
        }
        List<String> lines = Files.readAllLines(path);
        assertEquals(2, lines.size(), lines.toString());
        String time = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}";
        assertTrue(lines.get(0).matches(time + " WARN told"), lines.get(0));
        assertTrue(lines.get(1).matches(time + " CRIT told too"), lines.get(1));
    }

    @Test
    void anOlderFileIsContinued() throws IOException {
        Files.writeString(path, "from yesterday\n");
        try (ActivityLogFile file = open(LogLevel.INFO, 0, 0)) {
            file.log().info("from today");
        }
        assertEquals("from yesterday", Files.readAllLines(path).get(0));
        assertEquals(2, Files.readAllLines(path).size());
    }

    @Test
    void theFileIsRotatedBetweenLines() throws IOException {
        // each line has 24 characters of time, 5 of level and 6 of its own
        try (ActivityLogFile file = open(LogLevel.INFO, 60, 2)) {
            for (String text : List.of("one..", "two..", "three", "four.", "five.")) {
                file.log().info(text);
            }
        }
        assertEquals(List.of("five."), messages(path));
        assertEquals(List.of("three", "four."), messages(folder.resolve("supervisord.log.1")));
        assertEquals(List.of("one..", "two.."), messages(folder.resolve("supervisord.log.2")));
    }

    @Test
    void reopenFollowsTheName() throws IOException {
        Path moved = folder.resolve("moved");
        try (ActivityLogFile file = open(LogLevel.INFO, 0, 0)) {
            file.log().info("before");
            Files.move(path, moved);
            file.reopen();
            file.log().info("after");
        }
        assertEquals(List.of("before"), messages(moved));
        assertEquals(List.of("after"), messages(path));
    }

    @Test
    void clearBeginsANewFile() throws IOException {
        try (ActivityLogFile file = open(LogLevel.INFO, 0, 0)) {
            file.log().info("before");
            file.clear();
            file.log().info("after");
        }
        assertEquals(List.of("after"), messages(path));
    }

    @Test
    void clearSaysWhenTheFileCannotBeRemoved() throws IOException {
        try (ActivityLogFile file = open(LogLevel.INFO, 0, 0)) {
            Files.delete(path);
            Files.createDirectory(path);
            assertThrows(FileSystemException.class, file::clear);
            Files.delete(path);
            file.log().info("after");
        }
        assertEquals(List.of("after"), messages(path));
    }

    @Test
    void nothingIsWrittenAfterClose() throws IOException {
        ActivityLogFile file = open(LogLevel.INFO, 0, 0);
        file.log().info("before");
        file.close();
        file.log().info("after");
        assertEquals(List.of("before"), messages(path));
    }

    private ActivityLogFile open(LogLevel level, long maxbytes, int backups) {
        return bench.activityLog(settings(Optional.of(path), level, maxbytes, backups, false));
    }

    static DaemonSettings settings(
            Optional<Path> logfile,
            LogLevel level,
            long maxbytes,
            int backups,
            boolean foreground) {
        return Daemons.daemon()
                .logfile(logfile, maxbytes, backups)
                .loglevel(level)
                .nodaemon(foreground)
                .settings();
    }

    /** The lines of a log without their time and level. */
    private static List<String> messages(Path log) throws IOException {
        return Files.readAllLines(log).stream().map(line -> line.split(" ", 4)[3]).toList();
    }
}
