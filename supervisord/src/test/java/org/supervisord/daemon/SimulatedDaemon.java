package org.supervisord.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.supervisord.common.Signal;
import org.supervisord.common.SupervisorState;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.ChannelSettings;
import org.supervisord.config.ConfigException;
import org.supervisord.config.ConfigText;
import org.supervisord.config.Configuration;
import org.supervisord.config.DaemonSettings;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.LogLevel;
import org.supervisord.config.OrphanPolicy;
import org.supervisord.config.SyslogSettings;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.http.FileWatch;
import org.supervisord.daemon.log.ActivityLogFile;
import org.supervisord.daemon.log.LogSinks;
import org.supervisord.daemon.log.LogWorld;
import org.supervisord.daemon.log.StreamsOfTests;
import org.supervisord.daemon.log.Syslog;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.ManualClock;
import org.supervisord.daemon.notify.ServiceNotifier;
import org.supervisord.daemon.posix.Execution;
import org.supervisord.daemon.posix.PosixAccounts;
import org.supervisord.daemon.posix.PosixFailures;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.process.SharedSocket;
import org.supervisord.daemon.sim.LogLedger;
import org.supervisord.daemon.sim.SimChild;
import org.supervisord.daemon.sim.SimDisk;
import org.supervisord.daemon.sim.SimListener;
import org.supervisord.daemon.sim.SimMachine;
import org.supervisord.daemon.sim.SimPipe;
import org.supervisord.daemon.sim.SimSelector;
import org.supervisord.daemon.sim.Weather;
import org.supervisord.daemon.sim.Writer;

/**
 * The whole daemon on a machine that is played: all that is the daemon's is real, from its loop to
 * its methods, and all that happens to it comes out of one seed.
 */
final class SimulatedDaemon {
    private static final String ACTIVITY_LOG = "/log/supervisord.log";
    private static final int HISTORY = 40;
    private static final Launch LAUNCH =
            new Launch(
                    "supervisord",
                    List.of(),
                    Map.of(),
                    new Execution.Program(List.of("supervisord"), List.of(), "/"),
                    OwnFiles.none());

    /** So many steps the daemon has to end at most, once it is told to. */
    private static final int STEPS_TO_THE_END = 20_000;

    final Random random;
    final Weather weather;
    final ManualClock clock = new ManualClock();
    final SimDisk disk;
    final SimMachine machine;
    final LogLedger logs;
    final EventLedger events;
    private final ActivityLines lines;
    private final Invariants invariants;
    private final SimulatedClients clients;
    private final GeneratedGroups generator;
    private final EventLoop loop;
    private final SimSelector selector;
    private final Deque<String> history = new ArrayDeque<>();
    private final int budget;
    private final int restlessness;
    private List<GroupSettings> onDisk;
    private Optional<DaemonRun> run = Optional.empty();
    private int sockets;
    private int steps;
    private int stepsAtEnd;
    private boolean ending;
    private long trace;

    SimulatedDaemon(long seed, int budget) throws IOException {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        this.budget = budget;
        this.weather = new Weather(random);
        this.disk = new SimDisk(weather, new Written());
        this.machine = new SimMachine(weather, random, new Programs());
        this.logs = new LogLedger(this::incidents);
        this.selector = new SimSelector(random, weather, this::pass);
        this.loop =
                new EventLoop(
                        clock,
                        selector,
                        (what, e) -> {
                            throw new AssertionError("unexpected failure of " + what, e);
                        });
        boolean healthyLog = random.nextInt(4) > 0;
        if (healthyLog) {
            disk.keepHealthy(ACTIVITY_LOG);
        }
        this.restlessness = 1 + random.nextInt(60);
        this.generator = new GeneratedGroups(random, disk, random.nextInt(4) == 0);
        this.onDisk = generator.all();
        this.events = new EventLedger();
        this.lines = new ActivityLines(healthyLog, logs);
        this.invariants = new Invariants(this, lines);
        this.clients = new SimulatedClients(this);
    }

    /** Lives until the steps are spent; answers a number that is the same for the same life. */
    long live() throws IOException, PluginException {
        try {
            boolean again = true;
            while (again) {
                again = liveOnce();
            }
            invariants.checkEnd();
            return trace;
        } finally {
            loop.close();
        }
    }

