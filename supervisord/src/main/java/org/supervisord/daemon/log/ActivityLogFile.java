package org.supervisord.daemon.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.supervisord.config.DaemonSettings;
import org.supervisord.daemon.fatal.FatalReasons;

/** The activity log with what is behind it: its file and, in the foreground, the terminal. */
public final class ActivityLogFile implements Closeable {
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("supervisord");
    private final List<LogSink> sinks = new ArrayList<>();
    private final ActivityLog log;

    /**
     * Opens the log that the settings name.
     *
     * @param fatalReasons told when it can't be rotated or removed
     */
    public ActivityLogFile(DaemonSettings settings, FatalReasons fatalReasons) {
        LogSinks files = new LogSinks(ActivityLogFile::complain, fatalReasons);
        logger.setLevel(Level.TRACE);
        log = new ActivityLog(logger, settings.loglevel());
        if (settings.nodaemon() && !settings.silent()) {
            add(StandardOutput.stdout());
        }
        settings.logfile()
                .ifPresent(
                        path ->
                                add(
                                        files.open(
                                                path,
                                                settings.logfileMaxbytes(),
                                                settings.logfileBackups(),
                                                RotatingFile.PUBLIC)));
    }

    /** The log can't tell of itself that it can't be written. */
    private static void complain(String message) {
        StandardOutput.stderr()
                .write(java.nio.ByteBuffer.wrap(("supervisord: " + message + "\n").getBytes()));
    }

    private void add(LogSink sink) {
        ActivityAppender appender = new ActivityAppender(sink);
        appender.setContext(context);
        appender.start();
        logger.addAppender(appender);
        sinks.add(sink);
    }

    /** What is written to. */
    public ActivityLog log() {
        return log;
    }

    /** Opens the file again by its name. */
    public void reopen() {
        sinks.forEach(LogSink::reopen);
    }

    /** Removes the file and begins a new one. */
    public void clear() throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (LogSink sink : sinks) {
            try {
                sink.clear();
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    @Override
    public void close() {
        context.stop();
        sinks.forEach(LogSink::close);
    }
}
