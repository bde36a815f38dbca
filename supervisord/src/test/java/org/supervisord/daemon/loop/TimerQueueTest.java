package org.supervisord.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private final TimerQueue timers = new TimerQueue();
    private final List<String> done = new ArrayList<>();

    private Timer add(long due, String name) {
        return timers.add(due, () -> done.add(name));
    }

    private List<String> runDue(long now) {
        done.clear();
        timers.runDue(now, Runnable::run);
        return List.copyOf(done);
    }

    @Test
    void timersRunInTheOrderOfTheirTimes() {
        add(30, "c");
        add(10, "a");
        add(20, "b");
        assertEquals(List.of("a", "b", "c"), runDue(30));
        assertEquals(List.of(), runDue(100), "each runs once");
    }

    @Test
    void timersOfOneTimeRunInTheOrderOfTheirMaking() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            add(10, name);
        }
        assertEquals(List.of("a", "b", "c", "d", "e"), runDue(10));
    }

    @Test
    void nothingRunsBeforeItsTime() {
        add(10, "a");
        assertEquals(List.of(), runDue(9));
        assertEquals(List.of("a"), runDue(10));
    }

    @Test
    void theTimeToTheNextTimerIsKnown() {
        assertEquals(TimerQueue.NONE, timers.nanosToNext(5));
        add(20, "b");
        Timer first = add(10, "a");
        assertEquals(5, timers.nanosToNext(5));
        assertEquals(0, timers.nanosToNext(10));
        assertEquals(-2, timers.nanosToNext(12));
        first.cancel();
        assertEquals(15, timers.nanosToNext(5));
        runDue(20);
        assertEquals(TimerQueue.NONE, timers.nanosToNext(20));
    }

    @Test
    void aCancelledTimerNeverRuns() {
        Timer first = add(10, "a");
        Timer second = add(20, "b");
        add(30, "c");
        second.cancel();
        first.cancel();
        first.cancel();
        assertEquals(List.of("c"), runDue(30));
        first.cancel();
        assertEquals(TimerQueue.NONE, timers.nanosToNext(30));
    }

    @Test
    void cancellingWhatHasRunHarmsNobody() {
        Timer first = add(10, "a");
        assertEquals(List.of("a"), runDue(10));
        first.cancel();
        add(20, "b");
        assertEquals(List.of("b"), runDue(20));
    }

    @Test
    void aTimerCanCancelAnotherThatIsDueToo() {
        Timer[] second = new Timer[1];
        timers.add(10, () -> second[0].cancel());
        second[0] = add(10, "b");
        add(10, "c");
        assertEquals(List.of("c"), runDue(10));
    }

    @Test
    void aTimerMadeMeanwhileWaitsForTheNextTime() {
        timers.add(10, () -> add(10, "new"));
        add(10, "old");
        assertEquals(List.of("old"), runDue(10));
        assertEquals(List.of("new"), runDue(10));
    }

    @Test
    void theClockMayWrapAround() {
        long now = Long.MAX_VALUE - 5;
        add(now + 20, "late");
        add(now + 1, "early");
        assertEquals(1, timers.nanosToNext(now));
        assertEquals(List.of("early"), runDue(now + 2));
        assertEquals(18, timers.nanosToNext(now + 2));
        assertEquals(List.of("late"), runDue(now + 20));
    }

    @Test
    void manyCancelledTimersTakeNoneOfTheOthersAlong() {
        List<Timer> cancelled = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Timer timer = add(i, "timer " + i);
            if (i % 10 != 0) {
                cancelled.add(timer);
            }
        }
        cancelled.forEach(Timer::cancel);
        cancelled.forEach(Timer::cancel);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i += 10) {
            expected.add("timer " + i);
        }
        assertEquals(expected, runDue(1000));
        assertEquals(TimerQueue.NONE, timers.nanosToNext(1000));
    }
}