    private boolean liveOnce() throws IOException, PluginException {
        Configuration configuration = configuration();
        int life = lines.begin();
        FatalReasons reasons =
                new FatalReasons(
                        clock,
                        message -> lines.fatal(life, message),
                        message -> lines.recovered(life, message));
        StreamsOfTests standard = new StreamsOfTests(loop);
        LogWorld world =
                new LogWorld(
                        loop,
                        standard.streams(),
                        new Syslog(SyslogSettings.LOCAL, "host", loop, message -> {}),
                        reasons);
        events.begin();
        try (PluginLoader plugins = new PluginLoader("");
                ActivityLogFile logFile = new ActivityLogFile(configuration.daemon(), world)) {
            DaemonRun it =
                    new DaemonRun(
                            loop,
                            configuration,
                            this::read,
                            logFile,
                            reasons,
                            new LogSinks(world, logFile.log()::error),
                            new FileWatch(loop),
                            new Machine(machine, settings -> listen(), new PosixAccounts()),
                            plugins,
                            new ServiceNotifier(
                                    Optional.empty(), Optional.empty(), loop, message -> {}),
                            Map.of("PATH", "/bin"),
                            LAUNCH,
                            Optional.empty());
            run = Optional.of(it);
            try {
                it.open(notice -> {});
            } catch (StartupException e) {
                note("can't start: " + e.getMessage());
                invariants.checkAfterRun(it);
                weather.calm();
                return true;
            }
            boolean again = it.run(() -> {}).isEmpty();
            invariants.checkAfterRun(it);
            return again;
        } finally {
            run = Optional.empty();
            clients.forget();
        }
    }

    private Configuration configuration() {
        DaemonSettings daemon =
                new DaemonSettings(
                        Optional.of(disk.path(ACTIVITY_LOG)),
                        random.nextBoolean() ? 0 : 20_000,
                        2,
                        random.nextInt(5) == 0 ? LogLevel.DEBUG : LogLevel.INFO,
                        disk.path("/log/supervisord.pid"),
                        "supervisor",
                        disk.path("/logs"),
                        false,
                        false,
                        random.nextBoolean(),
                        generator.stripAnsi(),
                        1024,
                        200,
                        18,
                        random.nextInt(6),
                        OrphanPolicy.WARN,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        SyslogSettings.LOCAL);
        return new Configuration(
                Path.of("supervisord.conf"),
                daemon,
                List.of(),
                List.of(),
                onDisk,
                Optional.empty(),
                List.of(),
                List.of(),
                new ConfigText("supervisord.conf", "/", List.of()));
    }

    /** Somebody has edited the file, perhaps badly. */
    private Configuration read() throws ConfigException {
        if (random.nextInt(10) == 0) {
            throw new ConfigException("it makes no sense");
        }
        onDisk = generator.edited(onDisk);
        return configuration();
    }

    private SharedSocket.Opened listen() throws IOException {
        int errno = weather.errno(Weather.Call.LISTEN);
        if (errno != 0) {
            throw PosixFailures.channel(errno);
        }
        sockets++;
        return new SharedSocket.Opened(7, () -> sockets--);
    }

    /** The daemon sleeps: the world has its turn. */
    private void pass(long millis) {
        invariants.check(millis);
        steps++;
        if (steps >= budget && !ending) {
            end();
        }
        if (ending) {
            stepsAtEnd++;
            if (stepsAtEnd > STEPS_TO_THE_END) {
                throw new AssertionError("it does not end: " + invariants.shown());
            }
        }
        if (machine.isChildSignalPending() && random.nextInt(3) > 0) {
            signal(Signal.CHLD);
            machine.takeChildSignal();
        }
        step(millis);
    }

    private void end() {
        ending = true;
        weather.calm();
        disk.setFolderGone(false);
        note("the end");
        signal(Signal.TERM);
    }

    private void signal(Signal signal) {
        note(signal.toString());
        loop.post(() -> run.ifPresent(it -> it.take(signal)));
    }

    private void step(long millis) {
        int dice = random.nextInt(100);
        if (dice < 55) {
            someChildActs();
        } else if (dice < 80) {
            timePasses(millis);
        } else if (dice < 94) {
            if (!ending) {
                loop.post(() -> run.ifPresent(it -> clients.call(it.methods())));
            }
        } else if (!ending) {
            somethingHappens(random.nextInt(60));
        } else {
            timePasses(millis);
        }
    }

