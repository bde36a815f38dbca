package org.supervisord.daemon.http;

import java.time.Duration;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/**
 * What happens if nothing else does in time: one thing at a time. It is put off with every request,
 * so its timer is left as it is when that would come too early, and looks again then.
 */
final class Deadline {
    private static final Runnable NOTHING = () -> {};

    private final Scheduler scheduler;
    private final Runnable look = this::look;
    private Timer timer;
    private long timerNanos;
    private long dueNanos;
    private Runnable what = NOTHING;

    Deadline(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Has something happen after this time, in place of what was to happen before. */
    void set(Duration time, Runnable what) {
        this.what = what;
        long now = scheduler.clock().nanos();
        dueNanos = now + time.toNanos();
        if (timer == null || timerNanos - dueNanos > 0) {
            arm(now);
        }
    }

    /** Nothing is to happen for now. */
    void clear() {
        what = NOTHING;
    }

    /** Nothing will happen any more. */
    void end() {
        clear();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void arm(long now) {
        if (timer != null) {
            timer.cancel();
        }
        timerNanos = dueNanos;
        timer = scheduler.after(Duration.ofNanos(dueNanos - now), look);
    }

    private void look() {
        timer = null;
        long now = scheduler.clock().nanos();
        if (what == NOTHING) {
            return;
        }
        if (dueNanos - now > 0) {
            arm(now);
            return;
        }
        Runnable due = what;
        what = NOTHING;
        due.run();
    }
}
