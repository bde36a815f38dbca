package org.supervisord.daemon.process;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;
import org.supervisord.daemon.process.DueSnapshot.What;

/** The one thing that is due for a process: the end of startsecs, a retry, a restart, or a kill. */
final class Due {
    private final Scheduler scheduler;
    private final Consumer<What> happens;
    private Timer timer = () -> {};
    private Optional<What> what = Optional.empty();
    private long atNanos;

    /**
     * Nothing is due.
     *
     * @param happens told what, when it is
     */
    Due(Scheduler scheduler, Consumer<What> happens) {
        this.scheduler = scheduler;
        this.happens = happens;
    }

    /** This is due then, and nothing else any more. */
    void in(Duration delay, What next) {
        timer.cancel();
        what = Optional.of(next);
        atNanos = scheduler.clock().nanos() + delay.toNanos();
        timer = scheduler.after(delay, this::happen);
    }

    /** As {@link #in(Duration, What)}. */
    void in(int seconds, What next) {
        in(Duration.ofSeconds(seconds), next);
    }

    private void happen() {
        What now = what.orElseThrow();
        what = Optional.empty();
        happens.accept(now);
    }

    /** Nothing is due. */
    void cancel() {
        timer.cancel();
        what = Optional.empty();
    }

    /** What was due in a former program is due here at the same time. */
    void resume(DueSnapshot former, long takenAtNanos) {
        long passed = scheduler.clock().nanos() - takenAtNanos;
        in(Duration.ofNanos(former.inNanos() - passed), former.what());
    }

    /** What is due. */
    Optional<DueSnapshot> snapshot() {
        return what.map(it -> new DueSnapshot(it, atNanos - scheduler.clock().nanos()));
    }
}
