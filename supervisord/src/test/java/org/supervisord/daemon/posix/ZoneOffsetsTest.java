package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ZoneOffsetsTest {
    private static long hoursAt(String time) {
        return ZoneOffsets.at(Instant.parse(time).getEpochSecond()) / 3600;
    }

    @Test
    void rulesInTheEnvironmentAreFollowed() {
        TimeZoneOfProcess.during(
                "CET-1CEST,M3.5.0,M10.5.0/3",
                () -> {
                    assertEquals(1, hoursAt("2026-01-15T12:30:00Z"));
                    assertEquals(2, hoursAt("2026-07-15T12:30:00Z"));
                    assertEquals(1, hoursAt("2026-03-29T00:59:59Z"));
                    assertEquals(2, hoursAt("2026-03-29T01:00:00Z"));
                });
    }

    @Test
    void aDayIsNotTooMuch() {
        TimeZoneOfProcess.during(
                "DAY24",
                () -> {
                    assertEquals(-24, hoursAt("2026-01-15T12:30:00Z"));
                });
    }
}
