package org.supervisord.daemon.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.supervisord.common.listener.ReceivedEvent;

/** An event on its way to the listeners of one pool. */
final class Delivery {
    private final NumberedEvent event;
    private final long poolSerial;
    private final long acceptedAtNanos;
    private int failures;
    private Optional<byte[]> envelope = Optional.empty();

    /**
     * An event that no listener was given yet.
     *
     * @param poolSerial its number among those of the pool
     */
    Delivery(NumberedEvent event, long poolSerial, long acceptedAtNanos) {
        this.event = event;
        this.poolSerial = poolSerial;
        this.acceptedAtNanos = acceptedAtNanos;
    }

    /** One that was on its way in a former program already. */
    Delivery(DeliverySnapshot former, long takenAtNanos) {
        this(
                new NumberedEvent(former.serial(), former.type(), Payload.of(former.payload())),
                former.poolSerial(),
                takenAtNanos - former.ageNanos());
        failures = former.failures();
    }

    /** All that another program needs to bring it to its end. */
    DeliverySnapshot snapshot(long nowNanos) {
        return new DeliverySnapshot(
                event.serial(),
                event.type(),
                event.payload().bytes(),
                poolSerial,
                nowNanos - acceptedAtNanos,
                failures);
    }

    /** How many bytes its payload has. */
    int bytes() {
        return event.payload().bytes().length;
    }

    NumberedEvent event() {
        return event;
    }

    long serial() {
        return event.serial();
    }

    long acceptedAtNanos() {
        return acceptedAtNanos;
    }

    /** Another listener has failed to deal with it; returns how many have by now. */
    int failed() {
        return ++failures;
    }

    /** What is written to a listener: made for the first, and used again for those after it. */
    byte[] envelope(Header header) {
        if (envelope.isEmpty()) {
            byte[] head = header.of(event, poolSerial).getBytes(StandardCharsets.UTF_8);
            byte[] payload = event.payload().bytes();
            envelope =
                    Optional.of(
                            ByteBuffer.allocate(head.length + payload.length)
                                    .put(head)
                                    .put(payload)
                                    .array());
        }
        return envelope.get();
    }

    /** The event as a listener sees it. */
    ReceivedEvent asReceived(Header header) {
        return ReceivedEvent.of(
                header.of(event, poolSerial).stripTrailing(), event.payload().toString());
    }

    /** The line before the payload, as a pool writes it. */
    interface Header {
        String of(NumberedEvent event, long poolSerial);
    }
}
