package org.supervisord.daemon.http;

/** How much memory the answers of a server take that wait for their clients to read them. */
final class HeldBytes {
    private final long most;
    private long held;

    HeldBytes(long most) {
        this.most = most;
    }

    /** Whether an answer of so many bytes may wait; one may, however long it is. */
    boolean mayHold(long bytes) {
        return held == 0 || held + bytes <= most;
    }

    /** Takes note of so many bytes that wait to be read; a negative number waits no more. */
    void add(long bytes) {
        held += bytes;
    }
}
