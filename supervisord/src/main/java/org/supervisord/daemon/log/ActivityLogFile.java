package org.supervisord.daemon.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.supervisord.config.DaemonSettings;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.posix.FileError;

/**
 * The activity log with what is behind it: its file or syslog and, in the foreground, the terminal.
 */
public final class ActivityLogFile implements Closeable {
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("supervisord");
    private final List<LogSink> sinks = new ArrayList<>();
    private final ActivityLog log;
    private final LogWorld world;

    private final Optional<LogSinks> files;

    /**
     * Opens the log that the settings name.
     *
     * @param beforeOpening told what it is opened with, which may have to go on where a former
     *     program was
     */
    public ActivityLogFile(
            DaemonSettings settings, LogWorld world, Consumer<LogSinks> beforeOpening) {
        this.world = world;
        logger.setLevel(Level.TRACE);
        log = new ActivityLog(logger, settings.loglevel());
        if (settings.nodaemon() && !settings.silent()) {
            add(world.standard().stdout());
        }
        if (settings.logfile().isPresent()) {
            // the log can't tell of itself that it can't be written
            Consumer<String> trouble = world.standard()::complain;
            LogSinks sinksOfFiles = new LogSinks(world, trouble);
            beforeOpening.accept(sinksOfFiles);
            files = Optional.of(sinksOfFiles);
            add(file(settings, settings.logfile().get(), sinksOfFiles, trouble));
        } else {
            files = Optional.empty();
            add(new SyslogAppender(world.syslog()));
        }
    }

    /** Opens the log that the settings name; nobody has written it before. */
    public ActivityLogFile(DaemonSettings settings, LogWorld world) {
        this(settings, world, nothing -> {});
    }

    private static LogSink file(
            DaemonSettings settings, Path path, LogSinks files, Consumer<String> trouble) {
        LogSink file =
                files.of(
                        path,
                        settings.logfileMaxbytes(),
                        settings.logfileBackups(),
                        RotatingFile.PUBLIC);
        try {
            file.open();
        } catch (IOException e) {
            trouble.accept("can't open log " + path + ": " + FileError.text(e));
        }
        return file;
    }

    private void add(LogSink sink) {
        add(new ActivityAppender(sink));
        sinks.add(sink);
    }

    private void add(Appender<ILoggingEvent> appender) {
        appender.setContext(context);
        appender.start();
        logger.addAppender(appender);
    }

    /** What it shares with all other logs. */
    public LogWorld world() {
        return world;
    }

    /** What is written to. */
    public ActivityLog log() {
        return log;
    }

    /** How many bytes wait for whoever reads it. */
    public long waitingBytes() {
        return files.map(LogSinks::waitingBytes).orElse(0L);
    }

    /** Writes what waits for its reader, as {@link LogSinks#flush}. */
    public void flush() {
        files.ifPresent(LogSinks::flush);
    }

    /** What another program needs to go on with it; nothing when it is no file. */
    public List<LogSnapshot> snapshot(Keeper keeper) throws IOException {
        return files.isPresent() ? files.get().snapshot(keeper) : List.of();
    }

    /** Opens the file again by its name. */
    public void reopen() {
        sinks.forEach(LogSink::reopen);
    }

    /** Removes the file and begins a new one, and says so wherever it is not removed. */
    public void clear() throws IOException {
        // still into the old file, which goes with it: the new one is empty. Each of its places is
        // opened again, and each time all of them are told
        sinks.forEach(sink -> log.info("reopening log file"));
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
