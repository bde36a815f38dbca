package org.supervisord.daemon.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;

/** Sends lines of the activity log to syslog, each one with its time and level. */
final class SyslogAppender extends AppenderBase<ILoggingEvent> {
    private final Syslog syslog;

    SyslogAppender(Syslog syslog) {
        this.syslog = syslog;
    }

    @Override
    protected void append(ILoggingEvent event) {
        int severity =
                switch (ActivityAppender.level(event)) {
                    case CRITICAL -> Syslog.CRITICAL;
                    case ERROR -> Syslog.ERROR;
                    case WARN -> Syslog.WARNING;
                    case INFO -> Syslog.INFO;
                    case DEBUG, TRACE, BLATHER -> Syslog.DEBUG;
                };
        for (String line : event.getMessage().replaceAll("\n+$", "").split("\n", -1)) {
            byte[] text = ActivityAppender.line(event, line).getBytes(StandardCharsets.UTF_8);
            syslog.send(severity, text);
        }
    }
}
