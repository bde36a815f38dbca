package org.supervisord.daemon.event;

/**
 * An event on its way to the listeners of a pool.
 *
 * @param serial its number among all events
 * @param poolSerial its number among those of the pool
 * @param ageNanos how long ago it happened
 * @param failures how many listeners have failed to deal with it
 */
public record DeliverySnapshot(
        long serial,
        EventType type,
        byte[] payload,
        long poolSerial,
        long ageNanos,
        int failures) {}
