package org.supervisord.daemon.children;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.supervisord.common.ProcessState;
import org.supervisord.common.WaitStatus;
import org.supervisord.common.plugin.EventResultHandler;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.ChannelSettings;
import org.supervisord.config.FcgiSocketSettings;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.LogTarget;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.event.EventBus;
import org.supervisord.daemon.event.EventListenerPool;
import org.supervisord.daemon.event.Listener;
import org.supervisord.daemon.event.ResultHandler;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.fatal.Operation;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.AutomaticLogs;
import org.supervisord.daemon.posix.Descriptors;
import org.supervisord.daemon.posix.FastCgiListener;
import org.supervisord.daemon.posix.FileError;
import org.supervisord.daemon.process.Child;
import org.supervisord.daemon.process.LogPaths;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.process.ProcessWorld;
import org.supervisord.daemon.process.SharedSocket;
import org.supervisord.daemon.supervision.GroupException;
import org.supervisord.daemon.supervision.PoolDrain;
import org.supervisord.daemon.supervision.Supervisor;
import org.supervisord.daemon.upgrade.ChildState;
import org.supervisord.daemon.upgrade.GroupState;

/** Makes groups of processes from their settings, and names the logs that have no name. */
public final class GroupOpener implements Supervisor.GroupFactory {
    /** Makes the listening sockets of [fcgi-program:x] sections. */
    public interface Listening {
        /** A socket that listens. */
        SharedSocket.Opened open(FcgiSocketSettings settings) throws IOException;
    }

    /** The sockets of the real system. */
    public static final Listening SYSTEM =
            settings -> {
                ServerSocketChannel channel = FastCgiListener.open(settings);
                return new SharedSocket.Opened(Descriptors.of(channel), channel);
            };

    private final ProcessWorld world;
    private final AutomaticLogs automaticLogs;
    private final FatalReasons fatalReasons;
    private final ActivityLog log;
    private final String identifier;
    private final EventBus bus;
    private final PluginLoader plugins;
    private final Listening listening;
    private final Map<ManagedProcess, Listener> listeners = new IdentityHashMap<>();
    private final Map<ManagedProcess, SharedSocket> sockets = new IdentityHashMap<>();
    private final NamedLogs namedLogs = new NamedLogs();

    /** An opener of groups whose listeners are told of events on a bus. */
    public GroupOpener(
            ProcessWorld world,
            AutomaticLogs automaticLogs,
            String identifier,
            EventBus bus,
            PluginLoader plugins,
            Listening listening) {
        this.plugins = plugins;
        this.listening = listening;
        this.world = world;
        this.identifier = identifier;
        this.bus = bus;
        this.automaticLogs = automaticLogs;
        this.fatalReasons = world.fatalReasons();
        this.log = world.log();
    }

    @Override
    public ProcessGroup open(GroupSettings settings) throws GroupException {
        Optional<SharedSocket> socket = socket(settings);
        List<ManagedProcess> processes = new ArrayList<>();
        Map<String, LogPaths> logs = logs(settings);
        for (ProgramSettings program : lastOfEachName(settings)) {
            processes.add(
                    new ManagedProcess(settings.name(), program, logs.get(program.name()), world));
        }
        if (settings instanceof GroupSettings.EventListenerPool poolSettings) {
            openPool(poolSettings, processes);
        }
        socket.ifPresent(it -> processes.forEach(process -> sockets.put(process, it)));
        return new ProcessGroup(settings, processes);
    }

    private Map<String, LogPaths> logs(GroupSettings settings) {
        Optional<Map<String, LogPaths>> former = namedLogs.of(settings);
        if (former.isPresent()) {
            return former.get();
        }
        Map<String, LogPaths> logs = new HashMap<>();
        for (ProgramSettings program : lastOfEachName(settings)) {
            logs.put(
                    program.name(),
                    new LogPaths(
                            path(program, program.stdout(), "stdout"),
                            path(program, program.stderr(), "stderr")));
        }
        namedLogs.put(settings, logs);
        return logs;
    }

