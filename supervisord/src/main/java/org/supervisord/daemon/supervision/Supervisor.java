package org.supervisord.daemon.supervision;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.supervisord.common.ProcessName;
import org.supervisord.common.ProcessState;
import org.supervisord.common.SupervisorState;
import org.supervisord.config.ConfigException;
import org.supervisord.config.Configuration;
import org.supervisord.config.DaemonSettings;
import org.supervisord.config.GroupSettings;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.process.ProcessStarts;

/**
 * The model: the groups that are supervised, the configuration that was read last, and whether the
 * daemon is on its way out. To be used on the loop's thread alone.
 */
public final class Supervisor {

    /** Reads the configuration anew. */
    public interface ConfigSource {
        /** What the file says now. */
        Configuration read() throws ConfigException;
    }

    /** Makes groups, with all that belongs to them, and takes them down again. */
    public interface GroupFactory {
        /**
         * A group that was never started, and its subscriptions to events.
         *
         * @throws GroupException when what it needs can't be had
         */
        ProcessGroup open(GroupSettings settings) throws GroupException;

        /** The group is no longer supervised. */
        void close(ProcessGroup group);
    }

    /** The daemon's exit status when a process with {@code exit_on_fatal=true} has ended it. */
    public static final int ESSENTIAL_IS_FATAL = 3;

    private static final int STARTED_AT_A_TIME = 16;

    private final ConfigSource source;
    private final GroupFactory factory;
    private final Consumer<Event> events;
    private final PoolDrain drain;
    private final Scheduler scheduler;
    private final FatalReasons fatalReasons;
    private final ActivityLog log;
    private final Map<String, ProcessGroup> groups = new LinkedHashMap<>();
    private final Queue<ManagedProcess> toStart = new ArrayDeque<>();
    private final List<Runnable> whenStarted = new ArrayList<>();
    private final Map<String, Configuration> origins = new HashMap<>();
    private final Configuration started;
    private Configuration latest;
    private final List<Runnable> whenBegun = new ArrayList<>();
    private boolean beginning;
    private boolean running;
    private boolean isStarting;
    private boolean held;
    private SupervisorState state = SupervisorState.RUNNING;
    private Optional<StopSequence> stopping = Optional.empty();
    private int exitStatus;
    private Runnable whenLeaving = () -> {};
    private Runnable whenStopped = () -> {};

    /**
     * A model with the groups of a configuration, none of them started.
     *
     * @param events told of groups and of the daemon's state
     * @param drain gives listeners time at the end
     */
    public Supervisor(
            Configuration configuration,
            ConfigSource source,
            GroupFactory factory,
            Consumer<Event> events,
            PoolDrain drain,
            Scheduler scheduler,
            FatalReasons fatalReasons,
            ActivityLog log) {
        this.started = configuration;
        this.latest = configuration;
        this.source = source;
        this.factory = factory;
        this.events = events;
        this.drain = drain;
        this.scheduler = scheduler;
        this.fatalReasons = fatalReasons;
        this.log = log;
    }

    /**
     * Opens all configured groups.
     *
     * @throws GroupException when one can't be opened; those before it are
     */
    public void openGroups() throws GroupException {
        for (GroupSettings group : latest.groups()) {
            addGroup(group);
        }
    }

    /**
     * Tells that the daemon runs and starts what starts by itself: group after group, a few in each
     * turn of the loop, so that clients are served meanwhile.
     *
     * @param whenStopped called when a shutdown or restart has stopped everything
     * @param before what is to be done before programs start, which runs what it is given then
     */
    public void run(Runnable whenStopped, Consumer<Runnable> before) {
        this.whenStopped = whenStopped;
        events.accept(new Event.SupervisorRunning());
        beginning = true;
        before.accept(this::startAll);
    }

    private void startAll() {
        running = true;
        begun();
        autostart(groups());
    }

    private void begun() {
        beginning = false;
        List<Runnable> tasks = List.copyOf(whenBegun);
        whenBegun.clear();
        tasks.forEach(Runnable::run);
    }

    /** Whether something is being done before programs start, and nobody may start one. */
    public boolean isBeginning() {
        return beginning;
    }

