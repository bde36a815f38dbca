package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.loop.ManualScheduler;

class DeadlineTest {
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final Deadline deadline = new Deadline(scheduler);
    private final List<String> happened = new ArrayList<>();

    private void set(Duration time, String what) {
        deadline.set(time, () -> happened.add(what));
    }

    private void pass(Duration time) {
        scheduler.advance(time);
    }

    @Test
    void happensOnce() {
        set(SHORT, "a");
        pass(SHORT.minusMillis(1));
        assertEquals(List.of(), happened);
        pass(Duration.ofMillis(1));
        assertEquals(List.of("a"), happened);
        pass(LONG);
        assertEquals(List.of("a"), happened);
    }

    @Test
    void canBePutOffAgainAndAgain() {
        for (int i = 0; i < 10; i++) {
            set(SHORT, "a");
            pass(SHORT.minusMillis(1));
        }
        assertEquals(List.of(), happened);
        pass(Duration.ofMillis(1));
        assertEquals(List.of("a"), happened);
    }

    @Test
    void theLastThatWasSetCountsWhetherItIsSoonerOrLater() {
        set(LONG, "a");
        set(SHORT, "b");
        pass(SHORT);
        assertEquals(List.of("b"), happened);
        set(SHORT, "c");
        set(LONG, "d");
        pass(SHORT);
        assertEquals(List.of("b"), happened);
        pass(LONG.minus(SHORT));
        assertEquals(List.of("b", "d"), happened);
    }

    @Test
    void whatIsClearedDoesNotHappenAndTheNextDoes() {
        set(SHORT, "a");
        deadline.clear();
        pass(SHORT.dividedBy(2));
        set(LONG, "b");
        pass(LONG.minusMillis(1));
        assertEquals(List.of(), happened);
        pass(Duration.ofMillis(1));
        assertEquals(List.of("b"), happened);
    }

    @Test
    void afterItsEndNoTimerIsLeft() {
        set(SHORT, "a");
        deadline.end();
        assertTrue(scheduler.isIdle());
        pass(LONG);
        assertEquals(List.of(), happened);
    }
}
