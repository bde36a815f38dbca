package org.supervisord.daemon;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.supervisord.common.PythonRepr;
import org.supervisord.common.Signal;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.ConfigException;
import org.supervisord.config.Configuration;
import org.supervisord.config.DaemonSettings;
import org.supervisord.config.HomeFolders;
import org.supervisord.config.Overrides;
import org.supervisord.config.RunAs;
import org.supervisord.config.ServerConfigReader;
import org.supervisord.config.cli.ConfigSearch;
import org.supervisord.config.cli.SupervisordOptions;
import org.supervisord.config.cli.SupervisordOptions.Wish;
import org.supervisord.config.cli.UsageException;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.http.FileWatch;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.ActivityLogFile;
import org.supervisord.daemon.log.LogSinks;
import org.supervisord.daemon.log.LogWorld;
import org.supervisord.daemon.log.StandardStreams;
import org.supervisord.daemon.log.Syslog;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.notify.NotifySettings;
import org.supervisord.daemon.notify.NotifySocket;
import org.supervisord.daemon.notify.ServiceNotifier;
import org.supervisord.daemon.posix.Credentials;
import org.supervisord.daemon.posix.CredentialsException;
import org.supervisord.daemon.posix.Daemonizer;
import org.supervisord.daemon.posix.Execution;
import org.supervisord.daemon.posix.LaunchEnvironment;
import org.supervisord.daemon.posix.MemoryFile;
import org.supervisord.daemon.posix.PosixAccounts;
import org.supervisord.daemon.posix.PosixException;
import org.supervisord.daemon.posix.Processes;
import org.supervisord.daemon.posix.Rlimits;
import org.supervisord.daemon.posix.SignalInbox;
import org.supervisord.daemon.posix.Spawner;
import org.supervisord.daemon.posix.ThreadSlice;
import org.supervisord.daemon.posix.TimerSlack;
import org.supervisord.daemon.posix.UnusedMemory;
import org.supervisord.daemon.supervision.Supervisor;
import org.supervisord.daemon.upgrade.StateException;
import org.supervisord.daemon.upgrade.TrialReport;

/** The program {@code supervisord}: its command line, its start, and its restarts. */
public final class Supervisord {
    private static final int USAGE = 2;
    private static final int BROKEN = 70;

    private final String program = Launch.called();
    private final PosixAccounts accounts = new PosixAccounts();
    private final Map<String, String> environment = LaunchEnvironment.read();
    private Optional<DaemonRun> current = Optional.empty();
    private Optional<Takeover> takeover = Optional.empty();
    private Optional<ActivityLog> activity = Optional.empty();
    private final Thread loopThread = Thread.currentThread();
    private boolean first = true;

    private Supervisord() {}

    /** Runs the daemon; ends the JVM with its exit status. */
    public static void main(String[] arguments) throws IOException {
        Optional<Integer> state = Tries.state();
        System.exit(
                state.isPresent()
                        ? takeOver(state.get(), List.of(arguments))
                        : begun().start(List.of(arguments)));
    }

    private static Supervisord begun() throws IOException {
        SignalInbox.reserve();
        Processes.prepareCalls();
        Supervisord daemon = new Supervisord();
        Thread.setDefaultUncaughtExceptionHandler(daemon::broken);
        return daemon;
    }

    /** Until all is taken over, programs depend on that this process does not end. */
    private static int takeOver(int state, List<String> arguments) throws IOException {
        Optional<Supervisord> daemon = Optional.empty();
        try {
            daemon = Optional.of(begun());
            return daemon.get().goOn(state, arguments);
        } catch (Throwable e) {
            if (daemon.flatMap(it -> it.takeover).filter(Takeover::isSettled).isPresent()) {
                return daemon.get().ended(e);
            }
            return LastTry.after(e, state, arguments);
        }
    }

    /** In a later life, as in one that nobody has left anything to. */
    private int ended(Throwable e) {
        if (e instanceof UsageException
                || e instanceof ConfigException
                || e instanceof StartupException) {
            return refuse(e);
        }
        throw new IllegalStateException("can't go on", e);
    }

