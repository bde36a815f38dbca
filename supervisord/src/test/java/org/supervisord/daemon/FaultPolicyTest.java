package org.supervisord.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.common.ProcessState.BACKOFF;
import static org.supervisord.common.ProcessState.EXITED;
import static org.supervisord.common.ProcessState.RUNNING;
import static org.supervisord.common.ProcessState.STARTING;
import static org.supervisord.common.ProcessState.UNKNOWN;
import static org.supervisord.daemon.process.Programs.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisord.common.SupervisorState;
import org.supervisord.config.ChannelSettings;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.LogTarget;
import org.supervisord.config.PayloadLength;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.sim.Weather.Sky;

/** The rows of docs/reliability.md, each with the whole daemon on a machine that is played. */
class FaultPolicyTest {
    private static final Path MANUAL = Path.of("../docs/reliability.md");

    private final PlayedDaemon daemon = new PlayedDaemon();

    private static GroupSettings group() {
        return SupervisorBench.group("a", 1, program("a").startretries(100));
    }

    /** The same, with a log. */
    private GroupSettings logging(long maxbytes) {
        ChannelSettings log =
                new ChannelSettings(
                        new LogTarget.File(daemon.disk.path("/logs/a"), "/logs/a"),
                        maxbytes,
                        1,
                        0,
                        false,
                        false);
        ProgramSettings it = program("a").startretries(100).settings();
        return new GroupSettings.Programs("a", 1, List.of(withStdout(it, log)));
    }

    private static ProgramSettings withStdout(ProgramSettings it, ChannelSettings log) {
        return new ProgramSettings(
                it.name(),
                it.command(),
                it.directory(),
                it.umask(),
                it.priority(),
                it.autostart(),
                it.autorestart(),
                it.startsecs(),
                it.startretries(),
                it.user(),
                it.stopsignal(),
                it.stopwaitsecs(),
                it.stopasgroup(),
                it.killasgroup(),
                it.exitcodes(),
                it.exitOnFatal(),
                it.redirectStderr(),
                it.environment(),
                it.serverurl(),
                log,
                it.stderr());
    }

    private String log() {
        return daemon.file(daemon.disk.path("/logs/a"));
    }

    /** Rows fork and descriptors. */
    @ParameterizedTest
    @CsvSource({
        "NO_PROCESSES, Too many processes in process table to spawn 'a'",
        "NO_MEMORY, unknown error making dispatchers for 'a': ENOMEM",
        "NO_DESCRIPTORS, 'a'",
    })
    void whatCannotBeStartedIsTriedAgainAndSaysWhy(Sky sky, String reason) throws Exception {
        daemon.disk.keepHealthy(PlayedDaemon.ACTIVITY_LOG);
        daemon.weather.become(sky);
        daemon.then(
                        () -> {
                            assertEquals(BACKOFF, daemon.state("a", "a"));
                            String said = daemon.process("a", "a").spawnError().orElseThrow();
                            assertTrue(said.contains(reason), said);
                            assertEquals(1, daemon.said("spawnerr: ").size());
                            assertEquals(SupervisorState.RUNNING, supervisorState());
                        })
                .seconds(10)
                .then(
                        () -> {
                            // after 1, 2, 3 and 4 seconds: as many lines as tries
                            assertEquals(5, daemon.said("spawnerr: ").size());
                            daemon.weather.calm();
                        })
                .seconds(6)
                .then(() -> assertEquals(RUNNING, daemon.state("a", "a")));
        daemon.play(group());
    }

    private SupervisorState supervisorState() {
        java.util.Map<?, ?> state = (java.util.Map<?, ?>) daemon.call("supervisor.getState");
        return SupervisorState.valueOf(state.get("statename").toString());
    }

