package org.supervisord.daemon.event;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/** Tells of every 5, 60 and 3600 seconds of the time of day, for as long as somebody listens. */
public final class TickSource {
    private static final List<Integer> PERIODS = List.of(5, 60, 3600);

    private final Scheduler scheduler;
    private final EventBus bus;
    private final Map<Integer, Timer> timers = new HashMap<>();
    private final Map<Integer, Long> told = new TreeMap<>();

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

    /** The slices of time that listeners know of. */
    public List<TickSnapshot> snapshot() {
        return timers.keySet().stream()
                .sorted()
                .map(period -> new TickSnapshot(period, told.get(period)))
                .toList();
    }

    /** Goes on where that of a former program was: tells at once what has begun since. */
    public void resume(List<TickSnapshot> former) {
        for (TickSnapshot it : former) {
            Timer timer = timers.get(it.period());
            if (timer != null) {
                timer.cancel();
                tick(it.period(), it.begun());
            }
        }
    }

    private void review() {
        for (int period : PERIODS) {
            boolean wanted = bus.hasListeners(EventType.valueOf("TICK_" + period));
            if (wanted && !timers.containsKey(period)) {
                arm(period, scheduler.clock().wallMillis());
            } else if (!wanted && timers.containsKey(period)) {
                timers.remove(period).cancel();
            }
        }
    }

    private void arm(int period, long now) {
        long millis = period * 1000L;
        Duration delay = Duration.ofMillis(millis - Math.floorMod(now, millis));
        long begun = slice(period, now);
        told.put(period, begun);
        timers.put(period, scheduler.after(delay, () -> tickAll(period)));
    }

    /** Where the slices of several periods begin together, the shorter ones are told of first. */
    private void tickAll(int due) {
        long now = scheduler.clock().wallMillis();
        for (int period : PERIODS) {
            Timer timer = timers.get(period);
            if (timer != null && (period == due || slice(period, now) > told.get(period))) {
                timer.cancel();
                tick(period, told.get(period));
            }
        }
    }

    private void tick(int period, long last) {
        long now = scheduler.clock().wallMillis();
        arm(period, now);
        long when = slice(period, now);
        // a clock that was set back may have us in the same slice again, which was told of
        if (when != last) {
            bus.publish(new Event.Tick(period, when));
        }
    }

    /** The beginning of the slice that this time is in, in seconds. */
    private static long slice(int period, long millis) {
        long seconds = Math.floorDiv(millis, 1000L);
        return seconds - Math.floorMod(seconds, period);
    }
}
