package org.supervisord.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.loop.ManualScheduler;

class SettlingTest {
    private final ManualScheduler time = new ManualScheduler();
    private int settled;
    private final Settling settling = new Settling(time, () -> settled++);

    private void start(int programs) {
        for (int i = 0; i < programs; i++) {
            settling.started();
        }
    }

    @Test
    void settlesOnceAfterTheDaemonHasBegun() {
        settling.begun();
        assertEquals(0, settled);
        time.advance(Settling.QUIET);
        assertEquals(1, settled);
        assertTrue(time.isIdle());
    }

    @Test
    void waitsUntilNothingIsStartedAnyMore() {
        settling.begun();
        for (int i = 0; i < 5; i++) {
            time.advance(Settling.QUIET.dividedBy(2));
            start(1);
        }
        assertEquals(0, settled);
        time.advance(Settling.QUIET.multipliedBy(2));
        assertEquals(1, settled);
        assertTrue(time.isIdle());
    }

    @Test
    void manyStartsLaterOnSettleToo() {
        start(Settling.MANY);
        time.advance(Settling.QUIET);
        assertEquals(1, settled);
        start(Settling.MANY - 1);
        assertTrue(time.isIdle());
        time.advance(Duration.ofDays(1));
        assertEquals(1, settled);
        start(1);
        time.advance(Settling.QUIET);
        assertEquals(2, settled);
    }
}
