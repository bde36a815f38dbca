package org.supervisord.daemon.event;

import java.util.List;

/**
 * A pool of listeners; the counts are those of {@link PoolCounts}.
 *
 * @param buffer the events that wait, the next one first
 */
public record PoolSnapshot(
        String name,
        long nextSerial,
        long received,
        long sent,
        long accepted,
        long rejected,
        long retried,
        long dropped,
        List<DeliverySnapshot> buffer,
        List<ListenerSnapshot> listeners) {}
