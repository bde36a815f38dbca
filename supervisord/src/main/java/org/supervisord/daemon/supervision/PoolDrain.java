package org.supervisord.daemon.supervision;

import java.time.Duration;
import java.util.Optional;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.event.EventBus;
import org.supervisord.daemon.event.EventListenerPool;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/**
 * The end of pools: their listeners are told what is still to be told before they are stopped. All
 * pools share one time limit, which begins with the first that is asked about.
 */
public final class PoolDrain {
    private final EventBus bus;
    private final Duration patience;
    private final Scheduler scheduler;
    private final ActivityLog log;
    private Optional<Timer> timer = Optional.empty();
    private boolean timeIsUp;
    private Runnable waiting = () -> {};

    /**
     * An end that has not begun.
     *
     * @param bus where the pools are found by the names of their groups
     * @param patience how long all pools together are waited for
     */
    public PoolDrain(EventBus bus, Duration patience, Scheduler scheduler, ActivityLog log) {
        this.bus = bus;
        this.patience = patience;
        this.scheduler = scheduler;
        this.log = log;
    }

    /** How long all pools together are waited for. */
    public Duration patience() {
        return patience;
    }

    /** Something has happened that pools are not told any more. */
    public void passOver(Event event) {
        bus.passOver(event);
    }

    /**
     * Whether a group may be stopped now. A pool that may takes no events any more.
     *
     * @param later called in a later turn of the loop if it may not, to ask again
     */
    public boolean mayStop(String group, Runnable later) {
        Optional<EventListenerPool> found = bus.pool(group);
        if (found.isEmpty()) {
            return true;
        }
        EventListenerPool pool = found.get();
        if (timer.isEmpty()) {
            timer = Optional.of(scheduler.after(patience, this::timeIsUp));
        }
        if (timeIsUp || patience.isZero() || pool.isDrained()) {
            pool.close();
            return true;
        }
        log.info("waiting for pool " + group + " to deal with " + events(pool.undelivered()));
        waiting = later;
        pool.onProgress(
                () -> {
                    if (pool.isDrained()) {
                        wake();
                    }
                });
        return false;
    }

    private void timeIsUp() {
        timeIsUp = true;
        wake();
    }

    private void wake() {
        Runnable next = waiting;
        waiting = () -> {};
        scheduler.post(next);
    }

    /** A group is stopped: says how many events that leaves undelivered. */
    public void stopped(String group) {
        bus.pool(group).ifPresent(pool -> reportUndelivered(pool, log));
    }

    /** Says how many events a pool that ends leaves undelivered; nothing if there are none. */
    public static void reportUndelivered(EventListenerPool pool, ActivityLog log) {
        if (pool.undelivered() > 0) {
            log.warn("pool " + pool.name() + ": " + events(pool.undelivered()) + " not delivered");
        }
    }

    private static String events(int count) {
        return count == 1 ? "1 event" : count + " events";
    }

    /** All groups are stopped. */
    public void end() {
        timer.ifPresent(Timer::cancel);
    }
}
