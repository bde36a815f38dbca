package org.supervisord.daemon.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.List;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.PayloadLength;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.ManualClock;

/** Pools for tests, and what is done with their listeners. */
public final class Pools {
    private Pools() {}

    public static EventListenerPool pool(RecordedLog log, int bufferSize, String... events) {
        return named("pool", log, bufferSize, events);
    }

    public static EventListenerPool named(
            String name, RecordedLog log, int bufferSize, String... events) {
        return pool(
                new GroupSettings.EventListenerPool(
                        name,
                        -1,
                        List.of(),
                        bufferSize,
                        List.of(events),
                        "default",
                        PayloadLength.CHARACTERS,
                        0),
                log,
                new ManualClock());
    }

    /** A pool for all events, with room for ten. */
    static EventListenerPool withOptions(
            RecordedLog log, PayloadLength length, int maxRetries, Clock clock) {
        return pool(
                new GroupSettings.EventListenerPool(
                        "pool", -1, List.of(), 10, List.of("EVENT"), "default", length, maxRetries),
                log,
                clock);
    }

    /** A pool for all events whose results are judged by a handler. */
    static EventListenerPool judgedBy(RecordedLog log, ResultHandler handler) {
        return new EventListenerPool(
                new GroupSettings.EventListenerPool(
                        "pool",
                        -1,
                        List.of(),
                        10,
                        List.of("EVENT"),
                        "a.Handler",
                        PayloadLength.CHARACTERS,
                        0),
                "supervisor",
                handler,
                new ManualClock(),
                log.log());
    }

    private static EventListenerPool pool(
            GroupSettings.EventListenerPool settings, RecordedLog log, Clock clock) {
        return new EventListenerPool(
                settings, "supervisor", ResultHandler.STANDARD, clock, log.log());
    }

    /** An event with this number. */
    static NumberedEvent event(int serial) {
        return new NumberedEvent(serial, EventType.TICK_5, Payload.of("when:" + serial));
    }

    /** A listener says something, one character a byte. */
    public static void says(Listener listener, String text) {
        listener.take(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }
}
