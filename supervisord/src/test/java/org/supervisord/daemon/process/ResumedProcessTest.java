package org.supervisord.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.common.ProcessState.BACKOFF;
import static org.supervisord.common.ProcessState.FATAL;
import static org.supervisord.common.ProcessState.RUNNING;
import static org.supervisord.common.ProcessState.STARTING;
import static org.supervisord.common.ProcessState.STOPPED;
import static org.supervisord.common.ProcessState.STOPPING;
import static org.supervisord.daemon.process.Programs.program;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.supervisord.common.Signal;

/** A process in one program goes on where it was in another one. */
class ResumedProcessTest {
    private final ProcessBench bench = new ProcessBench();

    @Test
    void startsecsEndWhenTheyWouldHaveEnded() {
        Programs program = program("web").startsecs(5);
        ManagedProcess process = bench.process(program);
        process.start();
        bench.passSeconds(3);
        ManagedProcess next = resumed(process, program, Duration.ofSeconds(1));
        assertEquals(STARTING, next.state());
        assertEquals(process.pid(), next.pid());
        assertEquals(process.startedAtMillis(), next.startedAtMillis());
        bench.pass(Duration.ofMillis(999));
        assertEquals(STARTING, next.state());
        bench.pass(Duration.ofMillis(1));
        assertEquals(RUNNING, next.state());
    }

    @Test
    void whatWasDueMeanwhileHappensAtOnce() {
        Programs program = program("web").stopwaitsecs(10);
        ManagedProcess process = bench.process(program);
        process.start();
        bench.passSeconds(2);
        process.stop();
        bench.passSeconds(9);
        ManagedProcess next = resumed(process, program, Duration.ofSeconds(5));
        assertEquals(STOPPING, next.state());
        assertTrue(next.isBeingKilled());
        bench.pass(Duration.ZERO);
        assertEquals(new FakeKernel.Sent(next.pid(), Signal.KILL), last(bench.kernel.sent()));
        bench.kernel.die(next.pid(), Signal.KILL);
        assertEquals(STOPPED, next.state());
    }

    @Test
    void triesAreCountedOn() {
        Programs program = program("web").startretries(2);
        ManagedProcess process = bench.process(program);
        process.start();
        bench.kernel.exit(process.pid(), 1);
        bench.passSeconds(1);
        bench.kernel.exit(process.pid(), 1);
        assertEquals(BACKOFF, process.state());
        ManagedProcess next = resumed(process, program, Duration.ZERO);
        assertEquals(process.spawnError(), next.spawnError());
        bench.passSeconds(2);
        bench.kernel.exit(next.pid(), 1);
        assertEquals(FATAL, next.state());
    }

    @Test
    void aProcessThatNeverRanIsStartedByNobody() {
        ManagedProcess next =
                resumed(bench.process(program("web")), program("web"), Duration.ofSeconds(1));
        bench.passSeconds(100);
        assertEquals(STOPPED, next.state());
        assertEquals(List.of(), bench.kernel.spawned());
    }

    /** The same in another program, after a gap in which the former one does nothing any more. */
    private ManagedProcess resumed(ManagedProcess former, Programs program, Duration gap) {
        ProcessSnapshot snapshot = former.snapshot();
        long takenAt = bench.scheduler.clock().nanos();
        int pid = former.pid();
        former.retire();
        bench.pass(gap);
        bench.events.clear();
        ManagedProcess next = bench.process(program);
        next.resume(
                snapshot,
                takenAt,
                pid == 0 ? Optional.empty() : Optional.of(ended -> bench.kernel.adopt(pid, ended)));
        assertEquals(List.of(), bench.events, "nobody is told");
        return next;
    }

    private static FakeKernel.Sent last(List<FakeKernel.Sent> all) {
        return all.get(all.size() - 1);
    }
}
