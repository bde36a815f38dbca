package org.supervisord.daemon.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** A scheduler whose time passes when a test says so. */
public final class ManualScheduler implements Scheduler {
    private final ManualClock clock = new ManualClock();
    private final TimerQueue timers = new TimerQueue();
    private final Queue<Runnable> posted = new ArrayDeque<>();

    @Override
    public ManualClock clock() {
        return clock;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return timers.add(clock.nanos() + Math.max(0, delay.toNanos()), task);
    }

    @Override
    public void post(Runnable task) {
        posted.add(task);
    }

    /** Runs what is due now, and what becomes due by that. */
    public void runDue() {
        do {
            for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
                task.run();
            }
            timers.runDue(clock.nanos(), Runnable::run);
        } while (!posted.isEmpty() || timers.nanosToNext(clock.nanos()) <= 0);
    }

    /** Lets time pass, and does everything that falls due on the way at its own time. */
    public void advance(Duration time) {
        long end = clock.nanos() + time.toNanos();
        runDue();
        while (true) {
            long toNext = timers.nanosToNext(clock.nanos());
            long toEnd = end - clock.nanos();
            if (toNext > toEnd) {
                clock.advance(Duration.ofNanos(toEnd));
                runDue();
                return;
            }
            clock.advance(Duration.ofNanos(toNext));
            runDue();
        }
    }

    /** Whether nothing is waiting: a daemon in this state would sleep for ever. */
    public boolean isIdle() {
        return posted.isEmpty() && timers.nanosToNext(clock.nanos()) == TimerQueue.NONE;
    }
}
