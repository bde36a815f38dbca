package org.supervisord.daemon.log;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;
import org.supervisord.config.LogLevel;

/**
 * What the daemon tells of its own doings, at the seven levels of the configuration. SLF4J has
 * five; the other two are told apart by markers.
 */
public final class ActivityLog {
    /** On an error: the gravest level. */
    static final Marker CRITICAL = new BasicMarkerFactory().getMarker("CRITICAL");

    /** On a trace: the most talkative level. */
    static final Marker BLATHER = new BasicMarkerFactory().getMarker("BLATHER");

    private final Logger logger;
    private final LogLevel threshold;

    /**
     * @param threshold the least grave level that is told
     */
    public ActivityLog(Logger logger, LogLevel threshold) {
        this.logger = logger;
        this.threshold = threshold;
    }

    /**
     * Has ready what the first line takes, which is the time of day; see {@link
     * org.supervisord.common.HeadStart}.
     */
    public static void prepare() {
        ActivityAppender.time(0);
    }

    /** Whether messages of this level are told at all; for those that are costly to make. */
    public boolean tells(LogLevel level) {
        return level.severity() >= threshold.severity();
    }

    public void critical(String message) {
        logger.error(CRITICAL, message);
    }

    public void error(String message) {
        if (tells(LogLevel.ERROR)) {
            logger.error(message);
        }
    }

    public void warn(String message) {
        if (tells(LogLevel.WARN)) {
            logger.warn(message);
        }
    }

    public void info(String message) {
        if (tells(LogLevel.INFO)) {
            logger.info(message);
        }
    }

    public void debug(String message) {
        if (tells(LogLevel.DEBUG)) {
            logger.debug(message);
        }
    }

    /** The same, with words that are made only if they are told. */
    public void debug(Supplier<String> message) {
        if (tells(LogLevel.DEBUG)) {
            logger.debug(message.get());
        }
    }

    public void trace(String message) {
        if (tells(LogLevel.TRACE)) {
            logger.trace(message);
        }
    }

    public void blather(String message) {
        if (tells(LogLevel.BLATHER)) {
            logger.trace(BLATHER, message);
        }
    }
}
