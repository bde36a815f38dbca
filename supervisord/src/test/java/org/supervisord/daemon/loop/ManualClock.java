package org.supervisord.daemon.loop;

import java.time.Duration;

/** A clock that stands still until it is moved. */
public final class ManualClock implements Clock {
    private long nanos = 1_000_000_000L;
    private long wallMillis = 1_700_000_000_000L;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long wallMillis() {
        return wallMillis;
    }

    /** Both times go on. */
    public void advance(Duration time) {
        nanos += time.toNanos();
        wallMillis += time.toMillis();
    }

    /** Somebody sets the time of day; the other clock does not notice. */
    public void setWallMillis(long millis) {
        wallMillis = millis;
    }
}
