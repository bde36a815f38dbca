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
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.config.LogLevel;
import org.supervisord.config.SyslogSettings;
import org.supervisord.config.SyslogSettings.Address;
import org.supervisord.config.SyslogSettings.Form;
import org.supervisord.daemon.MessageReader;

@Timeout(60)
class SyslogTest {
    /** Of syslog(3): no host, the day with a blank before it, local time. */
    private static final String BSD =
            "<14>[A-Z][a-z]{2} [ 123]\\d \\d\\d:\\d\\d:\\d\\d supervisord: ";

    private static final String RFC5424 =
            "1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d the-host"
                    + " supervisord "
                    + ProcessHandle.current().pid()
                    + " - - ";

    private final LogBench bench = new LogBench();
    @TempDir private Path folder;

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    @Test
    void eachLineIsAMessageWithTheNameOfTheProgram() throws IOException {
        try (MessageReader syslog = MessageReader.reading("dgram", path())) {
            LogSink log = log(local());
            write(log, "one\ntwo\n");
            write(log, "\n\n");
            write(log, "a\n\nb\n\n\n");
            assertMessages(
                    List.of("web one", "web two", "web ", "web a", "web ", "web b"),
                    BSD,
                    syslog.next(6));
        }
    }

    @Test
    void theBytesOfALineAreNotChanged() throws IOException {
        try (MessageReader syslog = MessageReader.reading("dgram", path())) {
            log(local()).write(ByteBuffer.wrap(new byte[] {'a', (byte) 0xff, 0x1b, 0, '\n'}));
            assertMessages(List.of("web a\\\\xff\\\\x1b?"), BSD, List.of(syslog.next()));
        }
    }

    @Test
    void aLineMayComeInPieces() throws IOException {
        try (MessageReader syslog = MessageReader.reading("dgram", path())) {
            LogSink log = log(local());
            write(log, "in ");
            write(log, "three ");
            write(log, "pieces\nand the end");
            log.close();
            assertMessages(List.of("web in three pieces", "web and the end"), BSD, syslog.next(2));
        }
    }

    @Test
    void theBeginningOfALineDoesNotWaitForever() throws IOException {
        try (MessageReader syslog = MessageReader.reading("dgram", path())) {
            LogSink log = log(local());
            write(log, "password: ");
            bench.loop.after(SyslogLog.PATIENCE.plusMillis(50), bench.loop::stop);
            bench.loop.run();
            assertMessages(List.of("web password: "), BSD, List.of(syslog.next()));
            write(log, "\nnext\n");
            assertMessages(List.of("web next"), BSD, List.of(syslog.next()));
        }
    }

    @Test
    void aLineThatIsTooLongIsSeveralMessages() throws IOException {
        try (MessageReader syslog = MessageReader.reading("dgram", path())) {
            write(log(local()), "a".repeat(SyslogLog.LONGEST + 5) + "\n");
            assertMessages(
                    List.of("web " + "a".repeat(SyslogLog.LONGEST), "web aaaaa"),
                    BSD,
                    syslog.next(2));
        }
    }

    @Test
    void aLineThatIsJustShortEnoughIsOneMessage() throws IOException {
        try (MessageReader syslog = MessageReader.reading("dgram", path())) {
            String line = "a".repeat(SyslogLog.LONGEST);
            write(log(local()), line + "\nnext\n");
            assertMessages(List.of("web " + line, "web next"), BSD, syslog.next(2));
        }
    }

    @Test
    void whereThereIsNoneOutputIsDroppedUntilThereIs() throws IOException {
        LogSink log = log(local());
        write(log, "lost\n");
        write(log, "lost\n");
        runUntil(() -> !bench.told.isEmpty());
        assertEquals(
                List.of(
                        "can't write log syslog: No such file or directory; what comes is"
                                + " dropped"),
                bench.told);
        try (MessageReader syslog = MessageReader.reading("dgram", path())) {
            write(log, "kept\n");
            assertMessages(List.of("web kept"), BSD, List.of(syslog.next()));
            runUntil(() -> bench.told.size() == 2);
        }
        assertTrue(bench.told.get(1).startsWith("log syslog can be written again, "));
    }

