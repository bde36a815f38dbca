package org.supervisord.daemon.http;

import java.time.Duration;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/** What happens if nothing else does in time: one thing at a time. */
final class Deadline {
    private final Scheduler scheduler;
    private Timer timer;

    Deadline(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Has something happen after this time, in place of what was to happen before. */
    void set(Duration time, Runnable what) {
        cancel();
        timer = scheduler.after(time, what);
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
