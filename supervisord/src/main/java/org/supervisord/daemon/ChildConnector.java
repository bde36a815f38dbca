package org.supervisord.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.supervisord.config.ChannelSettings;
import org.supervisord.config.LogLevel;
import org.supervisord.config.LogTarget;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.event.Listener;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.LogSink;
import org.supervisord.daemon.log.LogSinks;
import org.supervisord.daemon.log.RotatingFile;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.output.ChildInput;
import org.supervisord.daemon.output.ChildOutput;
import org.supervisord.daemon.output.PipeReader;
import org.supervisord.daemon.output.ReadPace;
import org.supervisord.daemon.posix.SpawnedChild;
import org.supervisord.daemon.process.Child;
import org.supervisord.daemon.process.ManagedProcess;

/** Connects the pipes of children to their logs, to events and to the protocol of listeners. */
final class ChildConnector {
    private final EventLoop loop;
    private final boolean stripAnsi;
    private final LogSinks logs;
    private final ActivityLog log;
    private final Consumer<Event> events;
    private final Function<ManagedProcess, Optional<Listener>> listeners;
    private final List<Unfinished> unfinished = new ArrayList<>();
    private final ReadPace pace;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(PipeReader.BUFFER_SIZE);

    /** Output of a child that has ended, where text still waits for more. */
    private record Unfinished(ManagedProcess process, ChildOutput output) {}

    /**
     * A connector for all children of a run of the daemon.
     *
     * @param listeners the listener behind a process of a pool
     */
    ChildConnector(
            EventLoop loop,
            boolean stripAnsi,
            LogSinks logs,
            ActivityLog log,
            Consumer<Event> events,
            Function<ManagedProcess, Optional<Listener>> listeners) {
        this.loop = loop;
        this.pace = new ReadPace(loop);
        this.stripAnsi = stripAnsi;
        this.logs = logs;
        this.log = log;
        this.events = events;
        this.listeners = listeners;
    }

    /**
     * Opens the logs of a child that is to be.
     *
     * @throws IOException when one can't be opened; none is left open then
     */
    ChildLogs openLogs(ManagedProcess process) throws IOException {
        finish(process);
        ProgramSettings settings = process.settings();
        List<LogSink> stdout = logs(settings.stdout(), process.stdoutLog());
        List<LogSink> stderr = new ArrayList<>();
        if (settings.stdout().syslog() && listeners.apply(process).isEmpty()) {
            stdout.add(logs.syslog(process.name()));
        }
        if (!settings.redirectStderr()) {
            stderr.addAll(logs(settings.stderr(), process.stderrLog()));
            if (settings.stderr().syslog()) {
                stderr.add(logs.syslog(process.name()));
            }
        }
        ChildLogs childLogs = new ChildLogs(stdout, stderr);
        try {
            childLogs.open();
            return childLogs;
        } catch (IOException e) {
            childLogs.close();
            throw e;
        }
    }

    private List<LogSink> logs(ChannelSettings settings, Optional<Path> logfile) {
        List<LogSink> sinks = new ArrayList<>();
        logfile.ifPresent(
                path ->
                        sinks.add(
                                logs.of(
                                        path,
                                        settings.maxbytes(),
                                        settings.backups(),
                                        settings.logfile() instanceof LogTarget.Automatic
                                                ? RotatingFile.PRIVATE
                                                : RotatingFile.PUBLIC)));
        return sinks;
    }

    /** Begins to read what a child writes. */
    Child connect(ManagedProcess process, SpawnedChild spawned, ChildLogs childLogs)
            throws IOException {
        Optional<Listener> listener = listeners.apply(process);
        List<ChildOutput> outputs = new ArrayList<>();
        List<PipeReader> readers = new ArrayList<>();
        if (listener.isPresent()) {
            ListenerOutput output =
                    new ListenerOutput(
                            listener.get(),
                            process.name(),
                            childLogs.stdout(),
                            stripAnsi,
                            loop,
                            log);
            outputs.add(output.kept());
            readers.add(reader(spawned.stdout(), Optional.empty(), output));
        } else {
            ChildOutput output =
                    output(process, spawned.pid(), Event.Channel.STDOUT, childLogs.stdout());
            outputs.add(output);
            readers.add(reader(spawned.stdout(), Optional.of(pace), output));
        }
        if (spawned.stderr().isPresent()) {
            ChildOutput output =
                    output(process, spawned.pid(), Event.Channel.STDERR, childLogs.stderr());
            outputs.add(output);
            readers.add(reader(spawned.stderr().get(), Optional.of(pace), output));
        }
        Optional<ChildInput> stdin =
                spawned.stdin().isPresent()
                        ? Optional.of(new ChildInput(loop, spawned.stdin().get()))
                        : Optional.empty();
        return new PipedChild(
                spawned.pid(),
                outputs,
                readers,
                stdin,
                listener,
                () -> keepUnfinished(process, outputs));
    }

    private void keepUnfinished(ManagedProcess process, List<ChildOutput> outputs) {
        unfinished.removeIf(it -> !it.output.isUnfinished());
        outputs.stream()
                .filter(ChildOutput::isUnfinished)
                .forEach(output -> unfinished.add(new Unfinished(process, output)));
    }

    /** What the child before this one has left must be in the log first. */
    private void finish(ManagedProcess process) {
        unfinished.stream().filter(it -> it.process == process).forEach(it -> it.output.finish());
    }

    /** Logs what is left of children that have ended. */
    void close() {
        unfinished.forEach(it -> it.output.finish());
        unfinished.clear();
    }

    private PipeReader reader(
            Pipe.SourceChannel source, Optional<ReadPace> pace, PipeReader.Consumer consumer)
            throws IOException {
        return new PipeReader(loop, source, buffer, pace, consumer);
    }

    private ChildOutput output(
            ManagedProcess process, int pid, Event.Channel channel, List<LogSink> sinks) {
        ProgramSettings settings = process.settings();
        ChannelSettings it =
                channel == Event.Channel.STDOUT ? settings.stdout() : settings.stderr();
        return new ChildOutput(
                new ChildOutput.Treatment(
                        it.captureMaxbytes(),
                        stripAnsi,
                        it.eventsEnabled(),
                        log.tells(LogLevel.DEBUG)),
                sinks,
                new OutputEvents(process, pid, channel, events, log),
                loop);
    }
}
