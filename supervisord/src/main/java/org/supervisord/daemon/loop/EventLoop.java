package org.supervisord.daemon.loop;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * A selector, timers and a queue of tasks. One thread calls {@link #run} and becomes the loop's
 * thread; it sleeps until a channel is ready, a timer is due or a task is posted, and uses no
 * processor time meanwhile.
 */
public final class EventLoop implements Scheduler, Closeable {
    /**
     * What is left for the end of a turn does not wait for longer than this, if it can be helped.
     */
    private static final long LONG_TURN_NANOS = 1_000_000;

    /** So often the end of a turn may leave something for its end; then it is done at once. */
    private static final int MOST_ROUNDS = 100;

    /** So often those who have to catch up are looked at while the end of a turn is held back. */
    private static final int MOST_LOOKS = 1000;

    /** What lets others pass has so much time before these are looked for again, or more. */
    private static final long SHARE_NANOS = 150_000;

    private final Selector selector;
    private final Clock clock;
    private final BiConsumer<String, Exception> failures;
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> last = new ArrayDeque<>();
    private final Queue<Runnable> yielding = new ArrayDeque<>();
    private long lastSince;
    private final TimerQueue timers;
    private BooleanSupplier between = () -> false;
    private final Runnable hearing = () -> awaited = between.getAsBoolean();
    private BooleanSupplier behind = () -> false;
    private boolean running;

    /** The thread that is dealing with ready channels, while it does. */
    private Thread dispatcher;

    /** Whether somebody was about to say something that is waited for. */
    private boolean awaited;

    /**
     * @param failures told of exceptions that a handler or a task let through, which do not end the
     *     loop, with what was being done
     */
    public EventLoop(Clock clock, BiConsumer<String, Exception> failures) throws IOException {
        this(clock, Selector.open(), failures);
    }

    /** A loop over a selector that somebody else has made, which is closed with the loop. */
    public EventLoop(Clock clock, Selector selector, BiConsumer<String, Exception> failures) {
        this.clock = clock;
        this.selector = selector;
        this.failures = failures;
        this.timers = new TimerQueue();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return timers.add(clock.nanos() + Math.max(0, saturatedNanos(delay)), task);
    }

    private static long saturatedNanos(Duration delay) {
        // a century and more is "never", and must not overflow when the clock is added
        return delay.toDays() > 36_500 ? Duration.ofDays(36_500).toNanos() : delay.toNanos();
    }

    @Override
    public void post(Runnable task) {
        posted.add(task);
        selector.wakeup();
    }

    /**
     * Watches a channel, which is made non-blocking. The key's interest can be changed at any time
     * on the loop's thread; closing the channel ends the watch.
     *
     * @param ops of {@link SelectionKey}; may be 0
     */
    public SelectionKey register(SelectableChannel channel, int ops, ReadyHandler handler)
            throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, ops, handler);
    }

    /**
     * Runs a task after each ready channel that is followed by another one in the same turn, and
     * after each task at the turn's end and each that lets others pass, for those who must not wait
     * until all of these have been dealt with.
     *
     * @param task answers whether one of them is about to say something, and may need this thread's
     *     processor for it: after tasks at the turn's end it is offered
     */
    public void betweenChannels(BooleanSupplier task) {
        between = task;
    }

    /**
     * Holds what is left for the end of a turn back while somebody has to catch up, who is given
     * the task {@link #betweenChannels} meanwhile, again and again. It waits for no longer than a
     * millisecond in all.
     *
     * @param condition whether somebody has
     */
    public void holdEndOfTurnWhile(BooleanSupplier condition) {
        behind = condition;
    }

    /**
     * Runs a task as soon as all channels that are ready now have been dealt with, or a millisecond
     * after the first one asked for that; at once when it is not one of these that asks. For what
     * wakes somebody up who would then compete for this thread's processor.
     */
    public void atEndOfTurn(Runnable task) {
        if (Thread.currentThread() != dispatcher) {
            task.run();
            return;
        }
        if (last.isEmpty()) {
            lastSince = clock.nanos();
        }
        last.add(task);
    }

    /**
     * Does now what was left for the end of the turn. To be called on the loop's thread, by who has
     * nothing half done.
     *
     * @return whether there was anything
     */
    public boolean endTurn() {
        int count = last.size();
        // only what is there now, as with what was posted
        for (int i = 0; i < count && !last.isEmpty(); i++) {
            guarded("a task at the end of a turn", last.remove());
            guarded("a task between others", hearing);
        }
        return count > 0;
    }

    /**
     * Runs a task once, behind all that is ready now. Those who let others pass have at least as
     * much time in each turn as all others together; then the others are looked for again. For what
     * takes long and is there again as soon as it was dealt with.
     */
    public void behindOthers(Runnable task) {
        yielding.add(task);
    }

    /**
     * Runs until {@link #stop}. The order of a turn: tasks, timers, sleep, channels, what these
     * have left for its end, what lets others pass.
     */
    public void run() throws IOException {
        running = true;
        while (running) {
            turn();
        }
    }

    /** A method of its own, since the JVM makes code for those that are called often. */
    private void turn() throws IOException {
        long began = clock.nanos();
        runPosted();
        timers.runDue(clock.nanos(), task -> guarded("a timer", task));
        if (running) {
            long asleep = clock.nanos();
            sleep();
            long awake = clock.nanos();
            dispatch();
            runYielding(began + awake - asleep);
        }
    }

    /** Whether tasks wait for the next turn. */
    public boolean hasPosted() {
        return !posted.isEmpty();
    }

    /** Ends {@link #run} after the present turn. To be called on the loop's thread. */
    public void stop() {
        running = false;
    }

    /** Lets go of channels that were closed: until then the system keeps their addresses busy. */
    public void releaseClosed() throws IOException {
        selector.selectNow();
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }

    private void runPosted() {
        if (posted.isEmpty()) {
            return;
        }
        // only what is there now: a task that posts itself again must not starve the channels
        Queue<Runnable> batch = new ArrayDeque<>();
        for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
            batch.add(task);
        }
        for (Runnable task : batch) {
            guarded("a task", task);
        }
    }

    /** Others have had all the time since then, but for what comes now. */
    private void runYielding(long began) {
        if (yielding.isEmpty()) {
            return;
        }
        long now = clock.nanos();
        long share = Math.max(SHARE_NANOS, now - began);
        // only what is there now, as with what was posted
        for (int left = yielding.size(); left > 0 && clock.nanos() - now < share; left--) {
            guarded("what lets others pass", yielding.remove());
            guarded("a task between others", hearing);
        }
    }

    private void sleep() throws IOException {
        if (!posted.isEmpty() || !yielding.isEmpty()) {
            selector.selectNow();
            return;
        }
        long delay = timers.nanosToNext(clock.nanos());
        if (delay == TimerQueue.NONE) {
            selector.select();
        } else if (delay <= 0) {
            selector.selectNow();
        } else {
            // rounded up, so that a timer is never met a little too early and the loop spins
            selector.select((delay + 999_999) / 1_000_000);
        }
    }

    private void dispatch() {
        var ready = selector.selectedKeys();
        if (ready.isEmpty()) {
            return;
        }
        var keys = ready.toArray(new SelectionKey[ready.size()]);
        ready.clear();
        awaited = false;
        dispatcher = Thread.currentThread();
        for (int i = 0; i < keys.length; i++) {
            if (i > 0) {
                guarded("a task between others", hearing);
                endLongTurn();
            }
            if (keys[i].isValid()) {
                dispatch(keys[i]);
            }
        }
        endWholeTurn();
    }

    /** Those who have asked for several things at once are given one after the other, by turns. */
    private void endWholeTurn() {
        letCatchUp();
        boolean ended = endTurn();
        boolean more = ended;
        for (int i = 0; more && i < MOST_ROUNDS; i++) {
            more = endTurn();
        }
        dispatcher = null;
        endTurn();
        if (ended && awaited) {
            Thread.yield();
        }
    }

    /** Sleeping would take longer than those who catch up need. */
    private void letCatchUp() {
        for (int i = 0; i < MOST_LOOKS && !last.isEmpty() && isBehind(); i++) {
            Thread.yield();
            guarded("a task between others", hearing);
        }
    }

    private boolean isBehind() {
        try {
            return clock.nanos() - lastSince < LONG_TURN_NANOS && behind.getAsBoolean();
        } catch (RuntimeException e) {
            failures.accept("whether somebody has to catch up", e);
            return false;
        }
    }

    private void endLongTurn() {
        if (!last.isEmpty() && clock.nanos() - lastSince > LONG_TURN_NANOS) {
            endTurn();
        }
    }

    private void dispatch(SelectionKey key) {
        try {
            ((ReadyHandler) key.attachment()).ready(key);
        } catch (CancelledKeyException gone) {
            key.cancel();
        } catch (IOException | RuntimeException e) {
            failures.accept("channel " + key.channel(), e);
            closeQuietly(key);
        } catch (OutOfMemoryError e) {
            report("a channel", e);
        }
    }

    private void closeQuietly(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException ignored) {
            // it is gone either way
        }
    }

    private void guarded(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            failures.accept(what, e);
        } catch (OutOfMemoryError e) {
            report(what, e);
        }
    }

    /**
     * What there was no memory for is not done, or is done again when its channel is ready again.
     * It was asked for by one client or program; all others are still to be looked after.
     */
    private void report(String what, OutOfMemoryError why) {
        try {
            failures.accept(what, new IllegalStateException(why));
        } catch (OutOfMemoryError again) {
            // nor is there any to say so
        }
    }
}
