package org.supervisord.daemon.loop;

import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Timers by the time at which they are due; those due at the same time in order of their making.
 */
final class TimerQueue {
    /** What {@link #nanosToNext} says when no timer is waiting. */
    static final long NONE = Long.MAX_VALUE;

    private static final int PURGE_FROM = 64;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long made;
    private int cancelled;

    Timer add(long dueNanos, Runnable task) {
        Entry entry = new Entry(dueNanos, made++, task);
        entries.add(entry);
        return entry;
    }

    /** Nanoseconds until the next timer is due, 0 or less when one is, or {@link #NONE}. */
    long nanosToNext(long now) {
        dropCancelled();
        Entry next = entries.peek();
        return next == null ? NONE : next.dueNanos - now;
    }

    /** Hands over the tasks that are due now, but none that are added meanwhile. */
    void runDue(long now, Consumer<Runnable> runner) {
        long limit = made;
        while (true) {
            dropCancelled();
            Entry next = entries.peek();
            if (next == null || next.dueNanos - now > 0 || next.number >= limit) {
                return;
            }
            entries.poll();
            Runnable task = next.task;
            next.task = null;
            runner.accept(task);
        }
    }

    private void dropCancelled() {
        while (!entries.isEmpty() && entries.peek().task == null) {
            entries.poll();
            cancelled--;
        }
    }

    private final class Entry implements Timer, Comparable<Entry> {
        private final long dueNanos;
        private final long number;
        private Runnable task;

        private Entry(long dueNanos, long number, Runnable task) {
            this.dueNanos = dueNanos;
            this.number = number;
            this.task = task;
        }

        @Override
        public void cancel() {
            if (task == null) {
                return;
            }
            task = null;
            cancelled++;
            if (cancelled > PURGE_FROM && cancelled > entries.size() / 2) {
                entries.removeIf(entry -> entry.task == null);
                cancelled = 0;
            }
        }

        @Override
        public int compareTo(Entry other) {
            // by difference, as System.nanoTime may wrap around
            int byTime = Long.compare(dueNanos - other.dueNanos, 0);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
