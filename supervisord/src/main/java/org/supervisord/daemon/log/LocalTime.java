package org.supervisord.daemon.log;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.supervisord.daemon.posix.ZoneOffsets;

/**
 * The time of day here, for what people read. The JDK's own way would read the rules of all zones
 * first, and look for others in all jars.
 */
public final class LocalTime {
    /** No zone changes its offset in between. */
    private static final long QUARTER_OF_AN_HOUR_MILLIS = 15 * 60 * 1000;

    private static volatile Known known = new Known(Long.MIN_VALUE, ZoneOffset.UTC);

    private record Known(long quarter, ZoneOffset offset) {}

    private LocalTime() {}

    /**
     * A point in time as it is told here. May be called on any thread.
     *
     * @param millis since 1970
     */
    public static OffsetDateTime at(long millis) {
        long quarter = Math.floorDiv(millis, QUARTER_OF_AN_HOUR_MILLIS);
        Known last = known;
        if (last.quarter != quarter) {
            last = new Known(quarter, ZoneOffsets.at(Math.floorDiv(millis, 1000L)));
            known = last;
        }
        return Instant.ofEpochMilli(millis).atOffset(last.offset);
    }
}
