package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ZoneOffsetsTest {
    private static final Instant WINTER = Instant.parse("2026-01-15T12:30:00Z");
    private static final Instant SUMMER = Instant.parse("2026-07-15T12:30:00Z");

    private static ZoneOffset at(Instant instant) {
        return ZoneOffsets.at(instant.getEpochSecond());
    }

    @AfterEach
    void asBefore() {
        String zone = System.getenv("TZ");
        if (zone == null) {
            LibC.unsetenv(LibC.cString("TZ"));
        } else {
            LibC.setenv(LibC.cString("TZ"), LibC.cString(zone), 1);
        }
        LibC.tzset();
    }

    @Test
    void rulesInTheEnvironmentAreFollowed() {
        LibC.setenv(LibC.cString("TZ"), LibC.cString("XXX-1YYY,M3.5.0,M10.5.0/3"), 1);
        LibC.tzset();
        assertEquals(ZoneOffset.ofHours(1), at(WINTER));
        assertEquals(ZoneOffset.ofHours(2), at(SUMMER));
        Instant change = Instant.parse("2026-03-29T01:00:00Z");
        assertEquals(ZoneOffset.ofHours(1), at(change.minusSeconds(1)));
        assertEquals(ZoneOffset.ofHours(2), at(change));
    }

    @Test
    void withoutRulesItIsTheZoneOfTheSystem() {
        for (Instant instant : List.of(WINTER, SUMMER, Instant.EPOCH.minusSeconds(1))) {
            assertEquals(ZoneId.systemDefault().getRules().getOffset(instant), at(instant));
        }
    }
}
