package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class LocalTimeTest {
    @Test
    void itIsTheTimeOfTheSystemAtAnyPoint() {
        // to and fro, as what is known is of one quarter of an hour
        for (String text :
                new String[] {
                    "2026-01-15T12:44:59.999Z",
                    "2026-01-15T12:45:00Z",
                    "2026-07-15T12:30:00.250Z",
                    "2026-01-15T12:44:59.999Z",
                    "1969-12-31T23:59:59.999Z"
                }) {
            Instant instant = Instant.parse(text);
            assertEquals(
                    instant.atZone(ZoneId.systemDefault()).toOffsetDateTime(),
                    LocalTime.at(instant.toEpochMilli()));
        }
    }
}
