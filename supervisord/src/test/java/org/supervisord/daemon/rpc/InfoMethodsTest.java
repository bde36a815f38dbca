package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.SupervisorBench.group;
import static org.supervisord.daemon.process.Programs.program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.supervisord.common.RpcFault;
import org.supervisord.common.Signal;
import org.supervisord.config.AutoRestart;
import org.supervisord.config.ChannelSettings;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.LogTarget;
import org.supervisord.config.ProgramSettings;
import org.supervisord.config.RunAs;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.process.ManagedProcess;

class InfoMethodsTest {
    /** When the manual clock begins, in seconds. */
    private static final int START = 1_700_000_000;

    private final SupervisorBench bench =
            new SupervisorBench(
                    group("web", 1, program("web").autorestart(AutoRestart.NEVER)),
                    group("app", 9, program("z"), program("b")));
    private final RpcBench rpc = new RpcBench(bench);
    private final ManagedProcess web = bench.process("web", "web");

    @Test
    void tellsAllOfAProcessThatWasNeverStarted() throws RpcFault {
        Map<?, ?> info = info("web");
        assertEquals(
                "{name=web, group=web, start=0, stop=0, now=1700000000, state=0,"
                        + " statename=STOPPED, spawnerr=, exitstatus=0, logfile=,"
                        + " stdout_logfile=, stderr_logfile=, pid=0, description=Not started}",
                info.toString());
    }

    @Test
    void tellsSinceWhenOneIsUp() throws RpcFault {
        bench.running("web", "web");
        bench.scheduler.advance(Duration.ofHours(27).plusSeconds(64));
        Map<?, ?> info = info("web:web");
        assertEquals(START, info.get("start"));
        assertEquals(20, info.get("state"));
        assertEquals(web.pid(), info.get("pid"));
        assertEquals("pid " + web.pid() + ", uptime 1 day, 3:01:05", info.get("description"));
    }

    @Test
    void uptimeIsWrittenAsADuration() {
        assertEquals("0:00:00", Description.uptime(0));
        assertEquals("0:00:59", Description.uptime(59));
        assertEquals("23:59:59", Description.uptime(86_399));
        assertEquals("1 day, 0:00:00", Description.uptime(86_400));
        assertEquals("400 days, 1:01:01", Description.uptime(400 * 86_400L + 3661));
        assertEquals("0:00:00", Description.uptime(-5), "the clock was set back");
    }

    @Test
    void startingAndStoppingNeedNoWords() throws RpcFault {
        web.start();
        assertEquals("STARTING", info("web").get("statename"));
        assertEquals("", info("web").get("description"));
        bench.scheduler.advance(Duration.ofSeconds(1));
        web.stop();
        assertEquals("STOPPING", info("web").get("statename"));
        assertEquals("", info("web").get("description"));
    }

    @Test
    void tellsWhenOneEndedAndHow() throws RpcFault {
        bench.running("web", "web");
        bench.scheduler.advance(Duration.ofSeconds(9));
        bench.exit(web, 3);
        Map<?, ?> info = info("web");
        assertEquals(START + 10, info.get("stop"));
        assertEquals(3, info.get("exitstatus"));
        assertEquals("Bad exit code 3", info.get("spawnerr"));
        assertEquals(0, info.get("pid"));
        String description = (String) info.get("description");
        assertTrue(description.matches("Nov 1[45] [01]\\d:\\d\\d [AP]M"), description);
    }

    @Test
    void tellsWhyOneCannotBeStarted() throws RpcFault {
        bench.kernel.failSpawns("no more memory");
        web.start();
        assertEquals("BACKOFF", info("web").get("statename"));
        assertEquals("no more memory", info("web").get("spawnerr"));
        assertEquals("no more memory", info("web").get("description"));
        web.giveUp();
        assertEquals(200, info("web").get("state"));
        assertEquals("no more memory", info("web").get("description"));
    }

    @Test
    void oneThatCannotBeSignalledIsUnknown() throws RpcFault {
        bench.running("web", "web");
        bench.kernel.refuseSignals();
        web.stop();
        assertEquals(1000, info("web").get("state"));
        assertEquals("", info("web").get("description"));
    }

    @Test
    void timesThatDoNotFitAreCapped() throws RpcFault {
        bench.scheduler.clock().setWallMillis(Long.MAX_VALUE);
        assertEquals(Integer.MAX_VALUE, info("web").get("now"));
        assertEquals(Integer.MIN_VALUE, Numbers.capped(Long.MIN_VALUE));
        assertEquals(-7, Numbers.capped(-7));
    }

