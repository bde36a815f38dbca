package org.supervisord.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.supervisord.common.PythonRepr;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.config.ChannelSettings;
import org.supervisord.config.Configuration;
import org.supervisord.config.LogLevel;
import org.supervisord.config.LogTarget;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.event.Listener;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.LogSink;
import org.supervisord.daemon.log.LogSinks;
import org.supervisord.daemon.log.RotatingFile;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.output.ChildInput;
import org.supervisord.daemon.output.ChildOutput;
import org.supervisord.daemon.output.OutputListener;
import org.supervisord.daemon.output.PipeReader;
import org.supervisord.daemon.posix.PosixException;
import org.supervisord.daemon.posix.Processes;
import org.supervisord.daemon.posix.Reaper;
import org.supervisord.daemon.posix.SpawnRequest;
import org.supervisord.daemon.posix.SpawnedChild;
import org.supervisord.daemon.posix.Spawner;
import org.supervisord.daemon.posix.StdinSource;
import org.supervisord.daemon.process.Child;
import org.supervisord.daemon.process.CommandLine;
import org.supervisord.daemon.process.Kernel;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.SpawnException;

/** The real machine: spawns programs, connects their pipes to logs and events, and reaps them. */
final class PosixKernel implements Kernel {
    private static final int EAGAIN = 11;
    private static final int EMFILE = 24;

    private final EventLoop loop;
    private final Configuration configuration;
    private final Map<String, String> environment;
    private final Spawner spawner;
    private final ActivityLog log;
    private final LogSinks logs;
    private final Consumer<Event> events;
    private final Function<ManagedProcess, Optional<Listener>> listeners;
    private final Reaper reaper = new Reaper();
    private final Map<Integer, Consumer<WaitStatus>> children = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(PipeReader.BUFFER_SIZE);

    /**
     * The machine as one run of the daemon uses it.
     *
     * @param environment what every program finds in its environment
     * @param listeners the listener behind a process of a pool
     */
    PosixKernel(
            EventLoop loop,
            Configuration configuration,
            Map<String, String> environment,
            Spawner spawner,
            ActivityLog log,
            FatalReasons fatalReasons,
            Consumer<Event> events,
            Function<ManagedProcess, Optional<Listener>> listeners) {
        this.loop = loop;
        this.configuration = configuration;
        this.environment = environment;
        this.spawner = spawner;
        this.log = log;
        this.logs = new LogSinks(log::error, fatalReasons);
        this.events = events;
        this.listeners = listeners;
    }

    @Override
    public Child spawn(ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended)
            throws SpawnException {
        ProgramSettings settings = process.settings();
        SpawnRequest request =
                new SpawnRequest(
                        command.file(),
                        command.argv(),
                        environmentOf(process),
                        settings.directory(),
                        settings.umask(),
                        settings.user(),
                        new StdinSource.Pipe(),
                        settings.redirectStderr());
        SpawnedChild spawned;
        try {
            spawned = spawner.spawn(request);
        } catch (PosixException e) {
            throw new SpawnException(reason(e, process.name()));
        }
        children.put(spawned.pid(), ended);
        try {
            return new PipedChild(process, spawned);
        } catch (IOException e) {
            throw new IllegalStateException("pipes of " + process.fullName(), e);
        }
    }

    private static String reason(PosixException e, String name) {
        return switch (e.errno()) {
            case EMFILE -> "too many open files to spawn '" + name + "'";
            case EAGAIN -> "Too many processes in process table to spawn '" + name + "'";
            default -> "unknown error during fork for '" + name + "': " + e.errorName();
        };
    }

    private Map<String, String> environmentOf(ManagedProcess process) {
        ProgramSettings settings = process.settings();
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("SUPERVISOR_ENABLED", "1");
        settings.serverurl()
                .or(configuration::serverurl)
                .ifPresent(url -> all.put("SUPERVISOR_SERVER_URL", url));
        all.put("SUPERVISOR_PROCESS_NAME", process.name());
        all.put("SUPERVISOR_GROUP_NAME", process.fullName().group());
        all.putAll(settings.environment());
        return all;
    }

    @Override
    public boolean kill(int target, Signal signal) throws IOException {
        return Processes.kill(target, signal);
    }

