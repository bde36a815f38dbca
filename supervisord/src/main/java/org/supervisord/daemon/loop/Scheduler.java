package org.supervisord.daemon.loop;

import java.time.Duration;

/** Does things later, on the loop's thread. */
public interface Scheduler {
    /** The clock that the delays are measured with. */
    Clock clock();

    /**
     * Runs a task once the delay has passed. To be called on the loop's thread.
     *
     * @param delay zero or less means in the next turn of the loop
     */
    Timer after(Duration delay, Runnable task);

    /** Runs a task in the next turn of the loop. May be called from any thread. */
    void post(Runnable task);
}
