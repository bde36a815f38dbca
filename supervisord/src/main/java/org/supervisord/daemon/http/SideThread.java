package org.supervisord.daemon.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.supervisord.daemon.loop.Scheduler;

/**
 * Does arithmetic that would keep the loop from its work, one piece after the other, on a thread
 * that is there only while it has something to do. To be used on the loop's thread.
 */
final class SideThread {
    private static final int IDLE_SECONDS = 5;

    private final String name;
    private final Scheduler scheduler;
    private final int mostWaiting;
    private ThreadPoolExecutor thread;

    SideThread(String name, Scheduler scheduler, int mostWaiting) {
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
    <T> CompletableFuture<T> call(Supplier<T> work) {
        if (thread == null) {
            start();
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

    private void start() {
        thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(mostWaiting),
                        task -> {
                            Thread made = new Thread(task, name);
                            made.setDaemon(true);
                            return made;
                        });
        thread.allowCoreThreadTimeOut(true);
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

    void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
