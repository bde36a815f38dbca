package org.supervisord.daemon.event;

/**
 * The numbers of events. No two events of one process have the same, over all its restarts. To be
 * used on the loop's thread alone.
 */
public final class EventSerials {
    private long next;

    /** A number that was not used before. */
    long take() {
        return next++;
    }

    /** The number that the next event gets. */
    long next() {
        return next;
    }

    /** Goes on where a former program was. */
    void goOnWith(long first) {
        next = first;
    }
}
