package org.supervisord.daemon.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The line of the activity log that tells of an answer, in the form that web servers have. */
final class AccessLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss '+0000'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private AccessLine() {}

    /**
     * The line.
     *
     * @param client its address and port
     * @param bytes how many were sent, those of the head included
     */
    static String of(
            String client, Instant time, String requestLine, HttpStatus status, long bytes) {
        return "%s - - [%s] \"%s\" %d %d"
                .formatted(client, TIME.format(time), requestLine, status.code(), bytes);
    }
}
