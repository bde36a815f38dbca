package org.supervisord.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.common.ProcessState.BACKOFF;
import static org.supervisord.common.ProcessState.EXITED;
import static org.supervisord.common.ProcessState.FATAL;
import static org.supervisord.common.ProcessState.RUNNING;
import static org.supervisord.common.ProcessState.STARTING;
import static org.supervisord.common.ProcessState.STOPPED;
import static org.supervisord.common.ProcessState.STOPPING;
import static org.supervisord.common.ProcessState.UNKNOWN;
import static org.supervisord.daemon.process.Programs.program;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.supervisord.common.Signal;
import org.supervisord.config.AutoRestart;
import org.supervisord.daemon.RecordedLog;

class ManagedProcessTest {
    private final ProcessBench bench = new ProcessBench();

    @Test
    void runsOnceItHasStayedUpForStartsecs() {
        ManagedProcess process = bench.process(program("web").startsecs(5));
        process.start();
        bench.pass(Duration.ofMillis(4999));
        assertEquals(STARTING, process.state());
        bench.pass(Duration.ofMillis(1));
        assertEquals(RUNNING, process.state());
        assertEquals(List.of(STARTING, RUNNING), bench.states());
        assertTrue(bench.scheduler.isIdle(), "a running program needs no timer");
    }

    @Test
    void runsAtOnceWithoutStartsecs() {
        ManagedProcess process = bench.process(program("web").startsecs(0));
        process.start();
        assertEquals(RUNNING, process.state());
    }

    @Test
    void backsOffThenGivesUpAfterStartRetries() {
        ManagedProcess process = bench.process(program("web").startretries(2));
        process.start();
        for (int tries = 1; tries <= 2; tries++) {
            endNewest(1);
            assertEquals(BACKOFF, process.state());
            bench.pass(Duration.ofSeconds(tries).minusMillis(1));
            assertEquals(BACKOFF, process.state(), "waits a second longer after each try");
            bench.pass(Duration.ofMillis(1));
            assertEquals(STARTING, process.state());
        }
        endNewest(1);
        assertEquals(FATAL, process.state());
        assertEquals(
                Optional.of("Exited too quickly (process log may have details)"),
                process.spawnError());
        assertEquals(3, bench.kernel.spawned().size());
        assertTrue(bench.scheduler.isIdle());
    }

    @Test
    void isStoppedAndThenFatalWhenItFails() {
        ManagedProcess process = running(program("web").autorestart(AutoRestart.ALWAYS));
        process.fail("it is of no use");
        assertEquals(STOPPING, process.state());
        bench.kernel.die(process.pid(), Signal.TERM);
        bench.passSeconds(3600);
        assertEquals(FATAL, process.state());
        assertEquals(Optional.of("it is of no use"), process.spawnError());
        assertTrue(bench.scheduler.isIdle(), "it is not started again by itself");
        process.start();
        assertEquals(STARTING, process.state());
        assertEquals(Optional.empty(), process.spawnError());
    }

    @Test
    void oneThatFailsWhileItIsStoppedIsStopped() {
        ManagedProcess process = running(program("web"));
        process.stop();
        process.fail("it is of no use");
        bench.kernel.die(process.pid(), Signal.TERM);
        assertEquals(STOPPED, process.state());
    }

    @Test
    void countsTriesAnewOnceItWasRunning() {
        ManagedProcess process = bench.process(program("web").startretries(1));
        process.start();
        endNewest(1);
        bench.passSeconds(1);
        bench.passSeconds(1);
        assertEquals(RUNNING, process.state());
        endNewest(1);
        assertEquals(EXITED, process.state());
        bench.passSeconds(0);
        endNewest(1);
        assertEquals(BACKOFF, process.state(), "the first failure after RUNNING");
    }

    @Test
    void anExpectedExitBeforeStartsecsIsAFailureAllTheSame() {
        ManagedProcess process = bench.process(program("web"));
        process.start();
        endNewest(0);
        assertEquals(BACKOFF, process.state());
        assertEquals(OptionalInt.empty(), process.exitStatus());
    }

    @Test
    void anExitAtTheVeryEndOfStartsecsIsNotTooQuick() {
        ManagedProcess process = bench.process(program("web").autorestart(AutoRestart.NEVER));
        process.start();
        bench.scheduler.clock().advance(Duration.ofSeconds(1));
        endNewest(0);
        assertEquals(EXITED, process.state());
        assertEquals(List.of(STARTING, RUNNING, EXITED), bench.states());
    }

