package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.supervisord.config.LogLevel;

/** In a JVM of its own, as the outputs of this one belong to those who run the tests. */
class StandardStreamsTest {
    private static final int FLOOD = 1 << 20;

    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void eachNameIsTheOutputThatItNames() throws Exception {
        start("names");
        process.waitFor(1, TimeUnit.MINUTES);
        assertEquals("1: /dev/stdout\n1: /dev/fd/1\n1: /proc/self/fd/1\n", stdout());
        assertEquals("2: /dev/stderr\n2: /dev/fd/2\n2: /proc/self/fd/2\n", stderr());
    }

    @Test
    void whatNobodyReadsIsDroppedAndCounted() throws Exception {
        start("flood");
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it waits for its reader");
        long dropped = Long.parseLong(stderr());
        long kept = stdout().length();
        assertTrue(kept > 0);
        assertTrue(dropped > 0);
        assertEquals(FLOOD, kept + dropped);
    }

    @Test
    void aReaderThatIsLateGetsEverything() throws Exception {
        start("late");
        process.getInputStream().read();
        assertEquals(FLOOD - 1, stdout().length());
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, Long.parseLong(stderr()));
    }

    @Test
    void whatIsLeftAtTheEndIsWritten() throws Exception {
        start("end");
        assertEquals(FLOOD, stdout().length());
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    }

    @Test
    void whatCannotBeWrittenIsCounted() throws Exception {
        start("flood when told");
        process.getInputStream().close();
        process.getOutputStream().write('\n');
        process.getOutputStream().close();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(FLOOD, Long.parseLong(stderr()));
    }

    @Test
    void inTheForegroundTheActivityLogIsShown() throws Exception {
        start("foreground");
        process.waitFor(1, TimeUnit.MINUTES);
        List<String> lines = stdout().lines().toList();
        assertEquals(3, lines.size(), lines.toString());
        assertTrue(lines.get(0).endsWith(" INFO before"), lines.get(0));
        assertTrue(lines.get(1).endsWith(" INFO reopening log file"), lines.get(1));
        assertTrue(lines.get(2).endsWith(" INFO after reopen and clear"), lines.get(2));
    }

    private void start(String what) throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xshare:auto",
                                "-XX:TieredStopAtLevel=1",
                                "--add-exports",
                                "java.base/sun.nio.ch=ALL-UNNAMED",
                                // or Java 24 and later warn on stderr
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                what)
                        .start();
    }

    private String stdout() throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String stderr() throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What the other JVM runs. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws IOException {
            switch (args[0]) {
                case "names" -> names();
                case "flood" -> flood();
                case "flood when told" -> {
                    System.in.read();
                    flood();
                }
                case "late" ->
                        flood(
                                Duration.ofMinutes(1),
                                // there may be room before the loop runs
                                (bench, sink) ->
                                        sink.whenRoom(() -> bench.loop.post(bench.loop::stop)));
                case "end" -> {
                    LogBench bench = new LogBench();
                    bench.standard.stdout().write(ByteBuffer.allocate(FLOOD));
                    bench.standard.flush();
                }
                case "foreground" -> foreground();
                default -> throw new IllegalArgumentException(args[0]);
            }
        }

        private static void names() {
            for (String name :
                    List.of(
                            "/dev/stdout",
                            "/dev/stderr",
                            "/dev/fd/1",
                            "/dev/fd/2",
                            "/proc/self/fd/1",
                            "/proc/self/fd/2")) {
                LogSink sink = new LogBench().logs.of(Path.of(name), 1, 1, RotatingFile.PUBLIC);
                int number = name.matches(".*(out|1)") ? 1 : 2;
                sink.write(bytes(number + ": " + name + "\n"));
                sink.close();
            }
        }

        /** Writes more than anybody reads for a while, and goes on when something tells to. */
        private static void flood(Duration patience, BiConsumer<LogBench, StreamLog> end)
                throws IOException {
            LogBench bench = new LogBench();
            StandardStreams streams = new StandardStreams(bench.loop, patience, bench.told::add);
            StreamLog sink = (StreamLog) streams.stdout();
            ByteBuffer data = ByteBuffer.allocate(FLOOD);
            sink.write(data);
            if (data.hasRemaining()) {
                throw new IllegalStateException("not taken whole");
            }
            end.accept(bench, sink);
            bench.loop.run();
            streams.flush();
            System.err.print(sink.lost());
        }

        private static void flood() throws IOException {
            flood(
                    Duration.ofMillis(100),
                    (bench, sink) -> bench.loop.after(Duration.ofMillis(500), bench.loop::stop));
        }

        private static void foreground() throws IOException {
            LogBench bench = new LogBench();
            try (ActivityLogFile file =
                    bench.activityLog(
                            ActivityLogFileTest.settings(
                                    Optional.empty(), LogLevel.INFO, 1, 1, true))) {
                file.log().info("before");
                file.log().debug("not told");
                file.reopen();
                file.clear();
                file.log().info("after reopen and clear");
            }
        }

        private static ByteBuffer bytes(String text) {
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