    private int goOn(int state, List<String> arguments)
            throws IOException, UsageException, ConfigException, StartupException, StateException {
        Wish.Run run =
                daemon(SupervisordOptions.parse(arguments, new HomeFolders(environment, accounts)));
        Takeover former = Takeover.of(MemoryFile.read(state), reader(run.overrides()));
        takeover = Optional.of(Tries.isCareful() ? former.carefully() : former);
        return start(run, arguments, takeover);
    }

    private static Wish.Run daemon(Wish wish) throws StateException {
        if (wish instanceof Wish.Run run) {
            return run;
        }
        throw new StateException("these arguments run no daemon");
    }

    /** A thread has met what nobody deals with. Without its loop the daemon would be half dead. */
    private void broken(Thread thread, Throwable e) {
        String message = "unexpected end of thread " + thread.getName() + ": " + trace(e);
        System.err.println("supervisord: " + message);
        if (e instanceof Error || thread.equals(loopThread)) {
            activity.ifPresent(log -> log.critical(message + "supervisord ends at once"));
            Runtime.getRuntime().halt(BROKEN);
        }
    }

    private int start(List<String> arguments) throws IOException {
        boolean trial = !arguments.isEmpty() && arguments.get(0).equals(Trial.ARGUMENT);
        try {
            Wish wish =
                    SupervisordOptions.parse(
                            trial ? arguments.subList(1, arguments.size()) : arguments,
                            new HomeFolders(environment, accounts));
            if (trial) {
                return sayWhetherItCouldTakeOver(wish);
            }
            if (wish instanceof Wish.Run run) {
                return start(run, arguments, Optional.empty());
            }
            int status = 0;
            if (wish instanceof Wish.Check check) {
                status = report(check.overrides(), check.file()).check();
            } else if (wish instanceof Wish.Explain explain) {
                status = report(explain.overrides(), explain.file()).explain(explain.section());
            } else {
                System.out.print(
                        wish instanceof Wish.Version
                                ? Version.text() + "\n"
                                : SupervisordOptions.usage().text(program));
            }
            System.out.flush();
            return status;
        } catch (StateException e) {
            System.err.println(e.getMessage());
            return USAGE;
        } catch (UsageException | ConfigException | StartupException e) {
            return refuse(e);
        }
    }

    private int refuse(Throwable e) {
        System.err.print("Error: " + e.getMessage() + "\nFor help, use " + program + " -h\n");
        System.err.flush();
        return USAGE;
    }

    private ServerConfigReader reader(Overrides overrides) {
        return new ServerConfigReader(overrides, environment, HostName.read(), accounts);
    }

    private ConfigurationReport report(Overrides overrides, Optional<String> file)
            throws UsageException, ConfigException {
        String name = file.isPresent() ? file.get() : search();
        return new ConfigurationReport(
                name, reader(overrides).inspect(name), System.out, System.err);
    }

    /** Is told the state on stdin, and says on stdout how it is to be started. */
    private int sayWhetherItCouldTakeOver(Wish wish) throws IOException, StateException {
        Takeover.of(MemoryFile.read(0), reader(daemon(wish).overrides()));
        Execution.Program program = Execution.current();
        System.out.println(
                new TrialReport(
                                Version.text(),
                                program.words(),
                                program.environment(),
                                OwnFiles.stamps(program))
                        .write());
        System.out.flush();
        return 0;
    }

