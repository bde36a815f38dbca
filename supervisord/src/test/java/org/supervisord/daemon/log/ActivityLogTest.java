package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.posix.TimeZoneOfProcess;

class ActivityLogTest {
    /** The levels as the configuration has them, the most talkative first. */
    private static final List<String> TAGS =
            List.of("BLAT", "TRAC", "DEBG", "INFO", "WARN", "ERRO", "CRIT");

    private final MemorySink sink = new MemorySink();
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("test");
    private final ActivityAppender appender = new ActivityAppender(sink);

    @BeforeEach
    void connect() {
        logger.setLevel(Level.TRACE);
        appender.setContext(context);
        appender.start();
        logger.addAppender(appender);
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatIsAsGraveAsTheThresholdOrGraver(LogLevel threshold) {
        sayAll(new ActivityLog(logger, threshold));
        List<String> tags = sink.text().lines().map(line -> line.split(" ")[2]).toList();
        assertEquals(TAGS.subList(threshold.ordinal(), TAGS.size()), tags);
    }

    @ParameterizedTest
    @EnumSource
    void knowsBeforehandWhatItWillTell(LogLevel threshold) {
        ActivityLog log = new ActivityLog(logger, threshold);
        for (LogLevel level : LogLevel.values()) {
            assertEquals(level.ordinal() >= threshold.ordinal(), log.tells(level), level.name());
        }
    }

    @Test
    void aLineHasTheLocalTimeTheLevelAndTheMessage() {
        LoggingEvent event = new LoggingEvent();
        event.setLevel(Level.INFO);
        event.setMessage("spawned: 'web' with pid 4711");
        event.setTimeStamp(
                LocalDateTime.of(2026, 1, 31, 2, 3, 4, 7_000_000)
                        .toInstant(ZoneOffset.ofHours(-5))
                        .toEpochMilli());
        TimeZoneOfProcess.during("EST5", () -> appender.doAppend(event));
        assertEquals("2026-01-31 02:03:04,007 INFO spawned: 'web' with pid 4711\n", sink.text());
    }

    @Test
    void nothingInAMessageIsReplaced() {
        new ActivityLog(logger, LogLevel.INFO).warn("{} %s %(message)s \\n $1");
        assertTrue(sink.text().endsWith(" WARN {} %s %(message)s \\n $1\n"), sink.text());
    }

    @Test
    void aMessageOfSeveralLinesIsWrittenAsItIs() {
        new ActivityLog(logger, LogLevel.DEBUG).debug("'web' stdout output:\none\ntwo\n");
        assertTrue(sink.text().endsWith(" DEBG 'web' stdout output:\none\ntwo\n\n"), sink.text());
    }

    @Test
    void aLineIsUtf8() {
        new ActivityLog(logger, LogLevel.INFO).info("grün");
        String expected =
                new String("grün\n".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertTrue(sink.text().endsWith(" INFO " + expected), sink.text());
    }

    private static void sayAll(ActivityLog log) {
        log.blather("message");
        log.trace("message");
        log.debug("message");
        log.info("message");
        log.warn("message");
        log.error("message");
        log.critical("message");
    }
}
