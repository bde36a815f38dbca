package org.supervisord.daemon.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.SupervisorBench.group;
import static org.supervisord.daemon.SupervisorBench.pool;
import static org.supervisord.daemon.SupervisorBench.single;
import static org.supervisord.daemon.process.Programs.program;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessState;
import org.supervisord.common.SupervisorState;
import org.supervisord.config.AutoRestart;
import org.supervisord.config.ConfigException;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;

class SupervisorTest {
    @Test
    void startsGroupAfterGroupByPriorityAndMembersAsListed() {
        SupervisorBench bench =
                new SupervisorBench(
                        single(20, program("late")),
                        group("early", 1, program("z").priority(9), program("a").priority(1)),
                        single(20, program("later")));
        bench.run();
        assertEquals(List.of("z", "a", "late", "later"), bench.kernel.spawned());
    }

    @Test
    void startsOnlyWhatStartsByItself() {
        SupervisorBench bench =
                new SupervisorBench(
                        single(1, program("web").autostart(false)), single(1, program("db")));
        bench.run();
        assertEquals(List.of("db"), bench.kernel.spawned());
    }

    @Test
    void servesTheLoopBetweenTwoStarts() {
        SupervisorBench bench =
                new SupervisorBench(group("site", 1, program("one"), program("two")));
        bench.begin();
        assertEquals(List.of(), bench.kernel.spawned(), "each waits for a turn of the loop");
        assertEquals(List.of(new Event.SupervisorRunning()), bench.events);
        bench.scheduler.runDue();
        assertEquals(List.of("one", "two"), bench.kernel.spawned());
    }

    @Test
    void startsNothingWhenItLeavesBeforeItsTurn() {
        SupervisorBench bench = new SupervisorBench(single(1, program("web")));
        bench.begin();
        bench.supervisor.shutdown();
        bench.scheduler.runDue();
        assertEquals(List.of(), bench.kernel.spawned());
        assertEquals(List.of("stopped"), bench.stopped);
    }

    @Test
    void whatIsStillToStartIsHeldAndReleased() {
        SupervisorBench bench = new SupervisorBench(single(1, program("web")));
        bench.begin();
        List<String> told = new ArrayList<>();
        bench.supervisor.afterStarts(() -> told.add("started"));
        bench.supervisor.holdStarts();
        bench.scheduler.runDue();
        assertEquals(List.of(), bench.kernel.spawned());
        assertEquals(List.of(), told);
        bench.supervisor.releaseStarts();
        bench.scheduler.runDue();
        assertEquals(List.of("web"), bench.kernel.spawned());
        assertEquals(List.of("started"), told);
    }

    @Test
    void aSuccessorStartsWhatItsPredecessorHasNotComeTo() {
        SupervisorBench bench =
                new SupervisorBench(
                        single(1, program("up")),
                        single(2, program("stopped")),
                        single(3, program("late")),
                        single(4, program("off").autostart(false)));
        bench.running("up", "up");
        bench.running("stopped", "stopped").stop();
        bench.obey();
        bench.supervisor.goOn(bench.supervisor.configuration(), () -> {});
        bench.scheduler.runDue();
        assertEquals(List.of("up", "stopped", "late"), bench.kernel.spawned());
    }

    @Test
    void answersFirstThenStopsThenSaysSo() {
        SupervisorBench bench = new SupervisorBench(single(1, program("web").startsecs(0)));
        bench.run();
        bench.events.clear();
        bench.supervisor.shutdown();
        assertEquals(SupervisorState.SHUTDOWN, bench.supervisor.state());
        assertFalse(bench.supervisor.mayStart());
        assertEquals(List.of(), bench.kernel.sent(), "the one who asked is answered first");
        bench.scheduler.runDue();
        assertEquals(new Event.SupervisorStopping(), bench.events.get(0));
        assertEquals(ProcessState.STOPPING, bench.process("web", "web").state());
        assertEquals(List.of(), bench.stopped);
        bench.obey();
        assertEquals(List.of("stopped"), bench.stopped);
    }

