package org.supervisord.daemon.loop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * Does arithmetic that would keep the loop from its work, one piece after the other, on a thread
 * that is there only while it has something to do. To be used on the loop's thread.
 */
public final class SideThread {
    private final String name;
    private final Scheduler scheduler;
    private final int mostWaiting;
    private ThreadPoolExecutor thread;

    /**
     * None is there yet.
     *
     * @param name the thread's
     * @param mostWaiting how many pieces may wait before more are refused
     */
    public SideThread(String name, Scheduler scheduler, int mostWaiting) {
        this.name = name;
        this.scheduler = scheduler;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Has something done that touches nothing of the loop's.
     *
     * @return completed on the loop's thread; failed at once with {@link
     *     RejectedExecutionException} when too much waits already, or the system has no thread for
     *     it
     */
    public <T> CompletableFuture<T> call(Supplier<T> work) {
        if (thread == null) {
            thread = BesideTheLoop.thread(name, mostWaiting);
        }
        CompletableFuture<T> outcome = new CompletableFuture<>();
        try {
            thread.execute(() -> work(work, outcome));
        } catch (RejectedExecutionException tooMany) {
            outcome.completeExceptionally(tooMany);
        } catch (OutOfMemoryError noMoreThreads) {
            outcome.completeExceptionally(new RejectedExecutionException(noMoreThreads));
        }
        return outcome;
    }

    /** On the thread. */
    private <T> void work(Supplier<T> work, CompletableFuture<T> outcome) {
        try {
            T value = work.get();
            scheduler.post(() -> outcome.complete(value));
        } catch (RuntimeException e) {
            scheduler.post(() -> outcome.completeExceptionally(e));
        }
    }

    /** Ends it; what waits is not done. */
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
