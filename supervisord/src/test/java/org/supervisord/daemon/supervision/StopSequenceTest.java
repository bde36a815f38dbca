package org.supervisord.daemon.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.supervisord.common.Signal;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.process.FakeKernel;
import org.supervisord.daemon.process.ManagedProcess;

class StopSequenceTest {
    private final List<String> finished = new ArrayList<>();

    @Test
    void stopsGroupAfterGroupTheLastPriorityFirst() {
        SupervisorBench bench =
                new SupervisorBench(
                        single(1, program("early")),
                        single(20, program("late")),
                        single(10, program("middle")));
        bench.allRunning();
        begin(bench);
        assertEquals(List.of("late"), stopping(bench));
        bench.obey();
        assertEquals(List.of("late", "middle"), stopping(bench));
        bench.obey();
        assertEquals(List.of("late", "middle", "early"), stopping(bench));
        assertEquals(List.of(), finished);
        bench.obey();
        assertEquals(List.of("finished"), finished);
        assertTrue(bench.scheduler.isIdle(), "no report is waiting any more");
    }

    @Test
    void poolsOfListenersComeAfterAllProgramsWhateverTheirPriority() {
        SupervisorBench bench =
                new SupervisorBench(
                        single(1, program("early")),
                        pool("pool", 500, program("listener")),
                        pool("other", -1, program("other")));
        bench.allRunning();
        begin(bench);
        assertEquals(List.of("early"), stopping(bench));
        bench.obey();
        assertEquals(List.of("early", "listener"), stopping(bench));
        bench.obey();
        bench.obey();
        assertEquals(List.of("early", "listener", "other"), stopping(bench));
        assertEquals(List.of("finished"), finished);
        assertTrue(bench.scheduler.isIdle());
    }

    @Test
    void groupsOfOnePriorityStopInTheReverseOfTheirOrder() {
        SupervisorBench bench =
                new SupervisorBench(
                        single(5, program("a")), single(5, program("b")), single(5, program("c")));
        bench.allRunning();
        begin(bench);
        for (int i = 0; i < 3; i++) {
            bench.obey();
        }
        assertEquals(List.of("c", "b", "a"), stopping(bench));
        assertEquals(List.of("finished"), finished);
    }

    @Test
    void theMembersOfAGroupAreToldTogetherThoseOfTheLastPriorityFirst() {
        SupervisorBench bench =
                new SupervisorBench(
                        group(
                                "site",
                                5,
                                program("first").priority(10),
                                program("twin").priority(30),
                                program("other").priority(30),
                                program("last").priority(20)));
        bench.allRunning();
        begin(bench);
        assertEquals(List.of("other", "twin", "last", "first"), stopping(bench));
    }

    @Test
    void waitsForTheSlowestMemberBeforeTheNextGroup() {
        SupervisorBench bench =
                new SupervisorBench(
                        single(1, program("first")),
                        group("pair", 2, program("quick"), program("slow").stopwaitsecs(7)));
        bench.allRunning();
        ManagedProcess quick = bench.process("pair", "quick");
        ManagedProcess slow = bench.process("pair", "slow");
        begin(bench);
        bench.kernel.die(quick.pid(), Signal.TERM);
        bench.scheduler.advance(Duration.ofSeconds(6));
        assertEquals(ProcessState.RUNNING, bench.process("first", "first").state());
        int pid = slow.pid();
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertTrue(bench.kernel.sent().contains(new FakeKernel.Sent(pid, Signal.KILL)));
        bench.kernel.die(pid, Signal.KILL);
        bench.scheduler.runDue();
        assertEquals(ProcessState.STOPPING, bench.process("first", "first").state());
    }

    @Test
    void oneThatWaitsForItsNextTryIsGivenUp() {
        SupervisorBench bench = new SupervisorBench(single(1, program("web")));
        ManagedProcess process = bench.process("web", "web");
        process.start();
        bench.exit(process, 1);
        assertEquals(ProcessState.BACKOFF, process.state());
        begin(bench);
        assertEquals(ProcessState.FATAL, process.state());
        assertEquals(List.of("finished"), finished);
        assertEquals(List.of(), bench.kernel.sent());
    }

    @Test
    void oneThatIsStoppedAlreadyIsWaitedForAndNotToldAgain() {
        SupervisorBench bench = new SupervisorBench(single(1, program("web")));
        ManagedProcess process = bench.running("web", "web");
        process.stop();
        begin(bench);
        assertEquals(1, bench.kernel.sent().size());
        assertEquals(List.of(), finished);
        bench.obey();
        assertEquals(List.of("finished"), finished);
    }

    @Test
    void oneThatCannotBeSignalledDoesNotHoldItUp() {
        SupervisorBench bench =
                new SupervisorBench(single(1, program("a")), single(2, program("web")));
        ManagedProcess process = bench.running("web", "web");
        bench.kernel.refuseSignals();
        begin(bench);
        assertEquals(ProcessState.UNKNOWN, process.state());
        assertEquals(List.of("finished"), finished);
    }

    @Test
    void isFinishedAtOnceWhenNothingRuns() {
        SupervisorBench bench = new SupervisorBench(single(1, program("web")));
        begin(bench);
        assertEquals(List.of("finished"), finished);
        assertEquals(List.of(), bench.log.lines(Level.INFO));
        assertTrue(bench.scheduler.isIdle());
    }

    @Test
    void tellsEveryThreeSecondsWhomItWaitsFor() {
        SupervisorBench bench =
                new SupervisorBench(
                        single(1, program("z").stopwaitsecs(100)),
                        single(2, program("a").stopwaitsecs(100)));
        bench.allRunning();
        begin(bench);
        assertEquals(1, reports(bench).size());
        bench.scheduler.advance(Duration.ofSeconds(6));
        bench.obey();
        bench.scheduler.advance(Duration.ofSeconds(3));
        assertEquals(
                List.of(
                        "waiting for z, a to die",
                        "waiting for z, a to die",
                        "waiting for z, a to die",
                        "waiting for z to die"),
                reports(bench));
        assertTrue(bench.log.lines().contains("TRACE a state: STOPPING"));
    }

    @Test
    void namesThoseThatAreGivenUpInTheirTurn() {
        SupervisorBench bench =
                new SupervisorBench(
                        single(1, program("a")), single(2, program("b")), single(3, program("c")));
        for (String name : List.of("a", "b", "c")) {
            ManagedProcess process = bench.process(name, name);
            process.start();
            bench.exit(process, 1);
            assertEquals(ProcessState.BACKOFF, process.state());
        }
        begin(bench);
        assertEquals(List.of("waiting for a, b to die"), reports(bench));
        assertEquals(List.of("finished"), finished);
        assertTrue(bench.scheduler.isIdle());
    }

    private void begin(SupervisorBench bench) {
        new StopSequence(
                        bench.supervisor::groupsAsAdded,
                        bench.drain,
                        bench.scheduler,
                        bench.log.log(),
                        () -> finished.add("finished"))
                .begin();
        bench.scheduler.runDue();
    }

    private static List<String> reports(SupervisorBench bench) {
        return bench.log.lines(Level.INFO).stream()
                .filter(line -> line.startsWith("waiting for"))
                .toList();
    }

    /** Names of the processes that began to stop, in order. */
    private static List<String> stopping(SupervisorBench bench) {
        return bench.events.stream()
                .filter(Event.ProcessStateChanged.class::isInstance)
                .map(Event.ProcessStateChanged.class::cast)
                .filter(change -> change.to() == ProcessState.STOPPING)
                .map(change -> change.name().process())
                .toList();
    }
}
