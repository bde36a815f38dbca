package org.supervisord.daemon.event;

import java.util.function.Supplier;
import org.supervisord.common.listener.ReceivedEvent;
import org.supervisord.common.plugin.EventResultHandler;

/** Judges what a listener says of an event. */
@FunctionalInterface
public interface ResultHandler {
    /** Accepts {@code OK} and nothing else. */
    ResultHandler STANDARD =
            (event, result) -> result.length == 2 && result[0] == 'O' && result[1] == 'K';

    /** Whether the event was dealt with; if not, it is given to a listener again. */
    boolean accepts(Supplier<ReceivedEvent> event, byte[] result);

    /** One that asks a plug-in. */
    static ResultHandler of(EventResultHandler plugin) {
        return (event, result) -> plugin.accepts(event.get(), result);
    }
}
