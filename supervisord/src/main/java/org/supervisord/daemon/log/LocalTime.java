package org.supervisord.daemon.log;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.supervisord.daemon.posix.ZoneOffsets;

/**
 * The time of day here, for what people read. The JDK's own way would read the rules of all zones
 * first, and look for others in all jars.
 */
public final class LocalTime {
    private static final long MINUTE_MILLIS = 60_000;

    /** The most that Java and RFC 3339 have words for; the C library knows more. */
    private static final long MOST_SECONDS = 18 * 3600;

    private static volatile Known known = new Known(Long.MIN_VALUE, 0);

    /** An offset in seconds, and the minute since 1970 that it is of. */
    private record Known(long minute, long offset) {}

    private LocalTime() {}

    /**
     * A point in time as it is told here. May be called on any thread.
     *
     * @param millis since 1970
     */
    public static LocalDateTime at(long millis) {
        return LocalDateTime.ofInstant(
                Instant.ofEpochMilli(millis + 1000 * offset(millis)), ZoneOffset.UTC);
    }

    /** The same point in time with its offset from UTC, which is 18 hours at most. */
    static OffsetDateTime withOffset(long millis) {
        long offset = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, offset(millis)));
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.ofTotalSeconds((int) offset));
    }

    private static long offset(long millis) {
        long minute = Math.floorDiv(millis, MINUTE_MILLIS);
        Known last = known;
        if (last.minute != minute) {
            last = new Known(minute, ZoneOffsets.at(Math.floorDiv(millis, 1000L)));
            known = last;
        }
        return last.offset;
    }
}
