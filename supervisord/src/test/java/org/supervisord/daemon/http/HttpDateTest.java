package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.loop.Clock;

class HttpDateTest {
    private long millis;
    private final HttpDate date =
            new HttpDate(
                    new Clock() {
                        @Override
                        public long nanos() {
                            throw new AssertionError("the time of day is what is asked for");
                        }

                        @Override
                        public long wallMillis() {
                            return millis;
                        }
                    });

    private String at(String instant) {
        millis = Instant.parse(instant).toEpochMilli();
        return date.now();
    }

    @Test
    void tellsTheTimeInTheFormOfHttp() {
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", at("1994-11-06T08:49:37.999Z"));
        assertEquals("Sun, 06 Nov 1994 08:49:38 GMT", at("1994-11-06T08:49:38Z"));
        assertEquals("Sun, 06 Nov 1994 08:50:08 GMT", at("1994-11-06T08:50:08Z"));
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", at("1994-11-06T08:49:37Z"));
        assertSame(at("2024-02-29T23:59:59Z"), at("2024-02-29T23:59:59.5Z"));
        assertEquals("Fri, 01 Mar 2024 00:00:00 GMT", at("2024-03-01T00:00:00Z"));
    }

    /** The clock may be set to and fro. */
    @Test
    void anyTimeAfterAnyOther() {
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            long step = random.nextInt(3) == 0 ? random.nextLong(4_000_000_000_000L) : 70_000;
            millis = random.nextBoolean() ? millis + random.nextLong(step) : step;
            assertEquals(HttpDate.of(Instant.ofEpochMilli(millis)), date.now());
        }
    }
}
