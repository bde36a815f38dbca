package org.supervisord.daemon.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.supervisord.daemon.loop.Clock;

/**
 * What time it is, in the form of HTTP: told with each answer, and put together when it changes. To
 * be used on the loop's thread alone. Source: RFC 9110 §5.6.7.
 */
final class HttpDate {
    private static final DateTimeFormatter FORM = form("EEE, dd MMM yyyy HH:mm:ss 'GMT'");

    /**
     * Putting a date together takes longer than all the rest of an answer, unless it is often done.
     */
    private static final DateTimeFormatter UP_TO_SECONDS = form("EEE, dd MMM yyyy HH:mm:");

    private final Clock clock;
    private long second = Long.MIN_VALUE;
    private long minute = Long.MIN_VALUE;
    private String beginning = "";
    private String text = "";

    HttpDate(Clock clock) {
        this.clock = clock;
    }

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** Any time, in this form. */
    static String of(Instant time) {
        return FORM.format(time);
    }

    /** The present time. */
    String now() {
        long now = Math.floorDiv(clock.wallMillis(), 1000);
        if (now != second) {
            second = now;
            text = beginning(now) + twoDigits(Math.floorMod(now, 60)) + " GMT";
        }
        return text;
    }

    private String beginning(long now) {
        long of = Math.floorDiv(now, 60);
        if (of != minute) {
            minute = of;
            beginning = UP_TO_SECONDS.format(Instant.ofEpochSecond(now));
        }
        return beginning;
    }

    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
