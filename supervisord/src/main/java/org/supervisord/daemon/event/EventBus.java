package org.supervisord.daemon.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings events to the pools that listen to them, at once. A pool is told once for each of its
 * subscriptions that an event falls under. To be used on the loop's thread alone.
 */
public final class EventBus {
    private final Map<String, EventListenerPool> pools = new LinkedHashMap<>();
    private final List<Runnable> interested = new ArrayList<>();
    private List<EventListenerPool> told = List.of();
    private final EventSerials serials;

    /** A bus without pools. */
    public EventBus(EventSerials serials) {
        this.serials = serials;
    }

    /** From now on the pool is told. */
    public void subscribe(EventListenerPool pool) {
        pools.put(pool.name(), pool);
        changed();
    }

    /** From now on the pool is not told. */
    public void unsubscribe(String pool) {
        pools.remove(pool);
        changed();
    }

    private void changed() {
        told = List.copyOf(pools.values());
        interested.forEach(Runnable::run);
    }

    /** The pool of this name. */
    public Optional<EventListenerPool> pool(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    /** All pools in the order in which they were added. */
    public List<EventListenerPool> pools() {
        return told;
    }

    /** How many bytes wait for listeners, are with them, or came from them. */
    public long waitingBytes() {
        return told.stream().mapToLong(EventListenerPool::waitingBytes).sum();
    }

    /** All that another program needs to go on with it. */
    public BusSnapshot snapshot() {
        return new BusSnapshot(
                serials.next(), told.stream().map(EventListenerPool::snapshot).toList());
    }

    /**
     * Goes on where that of a former program was; its pools have to be subscribed before.
     *
     * @param takenAtNanos when that was, by the clock of the pools
     */
    public void resume(BusSnapshot former, long takenAtNanos) {
        serials.goOnWith(former.nextSerial());
        for (PoolSnapshot it : former.pools()) {
            pool(it.name()).ifPresent(pool -> pool.resume(it, takenAtNanos));
        }
    }

    /** Tells what waits, as it may be that nothing else makes it be told. */
    public void dispatch() {
        told.forEach(EventListenerPool::dispatch);
    }

    /** Whether anybody listens to events of this type. */
    boolean hasListeners(EventType type) {
        return told.stream().anyMatch(pool -> pool.subscriptions(type) > 0);
    }

    /** Calls back whenever somebody begins or ceases to listen. */
    void onInterest(Runnable changed) {
        interested.add(changed);
    }

    /**
     * Takes at once what listeners may have answered, of pools where events wait.
     *
     * @return whether one of these has still to answer, as it may at any moment
     */
    public boolean hearListeners() {
        boolean awaited = false;
        for (EventListenerPool pool : told) {
            awaited |= pool.hearListeners();
        }
        return awaited;
    }

    /** Whether so many events wait for prompt listeners that others had better come later. */
    public boolean isBehind() {
        for (EventListenerPool pool : told) {
            if (pool.isBehind()) {
                return true;
            }
        }
        return false;
    }

    /**
     * A client has something to tell. One client may tell much in one turn of the loop, so that
     * listeners are heard in between; while the daemon tells of itself, nothing else may happen.
     */
    public void publishFromClient(Event event) {
        hearListeners();
        publish(event);
    }

    /** Something has happened that nobody is told of; it has its number as all that pools want. */
    public void passOver(Event event) {
        if (hasListeners(EventType.of(event))) {
            serials.take();
        }
    }

    /** Something has happened. */
    public void publish(Event event) {
        EventType type = EventType.of(event);
        NumberedEvent numbered = null;
        for (EventListenerPool pool : told) {
            if (pool.subscriptions(type) > 0) {
                if (numbered == null) {
                    numbered = new NumberedEvent(serials.take(), type, Payload.of(event));
                }
                pool.accept(numbered);
            }
        }
        if (event instanceof Event.ProcessStateChanged change) {
            // a listener that was ready before it was RUNNING can be told now
            pool(change.name().group()).ifPresent(EventListenerPool::dispatch);
        }
    }
}
