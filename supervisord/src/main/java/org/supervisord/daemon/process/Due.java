package org.supervisord.daemon.process;

import java.time.Duration;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/** The one thing that is due for a process: the end of startsecs, a retry, a restart, or a kill. */
final class Due {
    private final Scheduler scheduler;
    private Timer timer = () -> {};

    Due(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** This is due then, and nothing else any more. */
    void in(Duration delay, Runnable task) {
        timer.cancel();
        timer = scheduler.after(delay, task);
    }

    /** As {@link #in(Duration, Runnable)}. */
    void in(int seconds, Runnable task) {
        in(Duration.ofSeconds(seconds), task);
    }

    /** Nothing is due. */
    void cancel() {
        timer.cancel();
    }
}
