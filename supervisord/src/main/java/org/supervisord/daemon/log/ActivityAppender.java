package org.supervisord.daemon.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Marker;
import org.supervisord.config.LogLevel;

/** Writes lines of the activity log: {@code 2026-01-31 12:00:00,123 INFO what happened}. */
final class ActivityAppender extends AppenderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS");

    private final LogSink sink;

    ActivityAppender(LogSink sink) {
        this.sink = sink;
    }

    @Override
    protected void append(ILoggingEvent event) {
        String line = line(event, event.getMessage());
        sink.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    }

    /** What an event says, or a line of it, as it is written. */
    static String line(ILoggingEvent event, String message) {
        return time(event.getTimeStamp()) + " " + level(event).tag() + " " + message + "\n";
    }

    /** How a time is written, in milliseconds since 1970. */
    static String time(long millis) {
        return TIME.format(LocalTime.at(millis));
    }

    static LogLevel level(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        boolean marked = markers != null && !markers.isEmpty();
        return switch (event.getLevel().toInt()) {
            case Level.ERROR_INT -> marked ? LogLevel.CRITICAL : LogLevel.ERROR;
            case Level.WARN_INT -> LogLevel.WARN;
            case Level.INFO_INT -> LogLevel.INFO;
            case Level.DEBUG_INT -> LogLevel.DEBUG;
            default -> marked ? LogLevel.BLATHER : LogLevel.TRACE;
        };
    }
}
