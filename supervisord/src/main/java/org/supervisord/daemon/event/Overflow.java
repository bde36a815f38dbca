package org.supervisord.daemon.event;

import org.supervisord.daemon.log.ActivityLog;

/**
 * Tells of events for which there was no room. A listener that is stuck may miss thousands; after
 * some that are told one by one they are counted only, until events are told again.
 */
final class Overflow {
    /** So many are told one by one. */
    static final int TOLD = 10;

    private final String pool;
    private final ActivityLog log;
    private long count;

    Overflow(String pool, ActivityLog log) {
        this.pool = pool;
        this.log = log;
    }

    /** An event is dropped. */
    void tell(long serial) {
        count++;
        if (count <= TOLD) {
            String more = count == TOLD ? "; further ones are counted" : "";
            log.error(
                    "pool " + pool + " event buffer overflowed, discarding event " + serial + more);
        }
    }

    /** A listener has taken an event. */
    void over() {
        if (count > TOLD) {
            log.error(
                    "pool "
                            + pool
                            + " tells events again; its buffer overflowed "
                            + count
                            + " times meanwhile");
        }
        count = 0;
    }
}
