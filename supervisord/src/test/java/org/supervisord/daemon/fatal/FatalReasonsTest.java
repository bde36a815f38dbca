package org.supervisord.daemon.fatal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FatalReasonsTest {
    private static final Operation ROTATE = new Operation("rotate log", "/x.log");
    private static final Operation REMOVE = new Operation("remove log", "/x.log");
    private static final Operation SIGNAL = new Operation("signal", "web");

    private final FatalBench bench = new FatalBench();

    @Test
    void nothingFailsAtFirst() {
        assertTrue(bench.reasons.isEmpty());
        assertEquals(List.of(), bench.reasons.all());
    }

    @Test
    void whatFailsIsAReasonUntilItWorks() {
        bench.reasons.raise(ROTATE, "EACCES");
        assertEquals(List.of("can't rotate log /x.log: EACCES"), bench.told());
        bench.reasons.clear(ROTATE);
        assertTrue(bench.reasons.isEmpty());
        assertEquals(
                List.of("supervisord is in FATAL state: can't rotate log /x.log: EACCES"),
                bench.failures);
        assertEquals(
                List.of("can rotate log /x.log again, supervisord is in RUNNING state"),
                bench.recoveries);
    }

    @Test
    void whatFailsAgainIsToldOnceAndKeepsTheNewerReasonAndTheTimeOfTheFirst() {
        long first = bench.clock.wallMillis();
        bench.reasons.raise(ROTATE, "EACCES");
        bench.clock.advance(Duration.ofMinutes(1));
        bench.reasons.raise(ROTATE, "ENOSPC");
        assertEquals(List.of(new FatalReason(ROTATE, "ENOSPC", first)), bench.reasons.all());
        assertEquals(1, bench.failures.size());
    }

    @Test
    void anotherOperationThatWorksIsNoCure() {
        bench.reasons.raise(ROTATE, "EACCES");
        bench.reasons.clear(REMOVE);
        bench.reasons.clear(new Operation("rotate log", "/y.log"));
        assertEquals(1, bench.told().size());
        assertEquals(List.of(), bench.recoveries);
    }

    @Test
    void allReasonsMustGoOldestFirst() {
        bench.reasons.raise(SIGNAL, "EPERM");
        bench.reasons.raise(ROTATE, "EACCES");
        assertEquals(
                List.of("can't signal web: EPERM", "can't rotate log /x.log: EACCES"),
                bench.told());
        bench.reasons.clear(SIGNAL);
        assertEquals(List.of("can signal web again, others still fail"), bench.recoveries);
        assertEquals(1, bench.told().size());
    }

    @Test
    void whatIsNotInUseIsNoReason() {
        bench.reasons.raise(ROTATE, "EACCES");
        bench.reasons.dismiss("/x.log");
        assertEquals(
                List.of("/x.log is not in use, supervisord is in RUNNING state"), bench.recoveries);
    }

    @Test
    void whatIsGoneIsNoReason() {
        bench.reasons.raise(ROTATE, "EACCES");
        bench.reasons.raise(REMOVE, "EACCES");
        bench.reasons.raise(SIGNAL, "EPERM");
        bench.reasons.forget("/x.log");
        bench.reasons.forget("nobody");
        assertEquals(List.of("can't signal web: EPERM"), bench.told());
        bench.reasons.forget("web");
        assertTrue(bench.reasons.isEmpty());
        assertEquals(
                List.of(
                        "/x.log is gone, others still fail",
                        "web is gone, supervisord is in RUNNING state"),
                bench.recoveries);
    }
}
