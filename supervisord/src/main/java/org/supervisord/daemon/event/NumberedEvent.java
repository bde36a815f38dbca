package org.supervisord.daemon.event;

import java.util.HashMap;
import java.util.Map;

/** An event that somebody listens to: with its number, and the numbers that pools give it. */
final class NumberedEvent {
    private final long serial;
    private final EventType type;
    private final String payload;
    private final Map<String, Long> poolSerials = new HashMap<>();

    NumberedEvent(long serial, EventType type, String payload) {
        this.serial = serial;
        this.type = type;
        this.payload = payload;
    }

    long serial() {
        return serial;
    }

    EventType type() {
        return type;
    }

    String payload() {
        return payload;
    }

    Map<String, Long> poolSerials() {
        return poolSerials;
    }
}