    @Test
    void aSyslogThatWasStartedAnewMissesNothing() throws IOException {
        LogSink log = log(local());
        try (MessageReader syslog = MessageReader.reading("dgram", path())) {
            write(log, "one\n");
            syslog.next();
        }
        try (MessageReader syslog = MessageReader.reading("dgram", path())) {
            write(log, "two\n");
            assertMessages(List.of("web two"), BSD, List.of(syslog.next()));
        }
        assertEquals(List.of(), bench.told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dgram", "stream"})
    void aSyslogThatReadsLateGetsEverythingInOrder(String kind) throws Exception {
        try (MessageReader syslog = MessageReader.silent(kind, path())) {
            LogSink log = log(local());
            int count = 3000;
            for (int i = 0; i < count; i++) {
                write(log, "line " + i + " " + "-".repeat(100) + "\n");
            }
            assertTrue(log.isCongested());
            StringBuilder expected = new StringBuilder();
            IntStream.range(0, count).forEach(i -> expected.append("line ").append(i).append(' '));
            StringBuilder got = new StringBuilder();
            Thread reader =
                    new Thread(
                            () -> {
                                try {
                                    syslog.read();
                                    while (!got.toString().contains("line " + (count - 1) + " ")) {
                                        got.append(syslog.next());
                                    }
                                } catch (IOException e) {
                                    got.append(e);
                                }
                            });
            reader.start();
            runUntil(() -> !reader.isAlive());
            assertEquals(
                    expected.toString(),
                    got.toString()
                            .replaceAll("<14>.{16}supervisord: web ", "")
                            .replaceAll("-{100}(\\\\x00)?", ""));
            assertEquals(List.of(), bench.told);
        }
    }

    @Test
    void messagesInAStreamEndAsTheCLibraryEndsThem() throws IOException {
        try (MessageReader syslog = MessageReader.reading("stream", path())) {
            write(log(local()), "one\n");
            assertMessages(List.of("web one\\\\x00"), BSD, List.of(syslog.next()));
        }
    }

    @Test
    void messagesForAPortHaveTheNewerForm() throws IOException {
        try (MessageReader syslog = MessageReader.reading("udp", "0")) {
            write(log(remote(syslog, false)), "one\n");
            assertMessages(List.of("web one"), "<14>" + RFC5424, List.of(syslog.next()));
        }
    }

    @Test
    void thatNobodyIsAtAUdpPortIsNoTrouble() throws IOException {
        MessageReader gone = MessageReader.silent("udp", "0");
        SyslogSettings settings = remote(gone, false);
        gone.close();
        LogSink log = log(settings);
        for (int i = 0; i < 10; i++) {
            write(log, "lost\n");
        }
        try (MessageReader syslog = MessageReader.reading("udp", gone.where())) {
            write(log, "kept\n");
            write(log, "kept\n");
            assertTrue(syslog.next().endsWith(" web kept"));
        }
        assertEquals(List.of(), bench.told);
    }

    @Test
    void messagesInAConnectionAreCounted() throws IOException {
        try (MessageReader syslog = MessageReader.reading("tcp", "0")) {
            LogSink log = log(remote(syslog, true));
            write(log, "one\n");
            StringBuilder got = new StringBuilder();
            Thread reader =
                    new Thread(
                            () -> {
                                try {
                                    got.append(syslog.next());
                                } catch (IOException e) {
                                    got.append(e);
                                }
                            });
            reader.start();
            runUntil(() -> !reader.isAlive());
            String[] parts = got.toString().split(" ", 2);
            assertEquals(parts[1].length(), Integer.parseInt(parts[0]));
            assertMessages(List.of("web one"), "<14>" + RFC5424, List.of(parts[1]));
        }
    }

    @Test
    void aConnectionThatIsRefusedIsTold() throws IOException {
        MessageReader gone = MessageReader.silent("tcp", "0");
        SyslogSettings settings = remote(gone, true);
        gone.close();
        LogSink log = log(settings);
        write(log, "lost\n");
        runUntil(() -> !bench.told.isEmpty());
        assertEquals(
                List.of("can't write log syslog: Connection refused; what comes is dropped"),
                bench.told);
    }

    @Test
    void theActivityLogCanGoThere() throws IOException {
        try (MessageReader syslog = MessageReader.reading("dgram", path());
                ActivityLogFile file =
                        activityLog(new SyslogSettings(local().address(), Form.BSD))) {
            file.log().info("one");
            file.log().critical("two\nlines");
            file.log().debug("not told");
            file.reopen();
            file.clear();
            file.log().warn("three");
            String time = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} ";
            List<String> got = syslog.next(4);
            List<String> expected = List.of("INFO one", "CRIT two", "CRIT lines", "WARN three");
            for (int i = 0; i < 4; i++) {
                String message = got.get(i);
                assertTrue(message.matches(BSD + time + expected.get(i) + "\\\\n"), message);
            }
        }
    }

    @Test
    void inTheNewerFormTheLevelIsTheSeverity() throws IOException {
        try (MessageReader syslog = MessageReader.reading("dgram", path());
                ActivityLogFile file =
                        activityLog(new SyslogSettings(local().address(), Form.RFC5424))) {
            file.log().critical("c");
            file.log().error("e");
            file.log().warn("w");
            file.log().info("i");
            List<String> got = syslog.next(4);
            List<String> severities = List.of("<10>", "<11>", "<12>", "<14>");
            for (int i = 0; i < 4; i++) {
                String message = got.get(i);
                assertTrue(message.matches(severities.get(i) + RFC5424 + ".*\\\\n"), message);
            }
        }
    }

    private ActivityLogFile activityLog(SyslogSettings settings) {
        return new ActivityLogFile(
                ActivityLogFileTest.settings(Optional.empty(), LogLevel.INFO, 0, 0, false),
                bench.world(settings));
    }

    private static void assertMessages(List<String> expected, String head, List<String> got) {
        for (int i = 0; i < expected.size(); i++) {
            String message = got.get(i);
            assertTrue(
                    message.matches(head + expected.get(i).replace("?", "\\?")),
                    message + " instead of " + expected.get(i));
        }
    }

    private String path() {
        return folder.resolve("log").toString();
    }

    private SyslogSettings local() {
        return new SyslogSettings(new Address.Local(folder.resolve("log")), Form.BSD);
    }

    private static SyslogSettings remote(MessageReader syslog, boolean tcp) {
        int port = Integer.parseInt(syslog.where());
        return new SyslogSettings(new Address.Remote("127.0.0.1", port, tcp), Form.RFC5424);
    }

    private LogSink log(SyslogSettings settings) {
        return new LogSinks(bench.world(settings), bench.told::add).syslog("web");
    }

    private static void write(LogSink log, String text) {
        log.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void runUntil(BooleanSupplier condition) throws IOException {
        while (!condition.getAsBoolean()) {
            bench.loop.after(Duration.ofMillis(5), bench.loop::stop);
            bench.loop.run();
        }
    }
}
