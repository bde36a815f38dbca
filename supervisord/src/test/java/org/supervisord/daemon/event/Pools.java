package org.supervisord.daemon.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.PayloadLength;
import org.supervisord.daemon.RecordedLog;

/** Pools for tests, and what is done with their listeners. */
final class Pools {
    private Pools() {}

    static EventListenerPool pool(RecordedLog log, int bufferSize, String... events) {
        return named("pool", log, bufferSize, events);
    }

    static EventListenerPool named(String name, RecordedLog log, int bufferSize, String... events) {
        return new EventListenerPool(
                new GroupSettings.EventListenerPool(
                        name,
                        -1,
                        List.of(),
                        bufferSize,
                        List.of(events),
                        "default",
                        PayloadLength.CHARACTERS,
                        0),
                "supervisor",
                ResultHandler.STANDARD,
                log.log());
    }

    /** An event with this number. */
    static NumberedEvent event(int serial) {
        return new NumberedEvent(serial, EventType.TICK_5, "when:" + serial);
    }

    /** A listener says something, one character a byte. */
    static void says(Listener listener, String text) {
        listener.take(text.getBytes(ISO_8859_1));
    }
}
