package org.supervisord.daemon.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.supervisord.config.GroupSettings;
import org.supervisord.daemon.log.ActivityLog;

/**
 * The listeners of one section. Each event goes to one of them, the first that is ready; meanwhile
 * it waits in a buffer, whose oldest event is dropped when it is full.
 */
public final class EventListenerPool {
    private final GroupSettings.EventListenerPool settings;
    private final List<EventType> types;
    private final String identifier;
    private final ResultHandler handler;
    private final ActivityLog log;
    private final List<Listener> listeners = new ArrayList<>();
    private final Deque<NumberedEvent> buffer = new ArrayDeque<>();
    private long nextSerial;

    /**
     * A pool without listeners.
     *
     * @param identifier what the daemon calls itself
     */
    public EventListenerPool(
            GroupSettings.EventListenerPool settings,
            String identifier,
            ResultHandler handler,
            ActivityLog log) {
        this.settings = settings;
        this.types = settings.events().stream().map(EventType::valueOf).toList();
        this.identifier = identifier;
        this.handler = handler;
        this.log = log;
    }

    String name() {
        return settings.name();
    }

    /** Adds a listener. */
    public Listener add(Listener.Process process) {
        Listener listener = new Listener(process, this, log);
        listeners.add(listener);
        return listener;
    }

    /** How many of its subscriptions an event falls under. */
    int subscriptions(EventType type) {
        return (int) types.stream().filter(wanted -> wanted.includes(type)).count();
    }

    boolean accepts(byte[] result) {
        return handler.accepts(result);
    }

    /** An event to be told to one of the listeners. */
    void accept(NumberedEvent event) {
        event.poolSerials().computeIfAbsent(name(), pool -> nextSerial++);
        makeRoom();
        buffer.addLast(event);
        dispatch();
    }

    /** An event that a listener did not deal with: it is the next one again. */
    void takeBack(NumberedEvent event) {
        log.debug(
                "rebuffering event "
                        + event.serial()
                        + " for pool "
                        + name()
                        + " (buf size="
                        + buffer.size()
                        + ", max="
                        + settings.bufferSize()
                        + ")");
        makeRoom();
        buffer.addFirst(event);
        dispatch();
    }

    private void makeRoom() {
        if (buffer.size() >= settings.bufferSize()) {
            log.error(
                    "pool "
                            + name()
                            + " event buffer overflowed, discarding event "
                            + buffer.removeFirst().serial());
        }
    }

    /** Tells events for as long as there is a listener that is ready. */
    void dispatch() {
        while (!buffer.isEmpty() && give(buffer.getFirst())) {
            buffer.removeFirst();
        }
    }

    private boolean give(NumberedEvent event) {
        for (Listener listener : listeners) {
            if (listener.isReady() && listener.give(event, envelope(event))) {
                return true;
            }
        }
        return false;
    }

    private byte[] envelope(NumberedEvent event) {
        String payload = event.payload();
        String text =
                "ver:3.0 server:"
                        + identifier
                        + " serial:"
                        + event.serial()
                        + " pool:"
                        + name()
                        + " poolserial:"
                        + event.poolSerials().get(name())
                        + " eventname:"
                        + event.type()
                        + " len:"
                        // characters, not bytes: listeners read text
                        + payload.codePointCount(0, payload.length())
                        + "\n"
                        + payload;
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
