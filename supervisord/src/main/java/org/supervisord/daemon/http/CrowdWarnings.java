package org.supervisord.daemon.http;

import java.time.Duration;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/**
 * Tells the log of clients that were turned away: of the first at once, of those that follow how
 * many they were, once in a while. Whoever connects again and again must not fill the log.
 */
final class CrowdWarnings {
    /** From one line to the next. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final Scheduler scheduler;
    private final ActivityLog log;
    private long untold;

    /** While a line would be one too many; null otherwise. */
    private Timer pause;

    CrowdWarnings(Scheduler scheduler, ActivityLog log) {
        this.scheduler = scheduler;
        this.log = log;
    }

    /** One more was turned away. */
    void add() {
        untold++;
        if (pause == null) {
            tell();
        }
    }

    private void tell() {
        pause = scheduler.after(PAUSE, this::pauseIsOver);
        write();
    }

    private void pauseIsOver() {
        pause = null;
        if (untold > 0) {
            tell();
        }
    }

    private void write() {
        String more = untold == 1 ? "one more was" : untold + " more were";
        log.warn("too many HTTP connections, " + more + " turned away");
        untold = 0;
    }

    /** No more will come: tells of those of whom nothing was told yet. */
    void close() {
        if (pause != null) {
            pause.cancel();
        }
        if (untold > 0) {
            write();
        }
    }
}
