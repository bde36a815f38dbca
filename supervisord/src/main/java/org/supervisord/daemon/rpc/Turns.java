package org.supervisord.daemon.rpc;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.loop.Scheduler;

/**
 * Work that takes a while is done one piece in each turn of the loop, so that however many ask for
 * it, others wait for one piece and not for all. To be used on the loop's thread.
 */
final class Turns {
    private final Scheduler scheduler;
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    Turns(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Something to be worked out. */
    @FunctionalInterface
    interface Work {
        /** Works it out. */
        Object result() throws RpcFault;
    }

    /** What a piece of work will have come to when it has had its turn. */
    CompletableFuture<Object> take(Work work) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        waiting.add(() -> complete(result, work));
        if (waiting.size() == 1) {
            scheduler.post(this::next);
        }
        return result;
    }

    private void next() {
        try {
            // still among those that wait while it runs, so that nobody begins a second series
            waiting.element().run();
        } finally {
            waiting.remove();
            if (!waiting.isEmpty()) {
                scheduler.post(this::next);
            }
        }
    }

    private static void complete(CompletableFuture<Object> result, Work work) {
        Object value;
        try {
            value = work.result();
        } catch (RpcFault | RuntimeException | OutOfMemoryError e) {
            result.completeExceptionally(e);
            return;
        }
        result.complete(value);
    }
}
