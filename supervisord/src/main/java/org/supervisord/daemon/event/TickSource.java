package org.supervisord.daemon.event;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/** Tells of every 5, 60 and 3600 seconds of the time of day, for as long as somebody listens. */
public final class TickSource {
    private static final List<Integer> PERIODS = List.of(5, 60, 3600);

    private final Scheduler scheduler;
    private final EventBus bus;
    private final Map<Integer, Timer> timers = new HashMap<>();

    /** Ticks for the listeners of a bus. */
    public TickSource(Scheduler scheduler, EventBus bus) {
        this.scheduler = scheduler;
        this.bus = bus;
        bus.onInterest(this::review);
    }

    /** Ends all ticking. */
    public void close() {
        timers.values().forEach(Timer::cancel);
        timers.clear();
    }

    private void review() {
        for (int period : PERIODS) {
            boolean wanted = bus.hasListeners(EventType.valueOf("TICK_" + period));
            if (wanted && !timers.containsKey(period)) {
                arm(period);
            } else if (!wanted && timers.containsKey(period)) {
                timers.remove(period).cancel();
            }
        }
    }

    private void arm(int period) {
        long millis = period * 1000L;
        long now = scheduler.clock().wallMillis();
        Duration delay = Duration.ofMillis(millis - Math.floorMod(now, millis));
        timers.put(period, scheduler.after(delay, () -> tick(period, now)));
    }

    private void tick(int period, long armedAt) {
        long seconds = scheduler.clock().wallMillis() / 1000;
        long when = seconds - Math.floorMod(seconds, period);
        arm(period);
        // a clock that was set back may have us in the same slice again, which was told of
        if (when > armedAt / 1000 - Math.floorMod(armedAt / 1000, period)
                || seconds < armedAt / 1000) {
            bus.publish(new Event.Tick(period, when));
        }
    }
}