    @Test
    void tellsThatItLeavesAndHowLongThatMayTake() {
        SupervisorBench bench =
                new SupervisorBench(
                        single(2, program("web").stopwaitsecs(60)),
                        group("db", 1, program("one").stopwaitsecs(7), program("two")),
                        single(1, program("off").stopwaitsecs(999).autostart(false)));
        bench.run();
        List<String> told = new ArrayList<>();
        bench.supervisor.whenLeaving(
                () -> told.add(bench.supervisor.state() + " " + bench.supervisor.patience()));
        bench.supervisor.restart();
        bench.supervisor.shutdown();
        // one group after the other, the processes of a group together, and the pools
        assertEquals(List.of("RESTARTING PT1M15S", "SHUTDOWN PT1M15S"), told);
    }

    @Test
    void aPoolThatIsLeftAloneHearsNothingOfTheEnd() {
        SupervisorBench bench = new SupervisorBench(pool("pool", -1, program("ear")));
        bench.run();
        bench.events.clear();
        bench.supervisor.shutdown();
        bench.scheduler.runDue();
        assertFalse(bench.events.contains(new Event.SupervisorStopping()));
    }

    @Test
    void aPoolHearsOfTheEndWhileAnotherStops() {
        SupervisorBench bench =
                new SupervisorBench(
                        pool("pool", -1, program("ear")), pool("other", -1, program("other")));
        bench.run();
        bench.supervisor.shutdown();
        bench.scheduler.runDue();
        assertTrue(bench.events.contains(new Event.SupervisorStopping()));
    }

    @Test
    void aSecondRequestStopsNothingTwice() {
        SupervisorBench bench = new SupervisorBench(single(1, program("web").startsecs(0)));
        bench.run();
        bench.supervisor.restart();
        bench.scheduler.runDue();
        assertEquals(SupervisorState.RESTARTING, bench.supervisor.state());
        bench.supervisor.shutdown();
        bench.scheduler.runDue();
        assertEquals(SupervisorState.SHUTDOWN, bench.supervisor.state(), "the last word counts");
        bench.obey();
        assertEquals(1, bench.kernel.sent().size());
        assertEquals(List.of("stopped"), bench.stopped);
        assertEquals(
                1, bench.events.stream().filter(new Event.SupervisorStopping()::equals).count());
    }

    @Test
    void ordersGroupsByPriorityAndThenAsTheyWereAdded() {
        SupervisorBench bench =
                new SupervisorBench(
                        single(5, program("c")), single(1, program("b")), single(5, program("a")));
        assertEquals(List.of("b", "c", "a"), names(bench.supervisor.groups()));
        assertEquals(List.of("c", "b", "a"), names(List.copyOf(bench.supervisor.groupsAsAdded())));
    }

    @Test
    void aGroupThatIsAddedLaterStartsByItself() throws Exception {
        SupervisorBench bench = new SupervisorBench();
        bench.run();
        bench.events.clear();
        assertTrue(bench.supervisor.addGroup(single(1, program("web"))));
        assertEquals(List.of(new Event.ProcessGroupAdded("web")), bench.events);
        bench.scheduler.runDue();
        assertEquals(List.of("web"), bench.kernel.spawned());
    }

    @Test
    void aGroupIsAddedOnce() throws Exception {
        SupervisorBench bench = new SupervisorBench(single(1, program("web")));
        ProcessGroup before = bench.supervisor.group("web").orElseThrow();
        assertFalse(bench.supervisor.addGroup(single(2, program("web"))));
        assertEquals(before, bench.supervisor.group("web").orElseThrow());
        assertEquals(List.of(), bench.events);
    }

    @Test
    void aGroupIsRemovedOnceAllOfItIsStopped() {
        SupervisorBench bench =
                new SupervisorBench(group("site", 1, program("web"), program("db")));
        ManagedProcess process = bench.running("site", "web");
        assertFalse(bench.supervisor.removeGroup("site"));
        process.stop();
        assertFalse(bench.supervisor.removeGroup("site"), "it is still STOPPING");
        bench.obey();
        bench.events.clear();
        assertTrue(bench.supervisor.removeGroup("site"));
        assertEquals(List.of("site"), bench.closed);
        assertEquals(List.of(new Event.ProcessGroupRemoved("site")), bench.events);
        assertTrue(bench.supervisor.group("site").isEmpty());
    }