    private void somethingHappens(int dice) {
        if (dice < 25) {
            note("weather: " + weather.change());
        } else if (dice < 35) {
            signal(Signal.USR2);
        } else if (dice < 36) {
            signal(Signal.HUP);
        } else if (dice < 44) {
            someChild().ifPresent(child -> machine.signal(child, random.nextBoolean() ? 9 : 15));
        } else if (dice < 48) {
            disk.setFolderGone(!disk.isFolderGone());
            note(disk.isFolderGone() ? "no folder" : "a folder");
        } else if (dice < 53) {
            renameSomeLog();
        } else if (dice < 56) {
            clock.setWallMillis(random.nextInt(2_000_000_000) * 1000L);
            note("another time of day");
        } else {
            weather.calm();
            note("calm");
        }
    }

    private void renameSomeLog() {
        List<String> names = logs.logs();
        if (!names.isEmpty()) {
            String name = names.get(random.nextInt(names.size()));
            note("somebody renames " + name.replaceAll("---.*", ""));
            disk.rename(name, name + ".old");
        }
    }

    private Optional<SimChild> someChild() {
        List<SimChild> all = machine.unreaped();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private void someChildActs() {
        someChild().ifPresent(machine::act);
    }

    private void timePasses(long millis) {
        if (millis == SimSelector.NOW) {
            return;
        }
        long most = millis == SimSelector.FOREVER ? 5000 : Math.min(millis, 5000);
        // sometimes the machine has no time for the daemon
        long time =
                random.nextInt(200) == 0
                        ? random.nextInt(10_000)
                        : random.nextInt(3) == 0 ? most : random.nextInt((int) most + 1);
        clock.advance(Duration.ofMillis(time));
    }

    /** Something has happened that is to be shown if this life ends badly. */
    void note(String what) {
        trace = trace * 31 + what.hashCode();
        history.addLast(steps + ": " + what);
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
    }

    /** What has happened lately. */
    String history() {
        return String.join("\n  ", history);
    }

    /** How often something has failed so far. */
    long incidents() {
        return weather.failures() + disk.incidents();
    }

    int steps() {
        return steps;
    }

    int openSockets() {
        return sockets;
    }

    boolean isEnding() {
        return ending;
    }

    Optional<DaemonRun> run() {
        return run;
    }

    private Optional<ManagedProcess> process(String name) {
        String[] words = name.split(":");
        return run.flatMap(it -> it.supervisor().group(words[0]))
                .flatMap((ProcessGroup group) -> group.process(words[1]));
    }

    /** What happens to the state of the daemon as a whole. */
    Optional<SupervisorState> mood() {
        return run.map(it -> it.supervisor().state());
    }

    private static boolean isListener(String process) {
        return process.startsWith("l") || process.startsWith(GeneratedGroups.AUDITOR);
    }

    private final class Programs implements SimMachine.Observer {
        @Override
        public SimChild.Program program(String name) {
            note("start of " + name);
            String group = name.split(":")[0];
            if (isListener(name)) {
                return new SimListener(
                        group.equals(GeneratedGroups.AUDITOR), events.hearing(group));
            }
            boolean captured =
                    process(name).orElseThrow().settings().stdout().captureMaxbytes() > 0;
            return new Writer(captured, generator.stripAnsi(), restlessness);
        }

        @Override
        public boolean isDeaf(String name) {
            return !name.startsWith(GeneratedGroups.AUDITOR) && random.nextInt(6) == 0;
        }

        @Override
        public SimPipe.Reading reading(int pid, String name, boolean stderr) {
            ManagedProcess process = process(name).orElseThrow();
            Optional<String> log =
                    (stderr ? process.stderrLog() : process.stdoutLog()).map(Path::toString);
            // what listeners say to the daemon is not told apart from what they have said before
            ChannelSettings settings =
                    stderr ? process.settings().stderr() : process.settings().stdout();
            log.ifPresent(it -> invariants.expect(it, settings));
            return invariants.pipe(pid, isListener(name) ? Optional.empty() : log);
        }
    }

    private final class Written implements SimDisk.Writing {
        @Override
        public void written(String openedAs, byte[] data) {
            if (openedAs.equals(ACTIVITY_LOG)) {
                lines.written(data);
            } else {
                logs.written(openedAs, data);
            }
        }

        @Override
        public void refused(String openedAs, byte[] data) {
            logs.refused(openedAs, data);
        }

        @Override
        public void grown(String openedAs, int size) {
            invariants.grown(openedAs, size);
        }

        @Override
        public void replaced(String by, String lost) {
            invariants.replaced(lost);
        }
    }
}
