package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a program has written is in its logs, each line once and in order. */
class NoLossIT extends TreeBench {
    private static final int BACKUPS = 2000;

    private Process start(String program, String options) throws Exception {
        Path script = Files.writeString(folder.resolve("writer.py"), program);
        return tree.supervise(
                """
                [program:writer]
                command = python3 -u %s
                directory = %%(here)s
                stdout_logfile = %%(here)s/out
                stdout_logfile_backups = %d
                %s
                """
                        .formatted(script, BACKUPS, options));
    }

    /** All lines of the log and of its backups, the oldest first. */
    private List<String> lines(String name) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = BACKUPS; i > 0; i--) {
            Path backup = folder.resolve(name + "." + i);
            if (Files.exists(backup)) {
                text.append(Files.readString(backup));
            }
        }
        text.append(Files.readString(folder.resolve(name)));
        text.toString().lines().forEach(lines::add);
        return lines;
    }

    private static void assertCounts(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            assertEquals("line " + i, lines.get(i));
        }
    }

    /** Counts aloud until it is told to end, and says how far it has come. */
    private static final String COUNTING =
            """
            import os, signal, sys
            going = True
            def end(*_):
                global going
                going = False
            signal.signal(signal.SIGTERM, end)
            count = 0
            while going:
                os.write(1, b"line %d\\n" % count)
                count += 1
            # its last words are more than one read takes
            for i in range(5000):
                os.write(1, b"line %d\\n" % count)
                count += 1
            # whoever finds the file finds all of it
            with open("count.new", "w") as out:
                out.write(str(count))
            os.replace("count.new", "count")
            """;

    @Test
    void anOrderlyEndInTheMiddleOfEverythingLosesNothing() throws Exception {
        Process daemon = start(COUNTING, "stdout_logfile_maxbytes = 100KB");
        tree.await("output", () -> Files.exists(folder.resolve("out.3")));
        daemon.destroy();
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        List<String> lines = lines("out");
        assertCounts(lines);
        assertEquals(Integer.parseInt(Files.readString(folder.resolve("count"))), lines.size());
    }

    @Test
    void logsThatAreRenamedAndReopenedHoldEachLineOnce() throws Exception {
        Process daemon = start(COUNTING, "stdout_logfile_maxbytes = 0");
        Path log = folder.resolve("out");
        List<Path> renamed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tree.await("output", () -> Files.size(log) > 1000);
            Path there = folder.resolve("renamed" + i);
            Files.move(log, there);
            renamed.add(there);
            tree.run("kill", "-USR2", Long.toString(daemon.pid()));
            tree.await("a new log", () -> Files.exists(log));
        }
        assertEquals(0, tree.ctl("stop", "writer").status());
        List<String> lines = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Path part : renamed) {
            text.append(Files.readString(part));
        }
        text.append(Files.readString(log));
        text.toString().lines().forEach(lines::add);
        assertCounts(lines);
        assertEquals(Integer.parseInt(Files.readString(folder.resolve("count"))), lines.size());
    }

    @Test
    void restartsOfTheDaemonsInsideLoseNothing() throws Exception {
        Process daemon = start(COUNTING, "stdout_logfile_maxbytes = 0");
        tree.await("output", () -> Files.size(folder.resolve("out")) > 1000);
        tree.run("kill", "-HUP", Long.toString(daemon.pid()));
        tree.await("the end of the first one", () -> Files.exists(folder.resolve("count")));
        int first = Integer.parseInt(Files.readString(folder.resolve("count")));
        tree.await("the second one", () -> lines("out").lastIndexOf("line 0") > 0);
        assertEquals(0, tree.ctl("stop", "writer").status());
        List<String> lines = lines("out");
        assertCounts(lines.subList(0, first));
        assertCounts(lines.subList(first, lines.size()));
        int second = Integer.parseInt(Files.readString(folder.resolve("count")));
        assertEquals(first + second, lines.size());
    }
}
