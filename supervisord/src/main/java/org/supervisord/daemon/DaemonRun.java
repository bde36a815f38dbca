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
import org.supervisord.common.PythonRepr;
import org.supervisord.common.Signal;
import org.supervisord.common.SupervisorState;
import org.supervisord.common.WaitStatus;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.Accounts;
import org.supervisord.config.Configuration;
import org.supervisord.config.DaemonSettings;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.config.OrphanPolicy;
import org.supervisord.config.RpcInterfaceSettings;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.event.EventBus;
import org.supervisord.daemon.event.EventListenerPool;
import org.supervisord.daemon.event.TickSource;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.http.FileWatch;
import org.supervisord.daemon.http.HttpLimits;
import org.supervisord.daemon.http.HttpServer;
import org.supervisord.daemon.http.HttpServerException;
import org.supervisord.daemon.http.LogStreamer;
import org.supervisord.daemon.http.ServerSnapshot;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.ActivityLogFile;
import org.supervisord.daemon.log.AutomaticLogs;
import org.supervisord.daemon.log.LogSinks;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.notify.ServiceNotifier;
import org.supervisord.daemon.posix.Daemonizer;
import org.supervisord.daemon.posix.Execution;
import org.supervisord.daemon.posix.ProcessTable;
import org.supervisord.daemon.process.Child;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.process.ProcessWorld;
import org.supervisord.daemon.rpc.Interfaces;
import org.supervisord.daemon.rpc.RpcEndpoint;
import org.supervisord.daemon.rpc.SupervisorMethods;
import org.supervisord.daemon.upgrade.ChildState;
import org.supervisord.daemon.upgrade.GroupState;
import org.supervisord.daemon.upgrade.State;
import org.supervisord.daemon.web.About;
import org.supervisord.daemon.web.WebSite;

/**
 * One life of the daemon, from a configuration that was read to the end of all programs. A restart
 * begins another one in the same process.
 */
final class DaemonRun {
    /**
     * What the end of a run may take after its programs have stopped, logs that are not read
     * included.
     */
    private static final Duration LAST_WORK = Duration.ofSeconds(30);

    private final EventLoop loop;
    private final Configuration configuration;
    private final ActivityLogFile logFile;
    private final ActivityLog log;
    private final FileWatch watch;
    private final ChildConnector connector;
    private final PosixKernel kernel;
    private final EventBus bus = new EventBus();
    private final TickSource ticks;
    private final GroupOpener opener;
    private final Supervisor supervisor;
    private final List<HttpServer> servers = new ArrayList<>();
    private final Path pidFile;
    private final ProcessTable table = new ProcessTable();
    private final PluginLoader plugins;
    private final Accounts accounts;
    private final ServiceNotifier notifier;
    private final Optional<Takeover> takeover;
    private final LogSinks logs;
    private final Upgrade upgrade;
    private RpcEndpoint methods;
    private Optional<Interfaces> interfaces = Optional.empty();
    private Optional<WebSite> site = Optional.empty();

