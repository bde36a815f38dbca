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
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.posix.FileError;

/** The activity log with what is behind it: its file and, in the foreground, the terminal. */
public final class ActivityLogFile implements Closeable {
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("supervisord");
    private final List<LogSink> sinks = new ArrayList<>();
    private final ActivityLog log;

    /**
     * Opens the log that the settings name.
     *
     * @param fatalReasons told when it can't be opened again, rotated or removed
     */
    public ActivityLogFile(
            DaemonSettings settings,
            EventLoop loop,
            StandardStreams standard,
            FatalReasons fatalReasons) {
        logger.setLevel(Level.TRACE);
        log = new ActivityLog(logger, settings.loglevel());
        if (settings.nodaemon() && !settings.silent()) {
            add(standard.stdout());
        }
        // the log can't tell of itself that it can't be written
        LogSinks files = new LogSinks(loop, standard, standard::complain, fatalReasons);
        settings.logfile()
                .ifPresent(
                        path -> {
                            LogSink file =
                                    files.of(
                                            path,
                                            settings.logfileMaxbytes(),
                                            settings.logfileBackups(),
                                            RotatingFile.PUBLIC);
                            try {
                                file.open();
                            } catch (IOException e) {
                                standard.complain(
                                        "can't open log " + path + ": " + FileError.text(e));
                            }
                            add(file);
                        });
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