    @Test
    void isRestartedAtOnceWhenItHadBeenUpForASecond() {
        ManagedProcess process = running(program("web").autorestart(AutoRestart.ALWAYS));
        endNewest(0);
        bench.scheduler.runDue();
        assertEquals(STARTING, process.state());
        assertEquals(2, bench.kernel.spawned().size());
    }

    @Test
    void isRestartedOnceASecondWhenItEndsAtOnce() {
        ManagedProcess process =
                bench.process(program("web").startsecs(0).autorestart(AutoRestart.ALWAYS));
        process.start();
        bench.pass(Duration.ofMillis(300));
        endNewest(0);
        bench.pass(Duration.ofMillis(699));
        assertEquals(EXITED, process.state());
        bench.pass(Duration.ofMillis(1));
        assertEquals(RUNNING, process.state());
    }

    @Test
    void staysDownAfterAnExpectedExit() {
        ManagedProcess process = running(program("web"));
        endNewest(0);
        bench.passSeconds(3600);
        assertEquals(EXITED, process.state());
        assertEquals(OptionalInt.of(0), process.exitStatus());
        assertTrue(bench.scheduler.isIdle());
    }

    @Test
    void anEndBySignalIsUnexpected() {
        ManagedProcess process = running(program("web").autorestart(AutoRestart.NEVER));
        bench.kernel.die(newest(), Signal.KILL);
        assertEquals(EXITED, process.state());
        assertEquals(OptionalInt.of(-1), process.exitStatus());
        assertEquals(Optional.of("Bad exit code -1"), process.spawnError());
    }

    @Test
    void isNotRestartedOnceTheDaemonLeaves() {
        ManagedProcess process = running(program("web").autorestart(AutoRestart.ALWAYS));
        endNewest(0);
        bench.leave();
        bench.passSeconds(10);
        assertEquals(EXITED, process.state());
    }

    @Test
    void stopsByItsSignalAndIsKilledAfterStopwaitsecs() {
        ManagedProcess process = running(program("web").stopwaitsecs(3));
        int pid = newest();
        assertEquals(Optional.empty(), process.stop());
        assertEquals(STOPPING, process.state());
        assertEquals(List.of(new FakeKernel.Sent(pid, Signal.TERM)), bench.kernel.sent());
        bench.pass(Duration.ofMillis(2999));
        assertEquals(1, bench.kernel.sent().size());
        bench.pass(Duration.ofMillis(1));
        assertEquals(new FakeKernel.Sent(pid, Signal.KILL), bench.kernel.sent().get(1));
        bench.kernel.die(pid, Signal.KILL);
        assertEquals(STOPPED, process.state());
        assertTrue(bench.scheduler.isIdle());
        assertEquals(List.of(STARTING, RUNNING, STOPPING, STOPPED), bench.states());
    }

    @Test
    void aKillIsRepeatedButNeverInAStorm() {
        ManagedProcess process = running(program("web").stopwaitsecs(0));
        process.stop();
        bench.passSeconds(3);
        assertEquals(5, bench.kernel.sent().size(), "TERM, KILL at once, then one a second");
    }

    @Test
    void signalsTheGroupWhereItIsConfigured() {
        ManagedProcess process = running(program("web").asGroup(true, true).stopwaitsecs(1));
        int pid = newest();
        process.stop();
        bench.passSeconds(1);
        assertEquals(
                List.of(
                        new FakeKernel.Sent(-pid, Signal.TERM),
                        new FakeKernel.Sent(-pid, Signal.KILL)),
                bench.kernel.sent());
    }

    @Test
    void stopsAtOnceWhileItWaitsForItsNextTry() {
        ManagedProcess process = bench.process(program("web"));
        process.start();
        endNewest(1);
        assertEquals(Optional.empty(), process.stop());
        assertEquals(STOPPED, process.state());
        bench.passSeconds(100);
        assertEquals(STOPPED, process.state());
    }

    @Test
    void aCommandThatIsNotThereCountsAsATry() {
        ManagedProcess process =
                bench.process(program("web").command("/no/such/program").startretries(0));
        process.start();
        assertEquals(FATAL, process.state());
        assertEquals(Optional.of("can't find command '/no/such/program'"), process.spawnError());
        assertEquals(List.of(STARTING, BACKOFF, FATAL), bench.states());
    }