    /**
     * A life that has not begun.
     *
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
        DaemonSettings settings = configuration.daemon();
        this.pidFile = settings.pidfile();
        Consumer<Event> events = this::happened;
        this.ticks = new TickSource(loop, bus);
        loop.betweenChannels(bus::hearListeners);
        this.connector =
                new ChildConnector(
                        loop,
                        settings.stripAnsi(),
                        logs,
                        log,
                        events,
                        process -> opener().listener(process));
        this.kernel =
                new PosixKernel(
                        configuration,
                        environment,
                        machine.children(),
                        connector,
                        process -> opener().socket(process),
                        log);
        ProcessWorld world =
                new ProcessWorld(
                        kernel,
                        loop,
                        log,
                        events,
                        fatalReasons,
                        this::mayStart,
                        folders(environment.get("PATH")));
        AutomaticLogs automaticLogs =
                new AutomaticLogs(settings.childlogdir(), settings.identifier());
        if (!settings.nocleanup() && takeover.isEmpty()) {
            automaticLogs.removeOld(log);
        }
        this.opener =
                new GroupOpener(
                        world,
                        automaticLogs,
                        settings.identifier(),
                        bus,
                        plugins,
                        machine.sockets());
        this.supervisor =
                new Supervisor(
                        configuration,
                        source,
                        opener,
                        events,
                        new PoolDrain(
                                bus, Duration.ofSeconds(settings.eventDrainSecs()), loop, log),
                        loop,
                        fatalReasons,
                        log);
        this.upgrade = new Upgrade(loop, kernel, machine.children(), launch, this, log);
    }

    private void happened(Event event) {
        bus.publish(event);
        site.ifPresent(it -> it.happened(event));
        supervisor.happened(event);
        notifier.statusChanged();
    }

    private GroupOpener opener() {
        return opener;
    }

    private boolean mayStart() {
        return supervisor.mayStart();
    }

    private static List<String> folders(String path) {
        return path == null || path.isEmpty()
                ? List.of("/bin", "/usr/bin", "/usr/local/bin")
                : List.of(path.split(":", -1));
    }

    /** What is supervised. */
    Supervisor supervisor() {
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
        if (takeover.isPresent()) {
            resumeGroups(takeover.get());
        } else {
            openGroups();
        }
        methods =
                SupervisorMethods.endpoint(
                        supervisor,
                        logFile,
                        loop,
                        bus::publishFromClient,
                        bus::pools,
                        upgrade,
                        Version.text());
        Interfaces all = openInterfaces(methods);
        String hostName = HostName.read();
        About about =
                new About(
                        Version.text(),
                        hostName,
                        takeover.map(it -> it.state().web().startedAtMillis())
                                .orElseGet(() -> loop.clock().wallMillis()));
        WebSite pages = new WebSite(supervisor, methods::call, loop, about, log);
        takeover.ifPresent(it -> it.part("pages", () -> pages.resume(it.state().web())));
        site = Optional.of(pages);
        HttpRoutes routes =
                new HttpRoutes(
                        all,
                        supervisor,
                        pages,
                        new LogStreamer(watch, log),
                        hostName,
                        accounts,
                        log);
        try {
            for (HttpServerSettings server : configuration.servers()) {
                if (takeover.isPresent()) {
                    takeover.get()
                            .part(
                                    "[" + server.section() + "]",
                                    () -> servers.add(resume(server, routes.of(server), notices)));
                } else {
                    configuration
                            .rpcInterfaces()
                            .forEach(
                                    it ->
                                            log.info(
                                                    "RPC interface '"
                                                            + it.name()
                                                            + "' initialized"));
                    servers.add(
                            HttpServer.open(
                                    loop,
                                    server,
                                    routes.of(server),
                                    log,
                                    HttpLimits.of(server.limits()),
                                    notices));
                }
            }
        } catch (HttpServerException e) {
            close();
            throw new StartupException(e.getMessage());
        }
    }

    private HttpServer resume(
            HttpServerSettings settings,
            HttpServer.ClientHandlers handlers,
            Consumer<String> notices)
            throws IOException {
        HttpLimits limits = HttpLimits.of(settings.limits());
        Optional<ServerSnapshot> former = takeover.flatMap(it -> it.server(settings.section()));
        return former.isPresent()
                ? HttpServer.resume(
                        loop,
                        settings,
                        handlers,
                        log,
                        limits,
                        former.get(),
                        takeover.orElseThrow().descriptors())
                : HttpServer.open(loop, settings, handlers, log, limits, notices);
    }

    private void resumeGroups(Takeover former) {
        long takenAt = former.takenAtNanos(loop.clock());
        for (GroupState group : former.state().groups()) {
            former.part(
                    "group " + group.name(),
                    () ->
                            supervisor.resume(
                                    opener.resume(
                                            former.settings(group),
                                            group,
                                            takenAt,
                                            (process, child, ended) ->
                                                    adopt(process, child, former, ended),
                                            former.descriptors()),
                                    former.configuration(group.configuration())));
        }
        former.part("events", () -> bus.resume(former.state().bus(), takenAt));
    }

    private Child adopt(
            ManagedProcess process, ChildState child, Takeover former, Consumer<WaitStatus> ended) {
        List<Child> adopted = new ArrayList<>();
        former.part(
                "pipes of " + process.fullName(),
                () -> adopted.add(kernel.adopt(process, child, former.descriptors(), ended)));
        if (adopted.isEmpty()) {
            former.part(
                    "the child of " + process.fullName(),
                    () ->
                            adopted.add(
                                    kernel.adopt(
                                            process,
                                            child.withoutPipes(),
                                            former.descriptors(),
                                            ended)));
        }
        return adopted.get(0);
    }

    private void openGroups() throws StartupException {
        try {
            supervisor.openGroups();
        } catch (GroupException e) {
            close();
            throw new StartupException(e.getMessage());
        }
    }

    private Interfaces openInterfaces(RpcEndpoint builtIn) throws StartupException {
        Interfaces all = new Interfaces(builtIn, loop, plugins, log);
        interfaces = Optional.of(all);
        if (configuration.servers().isEmpty()) {
            return all;
        }
        for (RpcInterfaceSettings settings : configuration.rpcInterfaces()) {
            if (takeover.isPresent()) {
                takeover.get()
                        .part("[rpcinterface:" + settings.name() + "]", () -> all.add(settings));
                continue;
            }
            try {
                all.add(settings);
            } catch (PluginException e) {
                close();
                throw new StartupException(
                        "Could not make %s rpc interface".formatted(settings.name())
                                + (settings.isMain() ? "" : ": " + e.getMessage()));
            }
        }
        return all;
    }