    /** Runs a task when that is over, or the daemon is to end. */
    public void whenBegun(Runnable task) {
        whenBegun.add(task);
    }

    /** Goes on with a group that a former program has supervised; nobody is told. */
    public void resume(ProcessGroup group, Configuration origin) {
        groups.put(group.name(), group);
        origins.put(group.name(), origin);
    }

    /**
     * As {@link #run}, where a former program was; what it has started is not started again. It may
     * not have come to all that starts by itself.
     */
    public void goOn(Configuration read, Runnable stopped) {
        whenStopped = stopped;
        latest = read;
        startAll();
    }

    /** What is still to start by itself is not started for now. */
    public void holdStarts() {
        held = true;
    }

    /** Goes on with what was held. */
    public void releaseStarts() {
        held = false;
        startNext();
    }

    /** The configuration that a group comes from: not always the one that was read last. */
    public Configuration origin(ProcessGroup group) {
        return origins.get(group.name());
    }

    /** The configuration that the daemon was started with. */
    public Configuration started() {
        return started;
    }

    /** Runs a task once what starts by itself was started for the first time. */
    public void afterStarts(Runnable task) {
        scheduler.post(
                () -> {
                    whenStarted.add(task);
                    tellIfStarted();
                });
    }

    private void tellIfStarted() {
        if (toStart.isEmpty()) {
            whenStarted.forEach(scheduler::post);
            whenStarted.clear();
        }
    }

    private void autostart(List<ProcessGroup> some) {
        some.forEach(group -> toStart.addAll(group.processes()));
        startNext();
    }

    private void startNext() {
        if (!held && !isStarting && !toStart.isEmpty()) {
            isStarting = true;
            scheduler.post(this::autostartSome);
        }
    }

    private void autostartSome() {
        isStarting = false;
        if (held) {
            return;
        }
        List<ManagedProcess> now = new ArrayList<>();
        while (!toStart.isEmpty() && now.size() < STARTED_AT_A_TIME) {
            ManagedProcess process = toStart.remove();
            // it may have been removed before its turn
            if (isSupervised(process) && process.isToAutostart()) {
                now.add(process);
            }
        }
        startNext();
        try {
            ProcessStarts.of(now);
        } finally {
            tellIfStarted();
        }
    }

    private boolean isSupervised(ManagedProcess process) {
        return group(process.fullName().group())
                .flatMap(group -> group.process(process.name()))
                .filter(it -> it == process)
                .isPresent();
    }

    /** RUNNING until it is on its way out; FATAL meanwhile when there is a reason for it. */
    public SupervisorState state() {
        boolean fatal = state == SupervisorState.RUNNING && !fatalReasons.isEmpty();
        return fatal ? SupervisorState.FATAL : state;
    }

    /** What the daemon can't do at the moment. */
    public FatalReasons fatalReasons() {
        return fatalReasons;
    }

    /** Whether what starts by itself was, or is being, started. */
    public boolean hasBegun() {
        return running;
    }

    /** Whether processes may be started by themselves. */
    public boolean mayStart() {
        return !state.isStopping();
    }

    /** What the daemon's process is to end with, unless it begins anew. */
    public int exitStatus() {
        return exitStatus;
    }

    /** The settings that the daemon was started with. */
    public DaemonSettings settings() {
        return started.daemon();
    }

    /** The configuration as it was read last. */
    public Configuration configuration() {
        return latest;
    }

    /** The daemon's process id. */
    public int pid() {
        return Math.toIntExact(ProcessHandle.current().pid());
    }

    /** All groups by priority; those of the same priority in the order in which they were added. */
    public List<ProcessGroup> groups() {
        return groups.values().stream()
                .sorted((a, b) -> Integer.compare(a.priority(), b.priority()))
                .toList();
    }

    /** All groups in the order in which they were added. */
    public Collection<ProcessGroup> groupsAsAdded() {
        return List.copyOf(groups.values());
    }

