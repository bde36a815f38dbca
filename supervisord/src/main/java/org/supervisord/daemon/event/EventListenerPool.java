package org.supervisord.daemon.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.supervisord.common.PythonRepr;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.PayloadLength;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Clock;

/**
 * The listeners of one section. Each event goes to one of them, the first that is ready; meanwhile
 * it waits in a buffer, whose oldest event is dropped when it is full. To be used on the loop's
 * thread alone.
 */
public final class EventListenerPool {
    private static final int MOST_HEARD = 4;

    /** So many events may wait, or half of what the buffer takes, before senders wait as well. */
    private static final int FEW = 16;

    /** More bytes of events than this never wait, however many events may. */
    static final long MOST_WAITING_BYTES = 32L << 20;

    private final GroupSettings.EventListenerPool settings;
    private final int[] subscriptions;
    private final String headerStart;
    private final Delivery.Header header = this::header;
    private final ResultHandler handler;
    private final Clock clock;
    private final ActivityLog log;
    private final Overflow overflow;
    private final List<Listener> listeners = new ArrayList<>();
    private final DeliveryQueue buffer = new DeliveryQueue();
    private Runnable progress = () -> {};
    private final int few;
    private boolean closed;
    private long nextSerial;
    private long received;
    private long sent;
    private long accepted;
    private long rejected;
    private long retried;
    private long dropped;

    /**
     * A pool without listeners.
     *
     * @param identifier what the daemon calls itself
     */
    public EventListenerPool(
            GroupSettings.EventListenerPool settings,
            String identifier,
            ResultHandler handler,
            Clock clock,
            ActivityLog log) {
        this.settings = settings;
        this.subscriptions = EventType.subscriptions(settings.events());
        this.headerStart = "ver:3.0 server:" + identifier + " serial:";
        this.handler = handler;
        this.clock = clock;
        this.log = log;
        this.overflow = new Overflow(settings.name(), log);
        this.few = Math.min(FEW, settings.bufferSize() / 2);
    }

    public String name() {
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
        return subscriptions[type.ordinal()];
    }

    /** Whether a listener's result means that it has dealt with an event. */
    boolean accepts(Delivery event, byte[] result) {
        return handler.accepts(() -> event.asReceived(header), result);
    }

    /**
     * An event to be told to one of the listeners, once for each subscription it falls under. A
     * closed pool lets it pass; it has its number all the same.
     */
    void accept(NumberedEvent event) {
        if (closed) {
            return;
        }
        long poolSerial = nextSerial++;
        for (int i = subscriptions(event.type()); i > 0; i--) {
            received++;
            Delivery delivery = new Delivery(event, poolSerial, clock.nanos());
            makeRoomFor(delivery);
            buffer.addLast(delivery);
        }
        dispatch();
    }

    /** A listener has dealt with an event. */
    void done() {
        accepted++;
        progress.run();
    }

    /** A listener refuses an event: it is the next one again, unless it was refused too often. */
    void reject(Delivery event, Listener by) {
        rejected++;
        failed(event, by, "was rejected by ");
    }

    /** A listener has ended by itself without dealing with an event. */
    void abandon(Delivery event, Listener by) {
        failed(event, by, "was the end of ");
    }

    private void failed(Delivery event, Listener by, String how) {
        int failures = event.failed();
        if (settings.maxRetries() == 0 || failures <= settings.maxRetries()) {
            takeBack(event);
            return;
        }
        dropped++;
        String what = "event " + event.serial() + " of pool " + name() + " ";
        log.error(
                what
                        + how
                        + by.name()
                        + " after "
                        + settings.maxRetries()
                        + " retries, discarding it: "
                        + event.event().type()
                        + " "
                        + PythonRepr.of(event.event().payload().toString()));
        by.giveUp(what + how + "it after " + settings.maxRetries() + " retries");
        dispatch();
    }

    /** An event that no listener has dealt with, by no fault of its own: it is the next again. */
    void takeBack(Delivery event) {
        retried++;
        log.debug(
                () ->
                        "rebuffering event "
                                + event.serial()
                                + " for pool "
                                + name()
                                + " (buf size="
                                + buffer.size()
                                + ", max="
                                + settings.bufferSize()
                                + ")");
        makeRoomFor(event);
        buffer.addFirst(event);
        dispatch();
    }

    private void makeRoomFor(Delivery event) {
        long most = MOST_WAITING_BYTES - event.event().payload().bytes().length;
        // what comes back at the end is not pushed out, but counted
        while (!closed
                && !buffer.isEmpty()
                && (buffer.size() >= settings.bufferSize() || buffer.bytes() > most)) {
            dropped++;
            overflow.tell(buffer.removeFirst().serial());
        }
    }

