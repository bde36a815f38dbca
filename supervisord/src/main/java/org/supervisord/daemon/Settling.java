package org.supervisord.daemon;

import java.time.Duration;
import org.supervisord.daemon.loop.Scheduler;

/**
 * Notices when many starts have come to an end: what was needed for them alone can be given back
 * then. To be used on the loop's thread.
 */
final class Settling {
    /** So long nothing is started. */
    static final Duration QUIET = Duration.ofSeconds(1);

    /** Fewer starts than these leave nothing behind that would be worth the trouble. */
    static final int MANY = 100;

    private final Scheduler scheduler;
    private final Runnable settled;
    private int starts;
    private boolean isDue;

    /**
     * Waits for nothing yet.
     *
     * @param settled run once when it is quiet after many starts
     */
    Settling(Scheduler scheduler, Runnable settled) {
        this.scheduler = scheduler;
        this.settled = settled;
    }

    /** The daemon itself has started, which counts as many. */
    void begun() {
        starts = MANY;
        expectQuiet();
    }

    /** A program was started. */
    void started() {
        starts++;
        if (starts >= MANY && !isDue) {
            expectQuiet();
        }
    }

    private void expectQuiet() {
        isDue = true;
        int before = starts;
        scheduler.after(QUIET, () -> look(before));
    }

    private void look(int before) {
        isDue = false;
        if (starts != before) {
            expectQuiet();
        } else {
            starts = 0;
            settled.run();
        }
    }
}
