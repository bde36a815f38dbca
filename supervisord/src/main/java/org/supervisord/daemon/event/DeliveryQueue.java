package org.supervisord.daemon.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Events that wait for a listener, the next one first. */
final class DeliveryQueue implements Iterable<Delivery> {
    private final Deque<Delivery> events = new ArrayDeque<>();
    private long bytes;

    void addFirst(Delivery event) {
        events.addFirst(event);
        bytes += event.bytes();
    }

    void addLast(Delivery event) {
        events.addLast(event);
        bytes += event.bytes();
    }

    Delivery first() {
        return events.getFirst();
    }

    Delivery removeFirst() {
        Delivery event = events.removeFirst();
        bytes -= event.bytes();
        return event;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    int size() {
        return events.size();
    }

    /** How many bytes all payloads have. */
    long bytes() {
        return bytes;
    }

    @Override
    public Iterator<Delivery> iterator() {
        return events.iterator();
    }
}