    /** Tells events for as long as there is a listener that is ready. */
    void dispatch() {
        while (!buffer.isEmpty() && !closed && give(buffer.first())) {
            buffer.removeFirst();
        }
        progress.run();
    }

    /**
     * While events wait, takes at once what listeners may have answered meanwhile: prompt ones are
     * not to wait for the loop, which has much else to do when there are many events.
     *
     * @return whether one has still to answer while others wait
     */
    boolean hearListeners() {
        if (buffer.isEmpty() || closed) {
            return false;
        }
        long now = clock.nanos();
        int tried = 0;
        boolean awaited = false;
        for (Listener listener : listeners) {
            if (listener.mayHaveAnswered(now) && tried < MOST_HEARD) {
                tried++;
                listener.look();
                awaited |= listener.mayHaveAnswered(now);
            }
        }
        return awaited && !buffer.isEmpty();
    }

    /**
     * Whether more than a few events wait while a listener may ask for the next one at any moment.
     */
    boolean isBehind() {
        if (buffer.size() <= few || closed) {
            return false;
        }
        long now = clock.nanos();
        for (Listener listener : listeners) {
            if (listener.mayHaveAnswered(now)) {
                return true;
            }
        }
        return false;
    }

    private boolean give(Delivery event) {
        for (Listener listener : listeners) {
            if (listener.isReady() && listener.give(event, event.envelope(header), clock.nanos())) {
                sent++;
                overflow.over();
                return true;
            }
        }
        return false;
    }

    /** How many bytes wait for listeners, are with them, or came from them and wait for more. */
    long waitingBytes() {
        return buffer.bytes() + listeners.stream().mapToLong(Listener::heldBytes).sum();
    }

    private String header(NumberedEvent event, long poolSerial) {
        Payload payload = event.payload();
        return headerStart
                + event.serial()
                + " pool:"
                + name()
                + " poolserial:"
                + poolSerial
                + " eventname:"
                + event.type()
                + " len:"
                + (settings.payloadLength() == PayloadLength.BYTES
                        ? payload.bytes().length
                        : payload.characters())
                + "\n";
    }

    /** All that another program needs to go on with it. */
    PoolSnapshot snapshot() {
        long now = clock.nanos();
        return new PoolSnapshot(
                name(),
                nextSerial,
                received,
                sent,
                accepted,
                rejected,
                retried,
                dropped,
                StreamSupport.stream(buffer.spliterator(), false)
                        .map(it -> it.snapshot(now))
                        .toList(),
                listeners.stream().map(it -> it.snapshot(now)).toList());
    }

    /** Goes on where the pool of a former program was; nothing is told before {@link #dispatch}. */
    void resume(PoolSnapshot former, long takenAtNanos) {
        nextSerial = former.nextSerial();
        received = former.received();
        sent = former.sent();
        accepted = former.accepted();
        rejected = former.rejected();
        retried = former.retried();
        dropped = former.dropped();
        former.buffer().forEach(it -> buffer.addLast(new Delivery(it, takenAtNanos)));
        for (ListenerSnapshot it : former.listeners()) {
            listeners.stream()
                    .filter(listener -> listener.name().equals(it.process()))
                    .findFirst()
                    .ifPresent(listener -> listener.resume(it, takenAtNanos));
        }
    }

    /** Calls back whenever {@link #isDrained} may have become true. */
    public void onProgress(Runnable told) {
        progress = told;
    }

    /** Whether all events are dealt with, or nobody is left who could. */
    public boolean isDrained() {
        return closed || undelivered() == 0 || listeners.stream().noneMatch(Listener::mayDeliver);
    }

    /** From now on it takes no events, and tells none. */
    public void close() {
        closed = true;
        progress = () -> {};
    }

    /** How many events no listener has dealt with yet. */
    public int undelivered() {
        return buffer.size() + unanswered();
    }

    private int unanswered() {
        return (int) listeners.stream().filter(it -> it.event().isPresent()).count();
    }

    /** What it has done and has still to do. */
    public PoolCounts counts() {
        long now = clock.nanos();
        long oldest = now;
        for (Delivery event : buffer) {
            oldest = Math.min(oldest, event.acceptedAtNanos());
        }
        for (Listener listener : listeners) {
            oldest = Math.min(oldest, listener.event().map(Delivery::acceptedAtNanos).orElse(now));
        }
        return new PoolCounts(
                name(),
                settings.bufferSize(),
                buffer.size(),
                unanswered(),
                received,
                sent,
                accepted,
                rejected,
                retried,
                dropped,
                Duration.ofNanos(now - oldest),
                listeners.stream()
                        .map(it -> new PoolCounts.ListenerCounts(it.name(), it.state()))
                        .toList());
    }
}