    /** Of several with one name the last is meant, in the place of the first. */
    private static Collection<ProgramSettings> lastOfEachName(GroupSettings settings) {
        Map<String, ProgramSettings> programs = new LinkedHashMap<>();
        settings.programs().forEach(it -> programs.put(it.name(), it));
        return programs.values();
    }

    /**
     * Goes on with a group that a former program has supervised.
     *
     * @param adoption takes over the child of a process
     * @param inheritance where the socket is that its processes share
     * @throws GroupException when it can't
     */
    public ProcessGroup resume(
            GroupSettings settings,
            GroupState former,
            long takenAtNanos,
            Adopter adoption,
            Inheritance inheritance)
            throws GroupException {
        Map<String, ProgramSettings> programs = new HashMap<>();
        settings.programs().forEach(it -> programs.put(it.name(), it));
        List<ManagedProcess> processes = new ArrayList<>();
        Map<String, LogPaths> named = new HashMap<>();
        for (GroupState.ProgramState it : former.programs()) {
            ProgramSettings program = programs.get(it.process().name());
            if (program == null) {
                throw new GroupException(
                        "there is no " + it.process().name() + " in group " + former.name());
            }
            LogPaths logs =
                    new LogPaths(
                            it.process().stdoutLog().map(Path::of),
                            it.process().stderrLog().map(Path::of));
            named.put(program.name(), logs);
            processes.add(new ManagedProcess(settings.name(), program, logs, world));
        }
        namedLogs.put(settings, named);
        if (settings instanceof GroupSettings.EventListenerPool poolSettings) {
            openPool(poolSettings, processes);
        }
        Optional<SharedSocket> socket = Optional.empty();
        if (settings instanceof GroupSettings.FastCgi fastCgi) {
            SharedSocket it =
                    new SharedSocket(fastCgi.socket(), () -> listening.open(fastCgi.socket()), log);
            processes.forEach(process -> sockets.put(process, it));
            socket = Optional.of(it);
        }
        ProcessGroup group = new ProcessGroup(settings, processes);
        try {
            Optional<SharedSocket.Opened> opened = inherited(former, inheritance);
            adopt(processes, former, takenAtNanos, adoption, socket, opened);
        } catch (GroupException | RuntimeException e) {
            // those that were taken over already are not supervised either
            group.retire();
            close(group);
            throw e;
        }
        return group;
    }

    private static void adopt(
            List<ManagedProcess> processes,
            GroupState former,
            long takenAtNanos,
            Adopter adoption,
            Optional<SharedSocket> socket,
            Optional<SharedSocket.Opened> opened) {
        for (int i = 0; i < processes.size(); i++) {
            GroupState.ProgramState it = former.programs().get(i);
            ManagedProcess process = processes.get(i);
            if (it.child().isPresent() && socket.isPresent()) {
                socket.get().adopt(opened.orElseThrow());
            }
            process.resume(
                    it.process(),
                    takenAtNanos,
                    it.child().map(child -> ended -> adoption.adopt(process, child, ended)));
        }
    }

    /** Takes over children of a former program. */
    public interface Adopter {
        /** A child that belongs to a process. */
        Child adopt(ManagedProcess process, ChildState child, Consumer<WaitStatus> ended);
    }

    private static Optional<SharedSocket.Opened> inherited(
            GroupState former, Inheritance inheritance) throws GroupException {
        if (former.socket().isEmpty()) {
            return Optional.empty();
        }
        try {
            int descriptor = inheritance.taken(former.socket().getAsInt());
            return Optional.of(
                    new SharedSocket.Opened(descriptor, () -> Descriptors.close(descriptor)));
        } catch (IOException e) {
            throw new GroupException("the socket of " + former.name() + ": " + e.getMessage());
        }
    }

    /** What another program needs to go on with a group, its children and their socket. */
    public GroupState snapshot(
            ProcessGroup group, int configuration, PosixKernel kernel, Keeper keeper)
            throws IOException {
        List<GroupState.ProgramState> programs = new ArrayList<>();
        OptionalInt socket = OptionalInt.empty();
        for (ManagedProcess process : group.processes()) {
            programs.add(
                    new GroupState.ProgramState(
                            process.snapshot(), kernel.snapshot(process, keeper)));
            if (sockets.containsKey(process)) {
                socket = sockets.get(process).descriptor();
            }
        }
        socket.ifPresent(keeper::keep);
        return new GroupState(group.name(), configuration, programs, socket);
    }

