package org.supervisord.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.supervisord.common.JdkStart;
import org.supervisord.common.Signal;
import org.supervisord.common.SupervisorState;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.Accounts;
import org.supervisord.config.Configuration;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.event.EventBus;
import org.supervisord.daemon.event.EventListenerPool;
import org.supervisord.daemon.event.EventSerials;
import org.supervisord.daemon.event.TickSnapshot;
import org.supervisord.daemon.event.TickSource;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.http.FileWatch;
import org.supervisord.daemon.http.HeldBytes;
import org.supervisord.daemon.http.HttpServer;
import org.supervisord.daemon.http.ServerSnapshot;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.ActivityLogFile;
import org.supervisord.daemon.log.LogSinks;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.notify.ServiceNotifier;
import org.supervisord.daemon.orphans.FormerDaemon;
import org.supervisord.daemon.orphans.PidFiles;
import org.supervisord.daemon.posix.Daemonizer;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.replacement.Launch;
import org.supervisord.daemon.replacement.Takeover;
import org.supervisord.daemon.replacement.Tries;
import org.supervisord.daemon.replacement.Upgrade;
import org.supervisord.daemon.rpc.AnswerRoom;
import org.supervisord.daemon.rpc.RpcEndpoint;
import org.supervisord.daemon.rpc.SupervisorMethods;
import org.supervisord.daemon.supervision.Supervisor;
import org.supervisord.daemon.upgrade.GroupState;
import org.supervisord.daemon.upgrade.State;

/**
 * One life of the daemon, from a configuration that was read to the end of all programs. A restart
 * begins another one in the same process.
 */
final class DaemonRun implements Upgrade.Daemon {
    /**
     * What the end of a run may take after its programs have stopped, logs that are not read
     * included.
     */
    private static final Duration LAST_WORK = Duration.ofSeconds(50);

    /** The exit status when nobody waits for the daemon to have begun any more. */
    private static final int UNWANTED = 1;

    private final EventLoop loop;
    private final Configuration configuration;
    private final ActivityLogFile logFile;
    private final ActivityLog log;
    private final FileWatch watch;
    private final HeldBytes answers = HeldBytes.ofAnswers();
    private final EventBus bus;
    private final TickSource ticks;
    private final Programs programs;
    private final Supervisor supervisor;
    private final Path pidFile;
    private final PluginLoader plugins;
    private final Accounts accounts;
    private final ServiceNotifier notifier;
    private final Optional<Takeover> takeover;
    private final LogSinks logs;
    private final Upgrade upgrade;
    private RpcEndpoint methods;
    private Optional<Frontend> frontend = Optional.empty();

    /**
     * A life that has not begun.
     *
     * @param serials of the events of all lives
     * @param machine makes children and sockets
     * @param environment what programs find in their environment, before what is added for each
     * @param launch how the daemon was started
     * @param takeover what a former program has left in this process
     */
    DaemonRun(
            EventLoop loop,
            Configuration configuration,
            Supervisor.ConfigSource source,
            ActivityLogFile logFile,
            FatalReasons fatalReasons,
            LogSinks logs,
            FileWatch watch,
            EventSerials serials,
            Machine machine,
            PluginLoader plugins,
            ServiceNotifier notifier,
            Map<String, String> environment,
            Launch launch,
            Optional<Takeover> takeover) {
        this.loop = loop;
        this.takeover = takeover;
        this.logs = logs;
        this.configuration = configuration;
        this.logFile = logFile;
        this.log = logFile.log();
        this.watch = watch;
        this.plugins = plugins;
        this.accounts = machine.accounts();
        this.notifier = notifier;
        this.pidFile = configuration.daemon().pidfile();
        this.bus = new EventBus(serials);
        this.ticks = new TickSource(loop, bus);
        loop.betweenChannels(bus::hearListeners);
        loop.holdEndOfTurnWhile(bus::isBehind);
        this.programs =
                new Programs(
                        loop,
                        configuration,
                        source,
                        fatalReasons,
                        logs,
                        machine,
                        plugins,
                        environment,
                        configuration.daemon().nocleanup() || takeover.isPresent(),
                        bus,
                        this::happened,
                        log);
        this.supervisor = programs.supervisor();
        this.upgrade = new Upgrade(loop, programs.kernel(), machine.children(), launch, this, log);
    }

