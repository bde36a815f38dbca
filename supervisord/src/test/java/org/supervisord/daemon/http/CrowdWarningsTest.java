package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.loop.ManualScheduler;

class CrowdWarningsTest {
    private static final String ONE = "WARN too many HTTP connections, one more was turned away";
    private static final String MANY = "WARN too many HTTP connections, 5000 more were turned away";

    private final ManualScheduler scheduler = new ManualScheduler();
    private final RecordedLog log = new RecordedLog();
    private final CrowdWarnings warnings = new CrowdWarnings(scheduler, log.log());

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            warnings.add();
        }
    }

    @Test
    void theFirstIsToldAtOnceAndTheOthersTogether() {
        add(5001);
        assertEquals(List.of(ONE), log.lines());
        scheduler.advance(CrowdWarnings.PAUSE);
        assertEquals(List.of(ONE, MANY), log.lines());
        add(1);
        assertEquals(List.of(ONE, MANY), log.lines());
        scheduler.advance(CrowdWarnings.PAUSE);
        assertEquals(List.of(ONE, MANY, ONE), log.lines());
    }

    @Test
    void aNewCrowdIsToldAtOnce() {
        add(1);
        scheduler.advance(CrowdWarnings.PAUSE);
        assertTrue(scheduler.isIdle());
        scheduler.advance(Duration.ofDays(1));
        add(1);
        assertEquals(List.of(ONE, ONE), log.lines());
    }

    @Test
    void whatIsUntoldIsToldAtTheEnd() {
        add(5001);
        warnings.close();
        assertEquals(List.of(ONE, MANY), log.lines());
        assertTrue(scheduler.isIdle());
    }
}