    private Optional<SharedSocket> socket(GroupSettings settings) throws GroupException {
        if (!(settings instanceof GroupSettings.FastCgi fastCgi)) {
            return Optional.empty();
        }
        SharedSocket socket =
                new SharedSocket(fastCgi.socket(), () -> listening.open(fastCgi.socket()), log);
        try {
            // what can't be opened is to be known now, not when the first process starts
            socket.take();
            socket.release();
            return Optional.of(socket);
        } catch (IOException e) {
            throw new GroupException(e.getMessage());
        }
    }

    /** Closes the sockets of processes that could not be stopped, at the end of all. */
    public void abandonSockets() {
        sockets.values().forEach(SharedSocket::abandon);
    }

    /** The socket that a process shares with those of its group. */
    public Optional<SharedSocket> socket(ManagedProcess process) {
        return Optional.ofNullable(sockets.get(process));
    }

    private void openPool(GroupSettings.EventListenerPool settings, List<ManagedProcess> processes)
            throws GroupException {
        EventListenerPool pool =
                new EventListenerPool(
                        settings, identifier, handler(settings), world.scheduler().clock(), log);
        for (ManagedProcess process : processes) {
            listeners.put(process, pool.add(new ListenerProcess(process, fatalReasons)));
        }
        bus.subscribe(pool);
    }

    private ResultHandler handler(GroupSettings.EventListenerPool settings) throws GroupException {
        if (settings.usesStandardHandler()) {
            return ResultHandler.STANDARD;
        }
        try {
            return ResultHandler.of(
                    plugins.load(
                            settings.resultHandler(), Optional.empty(), EventResultHandler.class));
        } catch (PluginException e) {
            throw new GroupException(
                    "result_handler of [eventlistener:" + settings.name() + "]: " + e.getMessage());
        }
    }

    /** The listener behind a process of a pool; empty for any other process. */
    public Optional<Listener> listener(ManagedProcess process) {
        return Optional.ofNullable(listeners.get(process));
    }

    /** A process as its pool sees it. */
    private record ListenerProcess(ManagedProcess process, FatalReasons reasons)
            implements Listener.Process {
        @Override
        public String name() {
            return process.name();
        }

        @Override
        public ProcessState state() {
            return process.state();
        }

        @Override
        public void write(byte[] data) throws IOException {
            process.writeStdin(data);
        }

        @Override
        public void look() {
            process.look();
        }

        @Override
        public void giveUp(String reason) {
            reasons.raise(delivery(), reason);
            process.fail(reason);
        }

        @Override
        public void recovered() {
            reasons.clear(delivery());
        }

        private Operation delivery() {
            return new Operation("deliver events to", process.fullName().toString());
        }
    }

    private Optional<Path> path(ProgramSettings program, ChannelSettings settings, String channel) {
        LogTarget target = settings.logfile();
        if (target instanceof LogTarget.File file) {
            return Optional.of(file.path());
        }
        if (target instanceof LogTarget.Automatic) {
            try {
                return Optional.of(automaticLogs.create(program.name(), channel));
            } catch (IOException e) {
                log.error(
                        "can't make a log for "
                                + channel
                                + " of "
                                + program.name()
                                + " in the childlogdir: "
                                + FileError.text(e));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close(ProcessGroup group) {
        bus.pool(group.name()).ifPresent(pool -> PoolDrain.reportUndelivered(pool, log));
        bus.unsubscribe(group.name());
        fatalReasons.forget(group.name());
        group.processes().forEach(this::forget);
    }

    private void forget(ManagedProcess process) {
        listeners.remove(process);
        sockets.remove(process);
        fatalReasons.forget(process.fullName().toString());
        process.stdoutLog().map(Path::toString).ifPresent(fatalReasons::forget);
        process.stderrLog().map(Path::toString).ifPresent(fatalReasons::forget);
    }
}