    /** Row child log. */
    @ParameterizedTest
    @CsvSource({"DISK_FULL, No space left on device", "BAD_DISK, Input/output error"})
    void aLogThatCannotBeWrittenIsSaidOnceAndGoesOnByItself(Sky sky, String why) throws Exception {
        daemon.disk.keepHealthy(PlayedDaemon.ACTIVITY_LOG);
        daemon.seconds(2).line("a").then(() -> daemon.weather.become(sky));
        for (int i = 0; i < 100; i++) {
            daemon.line("a");
        }
        daemon.then(
                        () -> {
                            assertEquals(RUNNING, daemon.state("a", "a"));
                            List<String> said = daemon.said("log /logs/a");
                            assertEquals(1, said.size(), said.toString());
                            assertTrue(said.get(0).endsWith("can't write log /logs/a: " + why));
                            daemon.weather.calm();
                        })
                .line("a")
                .then(
                        () -> {
                            List<String> said = daemon.said("log /logs/a");
                            assertEquals(2, said.size(), said.toString());
                            assertTrue(
                                    said.get(1)
                                            .matches(".* can be written again, \\d+ bytes lost"));
                            assertTrue(log().endsWith("\n"), log());
                        });
        daemon.play(logging(0));
    }

    /** Row rotation. */
    @Test
    void aLogThatCannotBeRotatedGrowsAndIsTheReasonForTheStateFatal() throws Exception {
        daemon.disk.keepHealthy(PlayedDaemon.ACTIVITY_LOG);
        daemon.seconds(2).then(() -> daemon.weather.become(Sky.NO_RIGHTS));
        for (int i = 0; i < 20; i++) {
            daemon.line("a");
        }
        daemon.then(
                        () -> {
                            assertEquals(1, daemon.fatalReasons().size());
                            assertTrue(
                                    daemon.fatalReasons()
                                            .get(0)
                                            .startsWith("can't rotate log /logs/a: "),
                                    daemon.fatalReasons().toString());
                            assertEquals(SupervisorState.FATAL, supervisorState());
                            assertEquals(RUNNING, daemon.state("a", "a"));
                            assertEquals(20, log().lines().count());
                            daemon.weather.calm();
                        })
                .line("a")
                .then(
                        () -> {
                            assertEquals(SupervisorState.RUNNING, supervisorState());
                            assertTrue(log().length() < 100, log());
                        });
        daemon.play(logging(100));
    }

    /** Row read-only file system. */
    @Test
    void onAReadOnlyDiskProgramsWithLogsThereAreTriedAgain() throws Exception {
        daemon.disk.keepHealthy(PlayedDaemon.ACTIVITY_LOG);
        daemon.weather.become(Sky.READ_ONLY);
        daemon.then(
                        () -> {
                            assertEquals(BACKOFF, daemon.state("a", "a"));
                            assertEquals(
                                    Optional.of("unknown error making dispatchers for 'a': EROFS"),
                                    daemon.process("a", "a").spawnError());
                            daemon.weather.calm();
                        })
                .seconds(3)
                .then(() -> assertEquals(RUNNING, daemon.state("a", "a")));
        daemon.play(logging(0));
    }

    /** Row activity log. */
    @Test
    void anActivityLogThatCannotBeWrittenIsToldOnStderrOnce() throws Exception {
        daemon.seconds(2).then(() -> daemon.weather.become(Sky.DISK_FULL));
        for (int i = 0; i < 5; i++) {
            daemon.then(() -> daemon.exit("a", 1)).seconds(1);
        }
        daemon.then(
                        () -> {
                            assertEquals(
                                    "supervisord: can't write log /log/supervisord.log: No space"
                                            + " left on device\n",
                                    daemon.complaints());
                            daemon.weather.calm();
                        })
                .then(() -> daemon.exit("a", 1))
                .seconds(2)
                .then(
                        () -> {
                            assertEquals(RUNNING, daemon.state("a", "a"));
                            assertEquals(2, daemon.complaints().lines().count());
                            assertTrue(daemon.said("success: a entered RUNNING").size() >= 2);
                        });
        daemon.play(group());
    }