    /** The group of this name. */
    public Optional<ProcessGroup> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    /**
     * Reads the configuration again. What is supervised stays as it is.
     *
     * @return in which groups the new configuration differs from what is supervised
     * @throws ConfigException when it can't be used; the former one stays
     */
    public ReloadResult reloadConfig() throws ConfigException {
        latest = source.read();
        List<String> added =
                latest.groups().stream()
                        .map(GroupSettings::name)
                        .filter(name -> !groups.containsKey(name))
                        .toList();
        List<String> changed =
                latest.groups().stream()
                        .filter(group -> groups.containsKey(group.name()))
                        .filter(group -> group.differsFrom(groups.get(group.name()).settings()))
                        .map(GroupSettings::name)
                        .toList();
        List<String> removed =
                groups.keySet().stream()
                        .filter(
                                name ->
                                        latest.groups().stream()
                                                .noneMatch(g -> g.name().equals(name)))
                        .toList();
        return new ReloadResult(added, changed, removed);
    }

    /**
     * Supervises a group. Once the daemon runs, its processes are started if they start by
     * themselves.
     *
     * @return false when there is a group of this name already
     * @throws GroupException when it can't be opened; nothing of it is left then
     */
    public boolean addGroup(GroupSettings settings) throws GroupException {
        if (groups.containsKey(settings.name())) {
            return false;
        }
        ProcessGroup group = factory.open(settings);
        groups.put(settings.name(), group);
        origins.put(settings.name(), latest);
        events.accept(new Event.ProcessGroupAdded(settings.name()));
        if (running) {
            autostart(List.of(group));
        }
        return true;
    }

    /**
     * Supervises a group no longer.
     *
     * @return false when some of its processes are not stopped
     */
    public boolean removeGroup(String name) {
        ProcessGroup group = groups.get(name);
        if (!group.unstopped().isEmpty() || group.hasChildren()) {
            return false;
        }
        group.retire();
        factory.close(group);
        groups.remove(name);
        origins.remove(name);
        events.accept(new Event.ProcessGroupRemoved(name));
        return true;
    }

    /** Stops everything and ends the daemon. */
    public void shutdown() {
        leave(SupervisorState.SHUTDOWN);
    }

    /** Stops everything and begins anew with the configuration as it is then. */
    public void restart() {
        leave(SupervisorState.RESTARTING);
    }

    /** Is told of all events: when a process that it can't do without is FATAL, the daemon ends. */
    public void happened(Event event) {
        if (event instanceof Event.ProcessStateChanged change
                && change.to() == ProcessState.FATAL
                && isEssential(change.name())) {
            // in the next turn, so that the one who tried to start it hears of it
            scheduler.post(() -> endWithout(change.name()));
        }
    }

    private boolean isEssential(ProcessName name) {
        return group(name.group())
                .flatMap(group -> group.process(name.process()))
                .filter(process -> process.settings().exitOnFatal())
                .isPresent();
    }

    private void endWithout(ProcessName name) {
        if (state.isStopping()) {
            return; // what gives up at the end is not why it ends
        }
        log.critical(name + " is FATAL and has exit_on_fatal=true, shutting down");
        exitStatus = ESSENTIAL_IS_FATAL;
        shutdown();
    }

    /** From now on this is run when a shutdown or restart begins, or the one becomes the other. */
    public void whenLeaving(Runnable run) {
        whenLeaving = run;
    }

    /** How long it takes at the most to stop what is not stopped now. */
    public Duration patience() {
        return groups.values().stream()
                .map(ProcessGroup::patience)
                .reduce(drain.patience(), Duration::plus);
    }

    private void leave(SupervisorState how) {
        state = how;
        begun();
        whenLeaving.run();
        if (stopping.isPresent()) {
            return;
        }
        StopSequence sequence =
                new StopSequence(
                        this::groupsAsAdded, drain, scheduler, log, () -> whenStopped.run());
        stopping = Optional.of(sequence);
        // in the next turn, so that the one who asked is answered first
        scheduler.post(
                () -> {
                    Event end = new Event.SupervisorStopping();
                    if (isOnePoolLeft()) {
                        drain.passOver(end);
                    } else {
                        events.accept(end);
                    }
                    sequence.begin();
                });
    }

    /** Listeners hear of the end while others stop; a pool alone would be waited for in vain. */
    private boolean isOnePoolLeft() {
        List<ProcessGroup> unstopped =
                groups.values().stream().filter(group -> !group.unstopped().isEmpty()).toList();
        return unstopped.size() == 1 && unstopped.get(0).isListenerPool();
    }
}