    /** Collects the children that have ended, and tells those who wait for them. */
    void reap() {
        reaper.reap(
                (pid, status) -> {
                    Consumer<WaitStatus> ended = children.remove(pid);
                    if (ended == null) {
                        log.info("reaped unknown pid " + pid + " (" + status + ")");
                    } else {
                        ended.accept(status);
                    }
                });
    }

    /** A child with its pipes on the loop. */
    private final class PipedChild implements Child {
        private final int pid;
        private final List<ChildOutput> outputs = new ArrayList<>();
        private final List<PipeReader> readers = new ArrayList<>();
        private final ChildInput stdin;
        private final Optional<Listener> listener;

        PipedChild(ManagedProcess process, SpawnedChild spawned) throws IOException {
            this.pid = spawned.pid();
            this.listener = listeners.apply(process);
            this.stdin = new ChildInput(loop, spawned.stdin().orElseThrow());
            ProgramSettings settings = process.settings();
            connect(
                    process,
                    Event.Channel.STDOUT,
                    settings.stdout(),
                    process.stdoutLog(),
                    spawned.stdout());
            if (spawned.stderr().isPresent()) {
                connect(
                        process,
                        Event.Channel.STDERR,
                        settings.stderr(),
                        process.stderrLog(),
                        spawned.stderr().get());
            }
        }

        private void connect(
                ManagedProcess process,
                Event.Channel channel,
                ChannelSettings settings,
                Optional<Path> logfile,
                Pipe.SourceChannel source)
                throws IOException {
            List<LogSink> sinks = new ArrayList<>();
            logfile.ifPresent(
                    path ->
                            sinks.add(
                                    logs.open(
                                            path,
                                            settings.maxbytes(),
                                            settings.backups(),
                                            settings.logfile() instanceof LogTarget.Automatic
                                                    ? RotatingFile.PRIVATE
                                                    : RotatingFile.PUBLIC)));
            if (listener.isPresent() && channel == Event.Channel.STDOUT) {
                ListenerOutput output =
                        new ListenerOutput(
                                listener.get(),
                                process.name(),
                                sinks,
                                configuration.daemon().stripAnsi(),
                                log);
                outputs.add(output.kept());
                readers.add(new PipeReader(loop, source, buffer, output));
                return;
            }
            ChildOutput output =
                    new ChildOutput(
                            new ChildOutput.Treatment(
                                    settings.captureMaxbytes(),
                                    configuration.daemon().stripAnsi(),
                                    settings.eventsEnabled(),
                                    log.tells(LogLevel.DEBUG)),
                            sinks,
                            new OutputEvents(process, pid, channel));
            outputs.add(output);
            readers.add(new PipeReader(loop, source, buffer, output));
        }

        @Override
        public int pid() {
            return pid;
        }

        @Override
        public void drain() {
            readers.forEach(PipeReader::drain);
        }

        @Override
        public void close() {
            readers.forEach(PipeReader::close);
            stdin.close();
            listener.ifPresent(Listener::gone);
        }

        @Override
        public void write(byte[] data) throws IOException {
            stdin.write(data);
        }

        @Override
        public void clearLogs() throws IOException {
            for (ChildOutput output : outputs) {
                output.clearLogs();
            }
        }

        @Override
        public void reopenLogs() {
            outputs.forEach(ChildOutput::reopenLogs);
        }
    }

    /** Makes events and lines of the activity log of what a child says. */
    private final class OutputEvents implements OutputListener {
        private final ManagedProcess process;
        private final int pid;
        private final Event.Channel channel;

        OutputEvents(ManagedProcess process, int pid, Event.Channel channel) {
            this.process = process;
            this.pid = pid;
            this.channel = channel;
        }

        @Override
        public void output(byte[] data) {
            events.accept(new Event.ProcessLog(process.fullName(), pid, channel, data));
        }

        @Override
        public void message(byte[] data) {
            events.accept(new Event.ProcessCommunication(process.fullName(), pid, channel, data));
            log.debug(PythonRepr.of(process.name()) + " " + channel + " emitted a comm event");
        }

        @Override
        public void debug(byte[] data) {
            log.debug(PythonRepr.of(process.name()) + " " + channel + " output:\n" + text(data));
        }

        private static String text(byte[] data) {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
            } catch (CharacterCodingException e) {
                return "Undecodable: " + PythonRepr.of(data);
            }
        }
    }
}
