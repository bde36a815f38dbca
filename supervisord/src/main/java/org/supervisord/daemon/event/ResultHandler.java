package org.supervisord.daemon.event;

import java.nio.charset.StandardCharsets;

/** Judges what a listener says of an event. */
@FunctionalInterface
public interface ResultHandler {
    /** Accepts {@code OK} and nothing else. */
    ResultHandler STANDARD = result -> new String(result, StandardCharsets.ISO_8859_1).equals("OK");

    /** Whether the event was dealt with; if not, it is given to a listener again. */
    boolean accepts(byte[] result);
}