    @Test
    void aFailedSpawnIsTriedAgain() {
        ManagedProcess process = bench.process(program("web"));
        bench.kernel.failSpawns("too many open files to spawn 'web'");
        process.start();
        assertEquals(BACKOFF, process.state());
        assertEquals(Optional.of("too many open files to spawn 'web'"), process.spawnError());
        bench.kernel.failSpawns(null);
        bench.passSeconds(1);
        assertEquals(STARTING, process.state());
        assertEquals(Optional.empty(), process.spawnError());
    }

    @Test
    void isUnknownWhenItCannotBeSignalledAndKnownAgainWhenItEnds() {
        ManagedProcess process = running(program("web").autorestart(AutoRestart.NEVER));
        bench.kernel.refuseSignals();
        assertTrue(process.stop().isPresent());
        assertEquals(UNKNOWN, process.state());
        endNewest(0);
        assertEquals(EXITED, process.state());
    }

    @Test
    void aSignalThatCannotBeDeliveredIsAFatalReasonUntilOneCan() {
        ManagedProcess process = running(program("web").autorestart(AutoRestart.ALWAYS));
        bench.kernel.refuseSignals();
        assertTrue(process.signal(Signal.HUP).isPresent());
        assertEquals(List.of("can't signal group:web: kill: EPERM"), bench.fatal.told());

        bench.kernel.refuseSignals(false);
        endNewest(0);
        bench.passSeconds(2);
        assertEquals(RUNNING, process.state());
        assertEquals(1, bench.fatal.told().size());
        assertEquals(Optional.empty(), process.signal(Signal.HUP));
        assertEquals(List.of(), bench.fatal.told());
    }

    @Test
    void thatThereIsNoSuchProcessIsNoFatalReason() {
        ManagedProcess process = running(program("web"));
        bench.kernel.vanish();
        assertEquals(Optional.empty(), process.signal(Signal.HUP));
        assertEquals(List.of(), bench.fatal.told());
    }

    @Test
    void thatThereIsNoSuchProcessIsToldInTheWordsOfTheSystem() {
        RecordedLog log = new RecordedLog();
        ProcessBench told = new ProcessBench(log.log());
        ManagedProcess process = told.process(program("web"));
        process.start();
        int pid = process.pid();
        told.kernel.vanish();
        process.signal(Signal.HUP);
        process.stop();
        String unable = "unable to signal web (pid " + pid + "), it probably ";
        String why = " on its own: [Errno 3] No such process";
        assertEquals(
                List.of(
                        "sending web (pid " + pid + ") sig SIGHUP",
                        unable + "just now exited" + why,
                        "killing web (pid " + pid + ") with signal SIGTERM",
                        unable + "just exited" + why),
                log.lines(Level.DEBUG));
    }

    @Test
    void setsOfTheTimeOfDayDoNotMatter() {
        ManagedProcess process = bench.process(program("web").startsecs(10));
        process.start();
        bench.passSeconds(5);
        bench.scheduler.clock().setWallMillis(0);
        bench.passSeconds(5);
        assertEquals(RUNNING, process.state());
    }

    @Test
    void keepsItsPromiseInTheTurnAfterTheChange() {
        ManagedProcess process = bench.process(program("web"));
        process.start();
        var running = process.await(p -> p.state() == RUNNING);
        assertFalse(running.isDone());
        bench.passSeconds(1);
        assertTrue(running.isDone());
        assertTrue(process.await(p -> p.state() == RUNNING).isDone());
    }

    @Test
    void aRetiredProcessDoesNothingAnyMore() {
        ManagedProcess process = running(program("web").autorestart(AutoRestart.ALWAYS));
        endNewest(0);
        process.retire();
        bench.passSeconds(10);
        assertEquals(EXITED, process.state());
    }

    private ManagedProcess running(Programs program) {
        ManagedProcess process = bench.process(program);
        process.start();
        bench.passSeconds(1);
        assertEquals(RUNNING, process.state());
        return process;
    }

    private int newest() {
        List<Integer> living = bench.kernel.living();
        return living.get(living.size() - 1);
    }

    private void endNewest(int code) {
        bench.kernel.exit(newest(), code);
    }
}