    @Test
    void aGroupThatIsRemovedBeforeItsTurnIsNotStarted() throws Exception {
        SupervisorBench bench = new SupervisorBench();
        bench.run();
        bench.supervisor.addGroup(single(1, program("web")));
        bench.supervisor.removeGroup("web");
        bench.scheduler.runDue();
        assertEquals(List.of(), bench.kernel.spawned());
    }

    @Test
    void aGroupThatIsReplacedBeforeItsTurnIsStartedOnce() throws Exception {
        SupervisorBench bench = new SupervisorBench();
        bench.run();
        bench.supervisor.addGroup(single(1, program("web")));
        bench.supervisor.removeGroup("web");
        bench.supervisor.addGroup(single(1, program("web").startsecs(0)));
        bench.scheduler.runDue();
        assertEquals(1, bench.kernel.spawned().size());
        assertEquals(ProcessState.RUNNING, bench.process("web", "web").state());
    }

    @Test
    void aRemovedProcessIsNotRestarted() {
        SupervisorBench bench = new SupervisorBench(single(1, program("web")));
        ManagedProcess process = bench.running("web", "web");
        bench.kernel.exit(process.pid(), 1);
        assertEquals(ProcessState.EXITED, process.state());
        assertTrue(bench.supervisor.removeGroup("web"));
        bench.scheduler.advance(Duration.ofSeconds(5));
        assertEquals(List.of("web"), bench.kernel.spawned());
    }

    @Test
    void tellsWhatANewConfigurationWouldChange() throws ConfigException {
        SupervisorBench bench =
                new SupervisorBench(
                        single(1, program("same")),
                        single(1, program("gone")),
                        single(1, program("moved")),
                        single(1, program("grown")));
        bench.edit(
                single(1, program("same")),
                single(1, program("new")),
                single(2, program("moved")),
                group("grown", 1, program("grown"), program("more")));
        ReloadResult result = bench.supervisor.reloadConfig();
        assertEquals(
                new ReloadResult(List.of("new"), List.of("moved", "grown"), List.of("gone")),
                result);
        assertEquals(List.of("same", "gone", "moved", "grown"), names(bench.supervisor.groups()));
        assertEquals(result, bench.supervisor.reloadConfig(), "nothing was changed by asking");
    }

    @Test
    void keepsTheFormerConfigurationWhenTheNewOneIsBroken() {
        SupervisorBench bench = new SupervisorBench(single(1, program("web")));
        var before = bench.supervisor.configuration();
        bench.spoilConfiguration("line 3: no");
        ConfigException failure =
                assertThrows(ConfigException.class, bench.supervisor::reloadConfig);
        assertEquals("line 3: no", failure.getMessage());
        assertEquals(before, bench.supervisor.configuration());
    }

    @Test
    void endsInOrderWhenAnEssentialProcessIsFatal() {
        SupervisorBench bench =
                new SupervisorBench(
                        pool("pool", -1, program("ear")),
                        single(1, program("db")),
                        single(2, program("web").startretries(0).exitOnFatal()));
        bench.run();
        bench.scheduler.advance(Duration.ofSeconds(1));
        ManagedProcess web = bench.process("web", "web");
        bench.exit(web, 1);
        web.start();
        bench.exit(web, 1);
        assertEquals(ProcessState.FATAL, web.state());
        assertEquals(SupervisorState.SHUTDOWN, bench.supervisor.state());
        assertEquals(3, bench.supervisor.exitStatus());
        assertEquals(
                List.of("web is FATAL and has exit_on_fatal=true, shutting down"),
                bench.log.lines(Level.ERROR));
        assertTrue(bench.events.contains(new Event.SupervisorStopping()));
        assertEquals(ProcessState.STOPPING, bench.process("db", "db").state());
        assertEquals(ProcessState.RUNNING, bench.process("pool", "ear").state(), "it is told yet");
        bench.obey();
        assertEquals(ProcessState.STOPPED, bench.process("db", "db").state());
        bench.obey();
        assertEquals(List.of("stopped"), bench.stopped);
    }

