package org.supervisord.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.supervisord.daemon.SupervisorBench.group;
import static org.supervisord.daemon.SupervisorBench.pool;
import static org.supervisord.daemon.process.Programs.program;

import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    void countsProcessesByTheirState() {
        SupervisorBench bench =
                new SupervisorBench(
                        pool("pool", -1, program("ear")),
                        group("site", 1, program("web"), program("db"), program("job")),
                        group("late", 2, program("late")));
        bench.running("pool", "ear");
        bench.running("site", "web");
        bench.running("site", "db");
        bench.exit(bench.running("site", "job"), 0);
        assertEquals(
                "5 processes: 1 STOPPED, 3 RUNNING, 1 EXITED", StatusText.of(bench.supervisor));
    }

    @Test
    void saysThatItIsOnItsWayOut() {
        SupervisorBench bench = new SupervisorBench(group("web", 1, program("web")));
        bench.running("web", "web");
        bench.supervisor.restart();
        bench.scheduler.runDue();
        assertEquals("restarting, 1 process: 1 STOPPING", StatusText.of(bench.supervisor));
        bench.supervisor.shutdown();
        assertEquals("stopping, 1 process: 1 STOPPING", StatusText.of(bench.supervisor));
    }

    @Test
    void thereMayBeNone() {
        assertEquals("no processes", StatusText.of(new SupervisorBench().supervisor));
    }
}
