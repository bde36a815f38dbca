package org.supervisord.daemon.children;

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
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.LogSink;
import org.supervisord.daemon.log.LogSinks;
import org.supervisord.daemon.log.RotatingFile;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.output.ChildInput;
import org.supervisord.daemon.output.ChildOutput;
import org.supervisord.daemon.output.InputSnapshot;
import org.supervisord.daemon.output.PipeReader;
import org.supervisord.daemon.output.ReadPace;
import org.supervisord.daemon.posix.FileError;
import org.supervisord.daemon.posix.SpawnedChild;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.upgrade.ChildState;

/** Connects the pipes of children to their logs, to events and to the protocol of listeners. */
public final class ChildConnector {
    private final EventLoop loop;
    private final boolean stripAnsi;
    private final LogSinks logs;
    private final ActivityLog log;
    private final Consumer<Event> events;
    private final Function<ManagedProcess, Optional<Listener>> listeners;
    private final ChildInput.Total waiting = new ChildInput.Total();
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
    public ChildConnector(
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
        ChildLogs childLogs = logs(process);
        try {
            childLogs.open();
            return childLogs;
        } catch (IOException e) {
            childLogs.close();
            throw e;
        }
    }

    private ChildLogs logs(ManagedProcess process) {
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
        return new ChildLogs(stdout, stderr);
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
    PipedChild connect(ManagedProcess process, SpawnedChild spawned, ChildLogs childLogs)
            throws IOException {
        List<PipedChild.Channel> channels = new ArrayList<>();
        channels.add(channel(stdout(process, spawned.pid(), childLogs.stdout()), spawned.stdout()));
        if (spawned.stderr().isPresent()) {
            channels.add(
                    channel(
                            stderr(process, spawned.pid(), childLogs.stderr()),
                            spawned.stderr().get()));
        }
        Optional<ChildInput> stdin =
                spawned.stdin().isPresent()
                        ? Optional.of(new ChildInput(loop, spawned.stdin().get(), waiting))
                        : Optional.empty();
        return child(process, spawned.pid(), channels, stdin);
    }

    /**
     * Goes on with a child that a former program has started. Each of its pipes is a part for
     * itself: one that can't be taken over is treated as one that has ended, and the others are
     * read, since a program dies of a pipe that nobody has open.
     *
     * @param parts has to know what becomes of one that fails
     */
    PipedChild resume(
            ManagedProcess process, ChildState former, Inheritance inheritance, Parts parts) {
        ChildLogs childLogs = logs(process);
        try {
            childLogs.open();
        } catch (IOException e) {
            // what can't be opened is tried again with every write
            log.error("can't open a log of " + process.fullName() + ": " + FileError.text(e));
        }
        List<PipedChild.Channel> channels = new ArrayList<>();
        for (ChildState.ChannelState it : former.outputs()) {
            boolean first = channels.isEmpty();
            Voice voice =
                    first
                            ? stdout(process, former.pid(), childLogs.stdout())
                            : stderr(process, former.pid(), childLogs.stderr());
            List<PipeReader> reader = new ArrayList<>(1);
            parts.part(
                    (first ? "stdout of " : "stderr of ") + process.fullName(),
                    () -> {
                        try {
                            if (it.descriptor().isPresent()) {
                                int descriptor = it.descriptor().getAsInt();
                                reader.add(reader(voice, inheritance.source(descriptor)));
                            }
                        } finally {
                            voice.output.resume(it.output());
                        }
                    });
            if (reader.isEmpty()) {
                voice.consumer.end();
            }
            channels.add(new PipedChild.Channel(voice.output, reader.stream().findFirst()));
        }
        List<ChildInput> stdin = new ArrayList<>(1);
        parts.part(
                "stdin of " + process.fullName(),
                () -> {
                    if (former.stdin().isPresent()) {
                        stdin.add(resume(former.stdin().get(), inheritance));
                    }
                });
        return child(process, former.pid(), channels, stdin.stream().findFirst());
    }

    private ChildInput resume(InputSnapshot former, Inheritance inheritance) throws IOException {
        ChildInput input = new ChildInput(loop, inheritance.sink(former.descriptor()), waiting);
        input.resume(former.waiting());
        return input;
    }

    private PipedChild child(
            ManagedProcess process,
            int pid,
            List<PipedChild.Channel> channels,
            Optional<ChildInput> stdin) {
        return new PipedChild(
                pid,
                channels,
                stdin,
                listeners.apply(process),
                () -> keepUnfinished(process, channels));
    }

    /**
     * What is said on a channel.
     *
     * @param consumer who takes it
     * @param output what is kept of it
     * @param pace empty when each piece is to be read at once, as part of a dialogue
     */
    private record Voice(
            PipeReader.Consumer consumer, ChildOutput output, Optional<ReadPace> pace) {}

    private Voice stdout(ManagedProcess process, int pid, List<LogSink> sinks) {
        Optional<Listener> listener = listeners.apply(process);
        if (listener.isPresent()) {
            ListenerOutput output =
                    new ListenerOutput(listener.get(), process.name(), sinks, stripAnsi, loop, log);
            return new Voice(output, output.kept(), Optional.empty());
        }
        ChildOutput output = output(process, pid, Event.Channel.STDOUT, sinks);
        return new Voice(output, output, Optional.of(pace));
    }

    private Voice stderr(ManagedProcess process, int pid, List<LogSink> sinks) {
        ChildOutput output = output(process, pid, Event.Channel.STDERR, sinks);
        return new Voice(output, output, Optional.of(pace));
    }

    private PipedChild.Channel channel(Voice voice, Pipe.SourceChannel source) throws IOException {
        return new PipedChild.Channel(voice.output, Optional.of(reader(voice, source)));
    }

    private PipeReader reader(Voice voice, Pipe.SourceChannel source) throws IOException {
        return new PipeReader(loop, source, buffer, voice.pace, voice.consumer);
    }

    private void keepUnfinished(ManagedProcess process, List<PipedChild.Channel> channels) {
        unfinished.removeIf(it -> !it.output.isUnfinished());
        channels.stream()
                .map(PipedChild.Channel::output)
                .filter(ChildOutput::isUnfinished)
                .forEach(output -> unfinished.add(new Unfinished(process, output)));
    }

    /** What the child before this one has left must be in the log first. */
    private void finish(ManagedProcess process) {
        unfinished.stream().filter(it -> it.process == process).forEach(it -> it.output.finish());
    }

    /** How many bytes wait for children that do not read. */
    public long waitingBytes() {
        return waiting.bytes();
    }

    /** Logs what is left of children that have ended. */
    public void close() {
        unfinished.forEach(it -> it.output.finish());
        unfinished.clear();
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