    @Test
    void refusesNamesOfNothingAndOfWholeGroups() {
        for (String name : List.of("nope", "app", "app:*", "app:", "app:nope", "")) {
            assertEquals("10 BAD_NAME: " + name, rpc.fault("getProcessInfo", name));
        }
    }

    @Test
    void tellsOfAllByGroupAndName() throws RpcFault {
        List<?> all = (List<?>) rpc.call("getAllProcessInfo");
        assertEquals(
                List.of("app:b", "app:z", "web:web"),
                all.stream()
                        .map(info -> (Map<?, ?>) info)
                        .map(info -> info.get("group") + ":" + info.get("name"))
                        .toList());
        assertEquals(info("web"), all.get(2));
    }

    @Test
    void tellsOfAllTheSameAgainUntilSomethingChanges() throws RpcFault {
        Object first = rpc.call("getAllProcessInfo");
        bench.scheduler.advance(Duration.ofMillis(900));
        assertSame(first, rpc.call("getAllProcessInfo"));
        bench.running("web", "web");
        Object second = rpc.call("getAllProcessInfo");
        assertEquals(info("web"), ((List<?>) second).get(2));
        assertSame(second, rpc.call("getAllProcessInfo"));
    }

    @Test
    void everySecondIsToldOf() throws RpcFault {
        Object first = rpc.call("getAllProcessInfo");
        bench.scheduler.advance(Duration.ofSeconds(1));
        List<?> second = (List<?>) rpc.call("getAllProcessInfo");
        assertNotEquals(first, second);
        assertEquals(START + 1, ((Map<?, ?>) second.get(0)).get("now"));
    }

    @Test
    void groupsThatComeAndGoAreToldOfAtOnce() throws Exception {
        List<?> before = (List<?>) rpc.call("getAllProcessInfo");
        bench.supervisor.addGroup(group("late", 1, program("late")));
        assertEquals(before.size() + 1, ((List<?>) rpc.call("getAllProcessInfo")).size());
        bench.supervisor.removeGroup("late");
        assertEquals(before, rpc.call("getAllProcessInfo"));
    }

    @Test
    void theDocumentOfAnAnswerThatIsKeptIsTheSameAsAnother() throws RpcFault {
        List<?> all = (List<?>) rpc.call("getAllProcessInfo");
        assertArrayEquals(
                RpcBench.joined(AnswerWriter.result(List.copyOf(all))),
                RpcBench.joined(AnswerWriter.result(all)));
        assertSame(AnswerWriter.result(all), AnswerWriter.result(all));
    }

    @Test
    void namesTheLogs() throws Exception {
        bench.logTo("late", Path.of("/var/log/late.log"));
        bench.supervisor.addGroup(group("late", 1, program("late")));
        Map<?, ?> info = info("late");
        assertEquals("/var/log/late.log", info.get("stdout_logfile"));
        assertEquals("/var/log/late.log", info.get("logfile"));
        assertEquals("", info.get("stderr_logfile"));
    }

    @Test
    void tellsWhatAProgramIsConfiguredWith() throws RpcFault {
        SupervisorBench one = new SupervisorBench(new GroupSettings.Programs("site", 7, rich()));
        Map<?, ?> it = configurations(one).get(0);
        assertEquals(
                "{autostart=false, autorestart=true, directory=/srv, uid=33, command=/bin/x -y,"
                        + " exitcodes=[0, 2], group=site, group_prio=7, inuse=true,"
                        + " killasgroup=true, name=rich, process_prio=3, redirect_stderr=true,"
                        + " startretries=5, startsecs=4, stdout_capture_maxbytes=11,"
                        + " stdout_events_enabled=true, stdout_logfile=/log//out,"
                        + " stdout_logfile_backups=2, stdout_logfile_maxbytes=2147483647,"
                        + " stdout_syslog=false, stopsignal=3, stopwaitsecs=6,"
                        + " stderr_capture_maxbytes=0, stderr_events_enabled=false,"
                        + " stderr_logfile=none, stderr_logfile_backups=0,"
                        + " stderr_logfile_maxbytes=0, stderr_syslog=true,"
                        + " serverurl=http://x}",
                it.toString());
    }

