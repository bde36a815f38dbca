package org.supervisord.daemon.http;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * How much memory answers take that wait for their clients to read them. To be used on the loop's
 * thread.
 */
public final class HeldBytes {
    private final long most;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private long held;

    HeldBytes(long most) {
        this.most = most;
    }

    /** Those of the answers of all servers. */
    public static HeldBytes ofAnswers() {
        return new HeldBytes(HttpLimits.HELD_BYTES);
    }

    /** Whether an answer of so many bytes may wait; one may, however long it is. */
    boolean mayHold(long bytes) {
        return held == 0 || held + bytes <= most;
    }

    /** Whether there is room for a long one: at least a half is free. */
    public boolean hasRoom() {
        return held <= most / 2;
    }

    /**
     * Has a task run once, when {@link #hasRoom} is true again. It may only post another one: who
     * has made room is in the middle of something.
     */
    public void whenRoom(Runnable task) {
        waiting.add(task);
    }

    /** Takes note of so many bytes that wait to be read; a negative number waits no more. */
    void add(long bytes) {
        held += bytes;
        while (hasRoom() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }
}
