package org.supervisord.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.supervisord.common.ProcessState;
import org.supervisord.common.Signal;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.config.Configuration;
import org.supervisord.config.GroupSettings;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.log.StreamsOfTests;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.ManualClock;
import org.supervisord.daemon.posix.PosixAccounts;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.sim.SimChild;
import org.supervisord.daemon.sim.SimDisk;
import org.supervisord.daemon.sim.SimMachine;
import org.supervisord.daemon.sim.SimPipe;
import org.supervisord.daemon.sim.SimSelector;
import org.supervisord.daemon.sim.Weather;

/** The whole daemon on a machine that is played, to which a test does one thing after the other. */
final class PlayedDaemon {
    static final String ACTIVITY_LOG = "/log/supervisord.log";

    final Weather weather = new Weather(new Random(1));
    final ManualClock clock = new ManualClock();
    final SimDisk disk = new SimDisk(weather, new Unobserved());
    private final SimMachine machine = new SimMachine(weather, new Random(1), new Idlers());
    private final Map<String, SimChild> children = new HashMap<>();
    private final Deque<Step> steps = new ArrayDeque<>();
    private final EventLoop loop;
    private final StreamsOfTests standard;
    private DaemonRun run;
    private long toSleepMillis;

    /** Something that a test does, or looks at, while the daemon sleeps. */
    interface Step {
        void play() throws Exception;
    }

    PlayedDaemon() {
        loop =
                new EventLoop(
                        clock,
                        new SimSelector(new Random(1), weather, this::pass),
                        (what, e) -> {
                            throw new AssertionError(what, e);
                        });
        standard = new StreamsOfTests(loop);
    }

    /** What is done next. */
    PlayedDaemon then(Step step) {
        steps.add(step);
        return this;
    }

    /** Time passes. */
    PlayedDaemon seconds(int count) {
        return then(() -> toSleepMillis = count * 1000L);
    }

    /** A child writes a line, and the daemon has the time to read it. */
    PlayedDaemon line(String name) {
        return then(
                () -> {
                    child(name).line(false, new Random(1));
                    toSleepMillis = 10;
                });
    }

    /** Plays all steps, and has the daemon end. */
    void play(GroupSettings... groups) throws IOException, PluginException, StartupException {
        Configuration configuration = configuration(groups);
        FatalReasons reasons = new FatalReasons(clock, message -> {}, message -> {});
        try {
            new PlayedLife(
                            loop,
                            standard.streams(),
                            reasons,
                            new Machine(
                                    machine,
                                    settings -> {
                                        throw new IOException("no sockets here");
                                    },
                                    new PosixAccounts()),
                            () -> configuration)
                    .<OptionalInt, StartupException>lead(
                            configuration,
                            it -> {
                                run = it;
                                run.open(notice -> {});
                                return run.run(() -> {});
                            });
        } finally {
            loop.close();
        }
    }

    /** One whose files are all on the disk that is played. */
    private Configuration configuration(GroupSettings... groups) {
        return Daemons.daemon()
                .logfile(Optional.of(disk.path(ACTIVITY_LOG)))
                .pidfile(disk.path("/log/pid"))
                .childlogdir(disk.path("/logs"))
                .silent()
                .with(List.of(groups));
    }

    private void pass(long millis) {
        if (machine.takeChildSignal()) {
            loop.post(() -> run.take(Signal.CHLD));
            return;
        }
        if (millis == SimSelector.NOW) {
            return;
        }
        if (toSleepMillis > 0) {
            long time = millis == SimSelector.FOREVER ? toSleepMillis : millis;
            sleep(Math.min(time, toSleepMillis));
        } else if (!steps.isEmpty()) {
            play(steps.poll());
        } else if (run.supervisor().mayStart()) {
            weather.calm();
            run.take(Signal.TERM);
        } else {
            sleep(millis == SimSelector.FOREVER ? 1 : millis);
        }
    }

    private void sleep(long millis) {
        clock.advance(Duration.ofMillis(millis));
        toSleepMillis = Math.max(0, toSleepMillis - millis);
    }

    private static void play(Step step) {
        try {
            step.play();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The child of a process. */
    SimChild child(String name) {
        return children.get(name);
    }

    /** A child ends. */
    void exit(String name, int code) {
        machine.end(child(name), code);
    }

    ManagedProcess process(String group, String name) {
        return run.supervisor().group(group).flatMap(it -> it.process(name)).orElseThrow();
    }

    ProcessState state(String group, String name) {
        return process(group, name).state();
    }

    /** What the daemon can't do at the moment, in words. */
    List<String> fatalReasons() {
        return run.supervisor().fatalReasons().all().stream().map(Object::toString).toList();
    }

    /** What a client is answered. */
    Object call(String method, Object... parameters) {
        return run.methods().call(method, parameters).join();
    }

    /** The messages of the activity log that have these words in them. */
    List<String> said(String words) {
        String log = new String(disk.content(ACTIVITY_LOG), StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        Arrays.stream(log.split("\n")).filter(line -> line.contains(words)).forEach(said::add);
        return said;
    }

    /** What was said on stderr. */
    String complaints() {
        return standard.text();
    }

    /** What a file holds. */
    String file(Path path) {
        return new String(disk.content(path.toString()), StandardCharsets.UTF_8);
    }

    private final class Idlers implements SimMachine.Observer {
        @Override
        public SimChild.Program program(String process) {
            return (self, random) -> {};
        }

        @Override
        public void started(SimChild child) {
            children.put(child.name().split(":")[1], child);
        }

        @Override
        public boolean isDeaf(String process) {
            return false;
        }

        @Override
        public SimPipe.Reading reading(int pid, String process, boolean stderr) {
            return new SimPipe.Reading() {
                @Override
                public void taken(byte marked) {}

                @Override
                public void closed(int left) {}
            };
        }
    }

    private static final class Unobserved implements SimDisk.Writing {
        @Override
        public void written(String openedAs, byte[] data) {}

        @Override
        public void refused(String openedAs, byte[] data) {}

        @Override
        public void grown(String openedAs, int size) {}

        @Override
        public void replaced(String by, String lost) {}
    }
}