    /** Row pid file. */
    @Test
    void aPidFileThatCannotBeWrittenIsSaidAndNoReasonNotToRun() throws Exception {
        daemon.disk.keepHealthy(PlayedDaemon.ACTIVITY_LOG);
        daemon.weather.become(Sky.DISK_FULL);
        daemon.seconds(2)
                .then(
                        () -> {
                            assertEquals(1, daemon.said("CRIT could not write pidfile").size());
                            assertEquals(RUNNING, daemon.state("a", "a"));
                        });
        daemon.play(group());
    }

    /** Row clock. */
    @ParameterizedTest
    @CsvSource({"-3600000", "86400000"})
    void aTimeOfDayThatJumpsChangesNothing(long jump) throws Exception {
        daemon.then(
                        () -> {
                            assertEquals(STARTING, daemon.state("a", "a"));
                            daemon.clock.setWallMillis(daemon.clock.wallMillis() + jump);
                        })
                .seconds(1)
                .then(() -> assertEquals(RUNNING, daemon.state("a", "a")))
                .then(() -> daemon.exit("a", 1))
                .then(
                        () -> {
                            assertEquals(STARTING, daemon.state("a", "a"));
                            daemon.clock.setWallMillis(daemon.clock.wallMillis() - jump);
                        })
                .seconds(1)
                .then(() -> assertEquals(RUNNING, daemon.state("a", "a")));
        daemon.play(group());
    }

    /** Row signals. */
    @Test
    void aProgramThatCannotBeSignalledIsUnknownUntilItEnds() throws Exception {
        daemon.seconds(2)
                .then(() -> daemon.weather.become(Sky.NO_RIGHTS))
                .then(() -> daemon.process("a", "a").stop())
                .then(
                        () -> {
                            // the system may also say that there is no such process
                            if (daemon.state("a", "a") == UNKNOWN) {
                                assertEquals(SupervisorState.FATAL, supervisorState());
                                assertEquals(1, daemon.said("kill: EPERM").size());
                            }
                            daemon.weather.calm();
                        })
                .then(() -> daemon.exit("a", 0))
                .then(
                        () ->
                                assertTrue(
                                        List.of(EXITED, org.supervisord.common.ProcessState.STOPPED)
                                                .contains(daemon.state("a", "a"))));
        daemon.play(group());
    }

    /** Row listener. */
    @Test
    void aListenerThatIsStuckHoldsUpNobodyAndIsNotToldOfForEver() throws Exception {
        GroupSettings pool =
                new GroupSettings.EventListenerPool(
                        "l",
                        -1,
                        List.of(program("l").settings()),
                        3,
                        List.of("PROCESS_STATE"),
                        GroupSettings.EventListenerPool.STANDARD_HANDLER,
                        PayloadLength.CHARACTERS,
                        0);
        daemon.seconds(2);
        for (int i = 0; i < 50; i++) {
            daemon.then(() -> daemon.exit("a", 1)).seconds(2);
        }
        daemon.then(
                () -> {
                    assertEquals(RUNNING, daemon.state("a", "a"));
                    assertEquals(10, daemon.said("event buffer overflowed").size());
                    List<?> infos = (List<?>) daemon.call("daemon.getAllEventPoolInfo");
                    assertTrue(infos.get(0).toString().contains("queued=3"), infos.toString());
                });
        daemon.play(pool, group());
    }

    /** The page and the tests are held together: what it names is there. */
    @Test
    void theTestsThatTheRowsNameAreThere() throws IOException {
        String page = Files.readString(MANUAL);
        Matcher named = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`").matcher(page);
        int count = 0;
        while (named.find()) {
            count++;
            String source = source(named.group(1));
            assertFalse(source.isEmpty(), "no class " + named.group(1));
            assertTrue(
                    named.group(2) == null || source.contains("void " + named.group(2) + "("),
                    "no test " + named.group());
        }
        assertTrue(count > 15, "rows without tests");
    }

    private static String source(String name) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String module : List.of("supervisord", "config", "distribution")) {
            Path root = Path.of("../" + module + "/src/test/java");
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(it -> it.endsWith(name + ".java")).toList()) {
                    all.append(Files.readString(file));
                }
            }
        }
        return all.toString();
    }
}
