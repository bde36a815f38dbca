package org.supervisord.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import org.supervisord.common.Signal;
import org.supervisord.common.SupervisorState;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.config.ChannelSettings;
import org.supervisord.config.Configuration;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.log.StreamsOfTests;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.ManualClock;
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
    private static final int HISTORY = 40;

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
    private final SimulatedFile file;
    private final Happenings happenings;
    private final EventLoop loop;
    private final Deque<String> history = new ArrayDeque<>();
    private final int budget;
    private final int restlessness;
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
        this.loop =
                new EventLoop(
                        clock,
                        new SimSelector(random, weather, this::pass),
                        (what, e) -> {
                            throw new AssertionError("unexpected failure of " + what, e);
                        });
        boolean healthyLog = random.nextInt(4) > 0;
        if (healthyLog) {
            disk.keepHealthy(SimulatedFile.ACTIVITY_LOG);
        }
        this.restlessness = 1 + random.nextInt(60);
        this.generator = new GeneratedGroups(random, disk, random.nextInt(4) == 0);
        this.file = new SimulatedFile(random, disk, generator);
        this.events = new EventLedger();
        this.lines = new ActivityLines(healthyLog, logs);
        this.invariants = new Invariants(this, lines);
        this.clients = new SimulatedClients(this);
        this.happenings = new Happenings(this);
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
        Configuration configuration = file.read();
        int life = lines.begin();
        FatalReasons reasons =
                new FatalReasons(
                        clock,
                        message -> lines.fatal(life, message),
                        message -> lines.recovered(life, message));
        events.begin();
        try {
            return new PlayedLife(
                            loop,
                            new StreamsOfTests(loop).streams(),
                            reasons,
                            new Machine(machine, settings -> listen(), new PosixAccounts()),
                            file::readEdited)
                    .<Boolean, RuntimeException>lead(configuration, this::lead);
        } finally {
            run = Optional.empty();
            clients.forget();
        }
    }

    private boolean lead(DaemonRun it) throws IOException {
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
        happenings.next(millis);
    }

    private void end() {
        ending = true;
        weather.calm();
        disk.setFolderGone(false);
        note("the end");
        signal(Signal.TERM);
    }

    /** The daemon gets a signal. */
    void signal(Signal signal) {
        note(signal.toString());
        loop.post(() -> run.ifPresent(it -> it.take(signal)));
    }

    /** Somebody calls a method. */
    void hearClient() {
        loop.post(() -> run.ifPresent(it -> clients.call(it.methods())));
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
            if (openedAs.equals(SimulatedFile.ACTIVITY_LOG)) {
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
