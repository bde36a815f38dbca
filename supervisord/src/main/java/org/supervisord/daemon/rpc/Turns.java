package org.supervisord.daemon.rpc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/**
 * Work that takes a while is done one piece in each turn of the loop, so that however many ask for
 * it, others wait for one piece and not for all; and none while there is no room for what it comes
 * to. To be used on the loop's thread.
 */
final class Turns {
    /** Others may take nothing of theirs: then the first goes on without room. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final AnswerRoom room;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private Optional<Timer> patience = Optional.empty();

    /**
     * Nothing is to be done yet.
     *
     * @param room without which nothing is done
     */
    Turns(Scheduler scheduler, AnswerRoom room) {
        this.scheduler = scheduler;
        this.room = room;
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
        if (room.isThere().getAsBoolean()) {
            work();
        } else {
            patience = Optional.of(scheduler.after(PATIENCE, this::waitedTooLong));
            room.whenThere().accept(() -> scheduler.post(this::roomCame));
        }
    }

    private void roomCame() {
        if (patience.isPresent()) {
            patience.get().cancel();
            patience = Optional.empty();
            next();
        }
    }

    private void waitedTooLong() {
        patience = Optional.empty();
        work();
    }

    private void work() {
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