    private int start(Wish.Run run, List<String> arguments, Optional<Takeover> former)
            throws IOException, UsageException, ConfigException, StartupException, StateException {
        ServerConfigReader reader = reader(run.overrides());
        Optional<Takeover> takeover = former;
        Configuration configuration;
        String file;
        if (takeover.isPresent()) {
            configuration = takeover.get().started();
            file = configuration.file().toString();
        } else {
            file = run.file().isPresent() ? run.file().get() : search();
            configuration = reader.read(file);
        }
        // now, as who becomes somebody else may not read what it is made of any more
        Launch launch = Launch.of(arguments);
        if (former.isEmpty() && !configuration.daemon().nodaemon() && !Daemonizer.isBackground()) {
            try (Spawner spawner = new Spawner(accounts)) {
                return Daemonizer.runInBackground(spawner);
            }
        }
        Processes.showAs("supervisord");
        if (former.isEmpty()) {
            // clients are to be answered soon while programs keep all processors busy
            ThreadSlice.shorten();
        }
        OptionalInt ended = OptionalInt.empty();
        try (EventLoop loop = new EventLoop(Clock.system(), this::failed);
                Spawner spawner = new Spawner(accounts)) {
            FileWatch watch = new FileWatch(loop);
            StandardStreams standard =
                    new StandardStreams(loop, message -> tell(loop, log -> log.warn(message)));
            SignalInbox.open(loop, this::take);
            ServiceNotifier notifier = notifier(loop);
            Settling settling = new Settling(loop, UnusedMemory::giveBack);
            settling.begun();
            loop.after(Settling.QUIET, new TimerSlack()::allowToTheJvm);
            while (ended.isEmpty()) {
                ended =
                        live(
                                configuration,
                                () -> reader.read(file),
                                new Means(loop, standard, spawner, settling, watch, notifier),
                                run.classpath(),
                                launch,
                                takeover);
                takeover = Optional.empty();
                if (ended.isEmpty()) {
                    configuration = reader.read(file);
                }
            }
            standard.flush();
        }
        return ended.getAsInt();
    }

    private ServiceNotifier notifier(EventLoop loop) {
        NotifySettings settings = NotifySettings.of(environment, ProcessHandle.current().pid());
        settings.problems().forEach(it -> tell(loop, log -> log.warn(it)));
        return new ServiceNotifier(
                settings.socket().map(NotifySocket::new),
                settings.watchdog(),
                loop,
                message -> tell(loop, log -> log.warn(message)));
    }

    /** In the next turn: the log may be what there is something to tell of. */
    private void tell(EventLoop loop, Consumer<ActivityLog> what) {
        loop.post(() -> activity.ifPresent(what));
    }

    /** What outlives a restart. */
    private record Means(
            EventLoop loop,
            StandardStreams standard,
            Spawner spawner,
            Settling settling,
            FileWatch watch,
            ServiceNotifier notifier) {}

    private OptionalInt live(
            Configuration configuration,
            Supervisor.ConfigSource source,
            Means means,
            String classpath,
            Launch launch,
            Optional<Takeover> takeover)
            throws IOException, StartupException {
        EventLoop loop = means.loop;
        DaemonSettings settings = configuration.daemon();
        List<String> criticals = new ArrayList<>();
        List<String> infos = new ArrayList<>(configuration.infos());
        if (takeover.isEmpty()) {
            becomeUser(settings.user(), criticals, infos);
        }
        if (first && takeover.isEmpty()) {
            raiseLimits(settings, infos);
        }
        FatalReasons fatalReasons =
                new FatalReasons(
                        loop.clock(),
                        message -> tell(loop, log -> log.critical(message)),
                        message -> tell(loop, log -> log.info(message)));
        Syslog syslog =
                new Syslog(
                        settings.syslog(),
                        HostName.read(),
                        loop,
                        message -> tell(loop, log -> log.warn(message)));
        LogWorld world = new LogWorld(loop, means.standard, syslog, fatalReasons);
        try (PluginLoader plugins = plugins(classpath);
                ActivityLogFile logFile =
                        new ActivityLogFile(
                                settings,
                                world,
                                sinks -> takeover.ifPresent(it -> it.resumeActivity(sinks)))) {
            ActivityLog log = logFile.log();
            activity = Optional.of(log);
            LaunchEnvironment.tellActivityLog(settings.logfile().map(Path::toString).orElse(""));
            LogSinks logs = new LogSinks(world, log::error);
            if (takeover.isPresent()) {
                Tries.failure().ifPresent(it -> log.critical("upgrade: failed: " + it));
                takeover.get().resume(world, logs);
            } else {
                criticals.forEach(log::critical);
                configuration.warnings().forEach(log::warn);
                infos.forEach(log::info);
            }
            DaemonRun run =
                    new DaemonRun(
                            loop,
                            configuration,
                            source,
                            logFile,
                            fatalReasons,
                            logs,
                            means.watch,
                            Machine.posix(means.spawner, means.settling::started, accounts),
                            plugins,
                            means.notifier,
                            NotifySettings.removedFrom(environment),
                            launch,
                            takeover);
            run.open(System.err::println);
            DaemonRun.Begun begun = () -> {};
            if (takeover.isEmpty() && first && Daemonizer.isBackground()) {
                // before the one that was started ends
                means.notifier.mainPid(ProcessHandle.current().pid());
                detach(settings, log);
                begun = Daemonizer::reportReady;
            }
            first = false;
            current = Optional.of(run);
            return run.run(begun);
        } finally {
            syslog.close();
            current = Optional.empty();
            activity = Optional.empty();
        }
    }

