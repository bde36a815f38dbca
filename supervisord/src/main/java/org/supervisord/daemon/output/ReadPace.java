package org.supervisord.daemon.output;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.supervisord.daemon.loop.Scheduler;

/**
 * Has pipes read at short intervals, all of them in one go, while their writers write many small
 * pieces: to read each piece for itself costs both sides more than the bytes do.
 */
public final class ReadPace {
    /** How late bytes may be read. */
    static final Duration INTERVAL = Duration.ofMillis(1);

    private final Scheduler scheduler;
    private final Queue<Paced> readers = new ArrayDeque<>();
    private boolean isDue;

    /** One that is read at the pace. */
    interface Paced {
        /** Takes what is there; answers whether it is to be called again for the pace. */
        boolean readAtPace();
    }

    /** A pace for all readers of a loop. To be used on the loop's thread. */
    public ReadPace(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** From now on the pipe is read at intervals, until its reader wants it otherwise. */
    void add(Paced reader) {
        readers.add(reader);
        scheduleTurn();
    }

    private void scheduleTurn() {
        if (!isDue && !readers.isEmpty()) {
            isDue = true;
            scheduler.after(INTERVAL, this::turn);
        }
    }

    private void turn() {
        isDue = false;
        try {
            for (int left = readers.size(); left > 0; left--) {
                Paced reader = readers.remove();
                if (reader.readAtPace()) {
                    readers.add(reader);
                }
            }
        } finally {
            // also when one of them fails: the others are to be read
            scheduleTurn();
        }
    }

    /** Whether so much time has passed that a reader is not to be slowed down, in nanoseconds. */
    static boolean isSlow(long nanos) {
        return nanos > INTERVAL.toNanos();
    }

    long now() {
        return scheduler.clock().nanos();
    }
}