    @Test
    void endsWhenAnEssentialProcessCannotBeSpawned() {
        SupervisorBench bench =
                new SupervisorBench(single(1, program("web").startretries(1).exitOnFatal()));
        bench.kernel.failSpawns("no more");
        bench.run();
        assertEquals(SupervisorState.RUNNING, bench.supervisor.state(), "it is tried again");
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals(3, bench.supervisor.exitStatus());
        assertEquals(List.of("stopped"), bench.stopped);
    }

    @Test
    void whoeverTriesToStartAnEssentialProcessHearsOfItFirst() {
        SupervisorBench bench =
                new SupervisorBench(
                        group(
                                "web",
                                1,
                                program("web").startretries(0).autostart(false).exitOnFatal()));
        bench.run();
        bench.kernel.failSpawns("no more");
        ManagedProcess web = bench.process("web", "web");
        List<SupervisorState> told = new ArrayList<>();
        web.await(it -> it.state() == ProcessState.FATAL)
                .thenRun(() -> told.add(bench.supervisor.state()));
        web.start();
        assertEquals(SupervisorState.RUNNING, bench.supervisor.state());
        bench.scheduler.runDue();
        assertEquals(1, told.size());
        assertEquals(List.of("stopped"), bench.stopped);
    }

    @Test
    void goesOnWhenAnotherProcessIsFatal() {
        SupervisorBench bench =
                new SupervisorBench(
                        group(
                                "site",
                                1,
                                program("web").startretries(0),
                                program("db").exitOnFatal()));
        bench.run();
        bench.exit(bench.process("site", "web"), 1);
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals(ProcessState.FATAL, bench.process("site", "web").state());
        assertEquals(SupervisorState.RUNNING, bench.supervisor.state());
    }

    @Test
    void goesOnWhenAnEssentialProcessHasEndedInAnyOtherWay() {
        SupervisorBench bench =
                new SupervisorBench(
                        group(
                                "site",
                                1,
                                program("job").autorestart(AutoRestart.NEVER).exitOnFatal(),
                                program("web").exitOnFatal()));
        bench.run();
        bench.scheduler.advance(Duration.ofSeconds(1));
        bench.exit(bench.process("site", "job"), 1);
        bench.process("site", "web").stop();
        bench.obey();
        assertEquals(ProcessState.EXITED, bench.process("site", "job").state());
        assertEquals(ProcessState.STOPPED, bench.process("site", "web").state());
        assertEquals(SupervisorState.RUNNING, bench.supervisor.state());
    }

    @Test
    void anEssentialProcessThatGivesUpAtTheEndIsNotWhyItEnds() {
        SupervisorBench bench = new SupervisorBench(single(1, program("web").exitOnFatal()));
        bench.run();
        bench.exit(bench.process("web", "web"), 1);
        assertEquals(ProcessState.BACKOFF, bench.process("web", "web").state());
        bench.supervisor.shutdown();
        bench.scheduler.runDue();
        assertEquals(ProcessState.FATAL, bench.process("web", "web").state());
        assertEquals(0, bench.supervisor.exitStatus());
        assertEquals(List.of("stopped"), bench.stopped);
    }

    @Test
    void aRestartGoesOnWhenAnEssentialProcessGivesUp() {
        SupervisorBench bench = new SupervisorBench(single(1, program("web").exitOnFatal()));
        bench.run();
        bench.exit(bench.process("web", "web"), 1);
        bench.supervisor.restart();
        bench.scheduler.runDue();
        assertEquals(SupervisorState.RESTARTING, bench.supervisor.state());
        assertEquals(List.of("stopped"), bench.stopped);
    }

    private static List<String> names(List<ProcessGroup> groups) {
        return groups.stream().map(ProcessGroup::name).toList();
    }
}
