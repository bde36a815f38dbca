package org.supervisord.daemon.event;

import java.time.Duration;
import java.util.List;

/**
 * What a pool has done since it was made, and what it has still to do.
 *
 * @param bufferSize how many events may be waiting
 * @param queued how many events are waiting for a listener
 * @param unanswered how many events listeners are dealing with
 * @param received how many events there have been for it
 * @param sent how often an event was written to a listener
 * @param accepted how many events listeners have dealt with
 * @param rejected how often a listener refused an event
 * @param retried how often an event went back to be given to a listener again
 * @param dropped how many events were given up: the buffer was full, or they failed too often
 * @param oldest how old the oldest event is that is waiting or unanswered; zero if there is none
 */
public record PoolCounts(
        String pool,
        int bufferSize,
        int queued,
        int unanswered,
        long received,
        long sent,
        long accepted,
        long rejected,
        long retried,
        long dropped,
        Duration oldest,
        List<ListenerCounts> listeners) {

    /**
     * One of its listeners.
     *
     * @param state what it is doing, as far as the protocol tells
     */
    public record ListenerCounts(String process, ListenerState state) {}
}