    @Test
    void whatIsNotConfiguredIsNone() throws RpcFault {
        Map<?, ?> it = configurations(bench).get(1);
        assertEquals("web", it.get("name"));
        assertEquals(false, it.get("autorestart"));
        for (String key : List.of("directory", "uid", "serverurl", "stdout_logfile")) {
            assertEquals("none", it.get(key), key);
        }
        assertEquals("unexpected", configurations(bench).get(0).get("autorestart"));
    }

    @Test
    void aLogWithAnEmptyNameIsNotNone() throws RpcFault {
        ProgramSettings program =
                withStdout(new ChannelSettings(new LogTarget.Unnamed(), 0, 0, 0, false, false));
        SupervisorBench one =
                new SupervisorBench(new GroupSettings.Programs("site", 7, List.of(program)));
        assertEquals("", configurations(one).get(0).get("stdout_logfile"));
    }

    @Test
    void configurationsAreSortedByNameAcrossGroups() throws RpcFault {
        assertEquals(
                List.of("b", "web", "z"),
                configurations(bench).stream().map(it -> it.get("name")).toList());
    }

    @Test
    void tellsTheConfigurationThatWasReadLastAndWhatOfItIsInUse() throws RpcFault {
        bench.edit(group("new", 1, program("new")), group("web", 1, program("web")));
        assertEquals(3, configurations(bench).size(), "it was not read yet");
        rpc.call("reloadConfig");
        assertEquals(
                List.of("new false", "web true"),
                configurations(bench).stream()
                        .map(it -> it.get("name") + " " + it.get("inuse"))
                        .toList());
    }

    @Test
    void anAutomaticLogHasANameOnceItWasMade() throws RpcFault {
        ChannelSettings automatic =
                new ChannelSettings(new LogTarget.Automatic(), 0, 0, 0, false, false);
        GroupSettings settings =
                new GroupSettings.Programs("auto", 1, List.of(withStdout(automatic)));
        SupervisorBench one = new SupervisorBench();
        one.logTo("rich", Path.of("/tmp/rich-stdout---x.log"));
        one.edit(settings);
        RpcBench calls = new RpcBench(one);
        calls.call("reloadConfig");
        assertEquals("auto", configurations(one).get(0).get("stdout_logfile"));
        calls.call("addProcessGroup", "auto");
        assertEquals("/tmp/rich-stdout---x.log", configurations(one).get(0).get("stdout_logfile"));
    }

    @Test
    void aLogIsCalledAsItWasConfigured() throws Exception {
        SupervisorBench one = new SupervisorBench();
        one.logTo("rich", Path.of("/log/out"));
        one.supervisor.addGroup(new GroupSettings.Programs("rich", 1, rich()));
        RpcBench calls = new RpcBench(one);
        Map<?, ?> info = (Map<?, ?>) calls.call("getProcessInfo", "rich");
        assertEquals("/log//out", info.get("logfile"));
        assertEquals("/log//out", info.get("stdout_logfile"));
        assertEquals("20 NO_FILE: /log//out", calls.fault("readProcessLog", "rich", 0, 0));
    }

    private static List<ProgramSettings> rich() {
        return List.of(
                withStdout(
                        new ChannelSettings(
                                new LogTarget.File(Path.of("/log/out"), "/log//out"),
                                1L << 40,
                                2,
                                11,
                                true,
                                false)));
    }

    private static ProgramSettings withStdout(ChannelSettings stdout) {
        return new ProgramSettings(
                "rich",
                "/bin/x -y",
                Optional.of("/srv"),
                OptionalInt.empty(),
                3,
                false,
                AutoRestart.ALWAYS,
                4,
                5,
                Optional.of(new RunAs(33, OptionalInt.empty())),
                Signal.QUIT,
                6,
                false,
                true,
                List.of(0, 2),
                true,
                true,
                Map.of(),
                Optional.of("http://x"),
                stdout,
                new ChannelSettings(new LogTarget.None(), 0, 0, 0, false, true));
    }

    private Map<?, ?> info(String name) throws RpcFault {
        return (Map<?, ?>) rpc.call("getProcessInfo", name);
    }

    private static List<Map<?, ?>> configurations(SupervisorBench bench) throws RpcFault {
        return ((List<?>) new RpcBench(bench).call("getAllConfigInfo"))
                .stream().<Map<?, ?>>map(it -> (Map<?, ?>) it).toList();
    }
}