    /**
     * Runs programs until the daemon is to end.
     *
     * @param begun told once the pid file is there
     * @return the exit status; empty to begin anew
     */
    OptionalInt run(Begun begun) throws IOException {
        supervisor.whenLeaving(this::tellOfTheEnd);
        if (takeover.isPresent()) {
            goOn(takeover.get());
        } else {
            List<Orphans.Orphan> orphans = orphans();
            writePidFile();
            begun.tell();
            supervisor.run(loop::stop, start -> end(orphans, start));
        }
        // also what has ended before its end could be told
        loop.post(kernel::reap);
        loop.run();
        close();
        return supervisor.state() == SupervisorState.RESTARTING
                ? OptionalInt.empty()
                : OptionalInt.of(supervisor.exitStatus());
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
        former.part("ticks", () -> ticks.resume(former.state().ticks()));
        upgrade.succeeded(former.state());
        former.settle(log, Integer.getInteger(Upgrade.STATE));
        // what has waited to be told
        loop.post(bus::dispatch);
        supervisor.afterStarts(this::tellOfTheBeginning);
        Execution.releaseSignals();
    }

    /** All that another program needs to go on in this process. */
    State snapshot(Keeper keeper, long pausedAtNanos, State.Command previous) throws IOException {
        connector.close();
        List<Configuration> configurations = new ArrayList<>();
        List<GroupState> groups = new ArrayList<>();
        for (ProcessGroup group : supervisor.groupsAsAdded()) {
            int origin = number(configurations, supervisor.origin(group));
            groups.add(opener.snapshot(group, origin, kernel, keeper));
        }
        int started = number(configurations, supervisor.started());
        int latest = number(configurations, supervisor.configuration());
        List<ServerSnapshot> clients = new ArrayList<>();
        for (HttpServer server : servers) {
            clients.add(server.snapshot(keeper));
        }
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
                clients,
                site.orElseThrow().snapshot(),
                keeper.kept());
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

    /** The servers that clients are connected to. */
    List<HttpServer> servers() {
        return servers;
    }

    /** The service manager is told that it begins anew. */
    void tellOfTheUpgrade() {
        notifier.reloading(LAST_WORK);
    }

    /** The service manager is told that it goes on. */
    void tellOfTheBeginning() {
        if (supervisor.mayStart()) {
            notifier.ready(() -> StatusText.of(supervisor));
        }
    }

    private void tellOfTheEnd() {
        Duration patience = supervisor.patience().plus(LAST_WORK);
        if (supervisor.state() == SupervisorState.RESTARTING) {
            notifier.reloading(patience);
        } else {
            notifier.stopping(patience);
        }
    }

    /** What a daemon before this one has left, if there was one that has not ended in order. */
    private List<Orphans.Orphan> orphans() {
        boolean kill = configuration.daemon().orphans() == OrphanPolicy.KILL;
        Optional<String> left = PidFiles.left(pidFile, supervisor.pid());
        left.ifPresent(
                pid ->
                        log.warn(
                                "pid file "
                                        + pidFile
                                        + " was left by a supervisord that has not ended in order"
                                        + " (pid "
                                        + (pid.matches("\\d+") ? pid : PythonRepr.of(pid))
                                        + ")"));
        if (!kill && left.isEmpty()) {
            return List.of();
        }
        Orphans all = new Orphans(configuration, table, accounts.currentUid());
        List<Orphans.Orphan> toBeEnded = new ArrayList<>();
        for (Orphans.Orphan orphan : all.find()) {
            if (kill && orphan.certain()) {
                toBeEnded.add(orphan);
            } else {
                log.warn(
                        orphan
                                + " is still running from before and is not supervised; "
                                + (kill
                                        ? "whether it was this daemon's can't be told without a"
                                                + " server"
                                        : "orphans=kill in [supervisord] would end it"));
            }
        }
        return toBeEnded;
    }

    private void end(List<Orphans.Orphan> orphans, Runnable start) {
        new OrphanEnd(loop, table, log)
                .of(
                        orphans,
                        () -> {
                            start.run();
                            supervisor.afterStarts(this::tellOfTheBeginning);
                        });
    }

    private void writePidFile() {
        if (PidFiles.write(pidFile, supervisor.pid())) {
            log.info("supervisord started with pid " + supervisor.pid());
        } else {
            log.critical("could not write pidfile " + pidFile);
        }
    }

    private void close() {
        connector.close();
        ticks.close();
        opener.abandonSockets();
        servers.forEach(HttpServer::close);
        interfaces.ifPresent(Interfaces::close);
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
            kernel.reap();
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
