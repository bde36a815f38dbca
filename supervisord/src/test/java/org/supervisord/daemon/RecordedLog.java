package org.supervisord.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.log.ActivityLog;

/** An activity log that is kept in memory, down to the most talkative level. */
public final class RecordedLog {
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final ActivityLog log;

    public RecordedLog() {
        LoggerContext context = new LoggerContext();
        told.setContext(context);
        told.start();
        Logger logger = context.getLogger("test");
        logger.setLevel(Level.TRACE);
        logger.addAppender(told);
        log = new ActivityLog(logger, LogLevel.BLATHER);
    }

    /** What is written to. */
    public ActivityLog log() {
        return log;
    }

    /** The messages so far, each after its level: {@code WARN what was said}. */
    public List<String> lines() {
        return told.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** The messages of one level, in the words of the one who told them. */
    public List<String> lines(Level level) {
        return told.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