    private void happened(Event event) {
        bus.publish(event);
        frontend.ifPresent(it -> it.happened(event));
        supervisor.happened(event);
        notifier.statusChanged();
    }

    @Override
    public Supervisor supervisor() {
        return supervisor;
    }

    /** All pools of event listeners. */
    List<EventListenerPool> pools() {
        return bus.pools();
    }

    /** All that clients may call; to be asked for once it is open. */
    RpcEndpoint methods() {
        return methods;
    }

    /** Makes the groups and begins to listen; nothing is started yet. */
    void open(Consumer<String> notices) throws StartupException {
        try {
            if (takeover.isPresent()) {
                Takeover former = takeover.get();
                former.enterFolder();
                programs.resume(former);
                long takenAt = former.takenAtNanos(loop.clock());
                former.part("events", () -> bus.resume(former.state().bus(), takenAt));
            } else {
                programs.open();
            }
            methods =
                    SupervisorMethods.endpoint(
                            supervisor,
                            logFile,
                            loop,
                            bus::publishFromClient,
                            bus::pools,
                            upgrade,
                            new AnswerRoom(answers::hasRoom, answers::whenRoom),
                            Version.text());
            Frontend all =
                    new Frontend(
                            loop,
                            configuration,
                            supervisor,
                            methods,
                            plugins,
                            watch,
                            answers,
                            accounts,
                            takeover,
                            log);
            frontend = Optional.of(all);
            all.open(notices);
        } catch (StartupException e) {
            close();
            throw e;
        }
    }

    /**
     * Runs programs until the daemon is to end.
     *
     * @param begun told once the pid file is there
     * @return the exit status; empty to begin anew
     */
    OptionalInt run(Begun begun) throws IOException {
        supervisor.whenLeaving(this::leaving);
        if (takeover.isPresent()) {
            goOn(takeover.get());
        } else {
            FormerDaemon former =
                    FormerDaemon.find(
                            configuration, supervisor.pid(), accounts.currentUid(), loop, log);
            writePidFile();
            if (!isWanted(begun)) {
                close();
                return OptionalInt.of(UNWANTED);
            }
            supervisor.run(
                    loop::stop,
                    start ->
                            former.endOrphans(
                                    () -> {
                                        start.run();
                                        supervisor.afterStarts(this::tellOfTheBeginning);
                                    }));
        }
        // also what has ended before its end could be told
        loop.post(programs.kernel()::reap);
        loop.run();
        close();
        if (supervisor.state() == SupervisorState.RESTARTING) {
            return OptionalInt.empty();
        }
        logs.flush();
        logFile.flush();
        return OptionalInt.of(supervisor.exitStatus());
    }

    /** A start in the background that was ended before its end is none. */
    private boolean isWanted(Begun begun) {
        try {
            begun.tell();
            return true;
        } catch (IOException e) {
            log.critical("the command that starts the daemon was ended, and so it ends as well");
            return false;
        }
    }

    /** Somebody waits for the daemon to have begun. */
    interface Begun {
        /** It has. */
        void tell() throws IOException;
    }

    private void goOn(Takeover former) {
        former.part(
                "the configuration that was read last",
                () -> supervisor.goOn(former.latest(), loop::stop));
        former.part("what waits for the readers of logs", logs::resumeLeft);
        upgrade.takenOver(former);
        List<TickSnapshot> slices = former.state().ticks();
        former.settle(log, Tries.state().orElseThrow());
        // not before: a listener would be told again if this program had to begin anew
        ticks.resume(slices);
        // what has waited to be told
        loop.post(bus::dispatch);
        supervisor.afterStarts(this::tellOfTheBeginning);
    }

