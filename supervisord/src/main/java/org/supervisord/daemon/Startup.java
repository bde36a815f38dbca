package org.supervisord.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.common.HeadStart;
import org.supervisord.common.JdkStart;
import org.supervisord.common.StandardOutput;
import org.supervisord.config.ConfigException;
import org.supervisord.config.Configuration;
import org.supervisord.config.HomeFolders;
import org.supervisord.config.Overrides;
import org.supervisord.config.ServerConfigReader;
import org.supervisord.config.cli.ConfigSearch;
import org.supervisord.config.cli.SupervisordOptions;
import org.supervisord.config.cli.SupervisordOptions.Wish;
import org.supervisord.config.cli.UsageException;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.posix.Daemonizer;
import org.supervisord.daemon.posix.Execution;
import org.supervisord.daemon.posix.LaunchDescriptors;
import org.supervisord.daemon.posix.LaunchEnvironment;
import org.supervisord.daemon.posix.MemoryFile;
import org.supervisord.daemon.posix.PosixAccounts;
import org.supervisord.daemon.posix.Processes;
import org.supervisord.daemon.posix.Spawner;
import org.supervisord.daemon.replacement.LastTry;
import org.supervisord.daemon.replacement.Launch;
import org.supervisord.daemon.replacement.OwnFiles;
import org.supervisord.daemon.replacement.Takeover;
import org.supervisord.daemon.replacement.Trial;
import org.supervisord.daemon.replacement.Tries;
import org.supervisord.daemon.rpc.RpcEndpoint;
import org.supervisord.daemon.upgrade.StateException;
import org.supervisord.daemon.upgrade.TrialReport;

/** How the daemon begins or goes on, by its command line. */
final class Startup {
    private static final int USAGE = 2;

    private final String program = Launch.called();
    private final PosixAccounts accounts = new PosixAccounts();
    private final Map<String, String> environment = LaunchEnvironment.read();
    private final CurrentLog currentLog = new CurrentLog();
    private Optional<Takeover> takeover = Optional.empty();

    private Startup() {}

    /** Runs the daemon, and answers with its exit status. */
    static int run(List<String> arguments) throws IOException {
        Optional<Integer> state = Tries.state();
        return state.isPresent() ? takeOver(state.get(), arguments) : begun().start(arguments);
    }

    private static Startup begun() throws IOException {
        LaunchDescriptors.makeWay();
        Startup daemon = new Startup();
        Thread.setDefaultUncaughtExceptionHandler(daemon.currentLog::broken);
        return daemon;
    }

    /** In the order in which it will be needed. */
    private static void beginAhead() {
        JdkStart.nameProvider();
        HeadStart.with(
                Processes::prepareCalls,
                ActivityLog::prepare,
                RpcEndpoint::prepare,
                JdkStart::prepareUnixSockets,
                JdkStart::openLibraries);
    }

    /** Until all is taken over, programs depend on that this process does not end. */
    private static int takeOver(int state, List<String> arguments) throws IOException {
        Optional<Startup> daemon = Optional.empty();
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
        beginAhead();
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
                beginAhead();
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
            return StandardOutput.flushed(System.out, System.err, status);
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
        Takeover.of(MemoryFile.read(0), reader(daemon(wish).overrides())).checkServers();
        Execution.Program program = Execution.current().next();
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
        Configuration configuration;
        String file;
        byte[] content = {};
        if (former.isPresent()) {
            configuration = former.get().started();
            file = configuration.file().toString();
        } else {
            file = run.file().isPresent() ? run.file().get() : search();
            // the one in the foreground has read it: it may have been a pipe
            content = Daemonizer.isBackground() ? MemoryFile.read(0) : reader.content(file);
            configuration = reader.read(file, content);
        }
        // now, as who becomes somebody else may not read what it is made of any more
        Launch launch = Launch.of(arguments);
        if (former.isEmpty() && !configuration.daemon().nodaemon() && !Daemonizer.isBackground()) {
            try (Spawner spawner = new Spawner(accounts)) {
                return Daemonizer.runInBackground(spawner, content);
            }
        }
        Processes.showAs("supervisord");
        return new DaemonLives(launch, run.classpath(), environment, accounts, currentLog)
                .run(configuration, () -> reader.read(file), former);
    }

    private String search() throws UsageException {
        // the one in the foreground has said so
        if (accounts.currentUid() == 0 && !Daemonizer.isBackground()) {
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
}
