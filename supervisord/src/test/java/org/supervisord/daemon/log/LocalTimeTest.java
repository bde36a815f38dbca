package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.posix.TimeZoneOfProcess;

class LocalTimeTest {
    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    @Test
    void itChangesWhenItDoesAndTellsAnyTime() {
        // a minute after midnight, as in Newfoundland for a time
        TimeZoneOfProcess.during(
                "NST3:30NDT2:30,M3.2.0/0:01,M11.1.0/0:01",
                () -> {
                    assertEquals("2026-03-08T00:00:59.999", at("2026-03-08T03:30:59.999Z"));
                    assertEquals("2026-03-08T01:01", at("2026-03-08T03:31:00Z"));
                    assertEquals("2026-03-08T00:00:59.999", at("2026-03-08T03:30:59.999Z"));
                    assertEquals("1969-12-31T20:29:59.999", at("1969-12-31T23:59:59.999Z"));
                    assertEquals(
                            "2026-03-08T01:01-02:30",
                            LocalTime.withOffset(millis("2026-03-08T03:31:00Z")).toString());
                });
    }

    private static String at(String time) {
        return LocalTime.at(millis(time)).toString();
    }

    @Test
    void aDayAwayIsToldAsItIsAndItsOffsetAsFarAsThereAreWords() {
        TimeZoneOfProcess.during(
                "DAY24",
                () -> {
                    assertEquals("2026-06-30T12:00", at("2026-07-01T12:00:00Z"));
                    assertEquals(
                            "2026-06-30T18:00-18:00",
                            LocalTime.withOffset(millis("2026-07-01T12:00:00Z")).toString());
                });
    }
}