    @Override
    public State snapshot(Keeper keeper, long pausedAtNanos, int niceness, State.Command previous)
            throws IOException {
        List<Configuration> configurations = new ArrayList<>();
        List<GroupState> groups =
                programs.snapshot(keeper, configuration -> number(configurations, configuration));
        int started = number(configurations, supervisor.started());
        int latest = number(configurations, supervisor.configuration());
        Frontend clients = frontend.orElseThrow();
        List<ServerSnapshot> servers = clients.snapshot(keeper);
        return new State(
                State.VERSION,
                Version.text(),
                loop.clock().nanos(),
                pausedAtNanos,
                Daemonizer.currentFolder(),
                previous,
                configurations.stream().map(Configuration::text).toList(),
                started,
                latest,
                groups,
                bus.snapshot(),
                ticks.snapshot(),
                supervisor.fatalReasons().all(),
                logs.snapshot(keeper),
                logFile.snapshot(keeper),
                logFile.world().standard().snapshot(keeper),
                Optional.of(logFile.world().syslog().snapshot(keeper)),
                servers,
                clients.pages(),
                OptionalInt.of(niceness),
                keeper.kept());
    }

    @Override
    public String version() {
        return Version.text();
    }

    @Override
    public long waitingBytes() {
        return programs.waitingBytes()
                + bus.waitingBytes()
                + logs.waitingBytes()
                + logFile.waitingBytes()
                + logFile.world().standard().waitingBytes()
                + logFile.world().syslog().waitingBytes()
                + servers().stream().mapToLong(HttpServer::waitingBytes).sum();
    }

    private static int number(List<Configuration> all, Configuration wanted) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) == wanted) {
                return i;
            }
        }
        all.add(wanted);
        return all.size() - 1;
    }

    @Override
    public Optional<Path> activityLog() {
        return configuration.daemon().logfile();
    }

    @Override
    public List<HttpServer> servers() {
        return frontend.orElseThrow().servers();
    }

    @Override
    public void tellOfTheUpgrade() {
        notifier.reloading(LAST_WORK);
    }

    @Override
    public void tellOfTheBeginning() {
        if (supervisor.mayStart()) {
            notifier.ready(() -> StatusText.of(supervisor));
        }
        // they are by now, unless nobody has come to that
        JdkStart.openLibraries();
    }

    private void leaving() {
        upgrade.daemonLeaves();
        Duration patience = supervisor.patience().plus(LAST_WORK);
        if (supervisor.state() == SupervisorState.RESTARTING) {
            notifier.reloading(patience);
        } else {
            notifier.stopping(patience);
        }
    }

    private void writePidFile() {
        if (PidFiles.write(pidFile, supervisor.pid())) {
            log.info("supervisord started with pid " + supervisor.pid());
        } else {
            log.critical("could not write pidfile " + pidFile);
        }
    }

    private void close() {
        upgrade.close();
        programs.close();
        ticks.close();
        frontend.ifPresent(Frontend::close);
        try {
            loop.releaseClosed();
        } catch (IOException e) {
            log.error("can't let go of the sockets: " + e.getMessage());
        }
        PidFiles.removeOwn(pidFile, supervisor.pid());
    }

    /** Takes a signal that the daemon got. */
    void take(Signal signal) {
        if (signal.equals(Signal.CHLD)) {
            programs.kernel().reap();
            log.debug("received SIGCHLD indicating a child quit");
        } else if (signal.equals(Signal.HUP)) {
            hangUp();
        } else if (signal.equals(Signal.USR2)) {
            log.info("received " + signal + " indicating log reopen request");
            reopenLogs();
        } else {
            log.warn("received " + signal + " indicating exit request");
            supervisor.shutdown();
        }
    }

    private void hangUp() {
        if (supervisor.state() == SupervisorState.SHUTDOWN) {
            log.warn("ignored SIGHUP indicating restart request (shutdown in progress)");
        } else {
            log.warn("received SIGHUP indicating restart request");
            supervisor.restart();
        }
    }

    private void reopenLogs() {
        log.info("supervisord logreopen");
        logFile.reopen();
        supervisor.groupsAsAdded().forEach(ProcessGroup::reopenLogs);
    }
}