    private static PluginLoader plugins(String classpath) throws StartupException {
        try {
            return new PluginLoader(classpath);
        } catch (PluginException e) {
            throw new StartupException(e.getMessage());
        }
    }

    private void failed(String what, Exception e) {
        activity.ifPresent(log -> log.critical("unexpected failure of " + what + ": " + trace(e)));
    }

    private static String trace(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private void take(Signal signal) {
        current.ifPresent(run -> run.take(signal));
    }

    private static void detach(DaemonSettings settings, ActivityLog log) {
        log.info("daemonizing the supervisord process");
        if (settings.directory().isPresent()) {
            String folder = settings.directory().get().toString();
            try {
                Daemonizer.changeFolder(folder);
                log.info("set current directory: " + PythonRepr.of(folder));
            } catch (PosixException e) {
                log.critical("can't chdir into " + PythonRepr.of(folder) + ": " + e.getMessage());
            }
        }
        Processes.umask(settings.umask());
    }

    private String search() throws UsageException {
        if (accounts.currentUid() == 0) {
            System.err.println(
                    "Supervisord is running as root and looks for its configuration file in default"
                            + " locations, its current folder among them; name the file with -c and"
                            + " an absolute path to be safe.");
        }
        return ConfigSearch.find(program)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "No config file found at default paths ("
                                                + String.join(", ", ConfigSearch.places(program))
                                                + "); use the -c option to specify a config file at"
                                                + " a different path"));
    }

    private void becomeUser(Optional<RunAs> user, List<String> criticals, List<String> infos)
            throws StartupException {
        if (user.isPresent()) {
            try {
                Credentials.become(user.get(), accounts);
                infos.add("Set uid to user " + user.get().uid() + " succeeded");
            } catch (CredentialsException e) {
                throw new StartupException(e.getMessage());
            }
        } else if (accounts.currentUid() == 0) {
            criticals.add(
                    "Supervisor is running as root.  Privileges were not dropped because no user is"
                            + " specified in the config file.  If you intend to run as root, you can"
                            + " set user=root in the config file to avoid this message.");
        }
    }

    private static void raiseLimits(DaemonSettings settings, List<String> infos)
            throws StartupException {
        try {
            Rlimits.raise(Rlimits.Resource.NOFILE, settings.minfds()).ifPresent(infos::add);
        } catch (Rlimits.TooLow e) {
            throw new StartupException(
                    "The minimum number of file descriptors required to run this process is "
                            + settings.minfds()
                            + " as per the \"minfds\" command-line argument or config file setting."
                            + " The current environment will only allow you to open "
                            + e.hard()
                            + " file descriptors.  Either raise the number of usable file"
                            + " descriptors in your environment (see README.rst) or lower the minfds"
                            + " setting in the config file to allow the process to start.");
        }
        try {
            Rlimits.raise(Rlimits.Resource.NPROC, settings.minprocs()).ifPresent(infos::add);
        } catch (Rlimits.TooLow e) {
            throw new StartupException(
                    "The minimum number of available processes required to run this program is "
                            + settings.minprocs()
                            + " as per the \"minprocs\" command-line argument or config file"
                            + " setting. The current environment will only allow you to open "
                            + e.hard()
                            + " processes.  Either raise the number of usable processes in your"
                            + " environment (see README.rst) or lower the minprocs setting in the"
                            + " config file to allow the program to start.");
        }
    }
}
