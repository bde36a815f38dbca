package org.supervisord.daemon.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.supervisord.daemon.loop.Scheduler;

/** Those who wait for a process to be in some state. */
final class Waiters {
    private final Scheduler scheduler;
    private final List<Waiter> waiting = new ArrayList<>();

    private record Waiter(Predicate<ManagedProcess> condition, CompletableFuture<Void> reached) {}

    Waiters(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** A promise kept when the condition holds: now, or at a later change. */
    CompletableFuture<Void> await(ManagedProcess process, Predicate<ManagedProcess> condition) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        if (condition.test(process)) {
            reached.complete(null);
        } else {
            waiting.add(new Waiter(condition, reached));
        }
        return reached;
    }

    /**
     * The process has changed. Who has waited for that is told in the next turn: what they do then
     * must not meet a change that is half done.
     */
    void changed(ManagedProcess process) {
        waiting.removeIf(
                waiter -> {
                    boolean reached = waiter.condition.test(process);
                    if (reached) {
                        scheduler.post(() -> waiter.reached.complete(null));
                    }
                    return reached;
                });
    }
}
