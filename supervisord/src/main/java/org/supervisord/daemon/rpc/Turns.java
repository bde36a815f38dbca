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
 * to. What nobody waits for any more is not done. To be used on the loop's thread.
 */
final class Turns {
    /** Others may take nothing of theirs: who has waited for so long goes on without room. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final AnswerRoom room;
    private final Queue<Piece> waiting = new ArrayDeque<>();
    private Optional<Timer> patience = Optional.empty();

    /** Whether a turn is to come. */
    private boolean goesOn;

    /** Whether we are to be told when there is room. */
    private boolean hasAsked;

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

    private record Piece(Work work, CompletableFuture<Object> result, long sinceNanos) {
        void complete() {
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

    /** What a piece of work will have come to when it has had its turn, unless it is cancelled. */
    CompletableFuture<Object> take(Work work) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        waiting.add(new Piece(work, result, scheduler.clock().nanos()));
        if (!goesOn) {
            goesOn = true;
            scheduler.post(this::next);
        }
        return result;
    }

    private void next() {
        while (!waiting.isEmpty() && waiting.element().result().isDone()) {
            waiting.remove();
        }
        if (waiting.isEmpty()) {
            goesOn = false;
            return;
        }
        Duration left = patienceLeft(waiting.element());
        if (room.isThere().getAsBoolean() || left.isNegative() || left.isZero()) {
            work(waiting.remove());
        } else {
            patience = Optional.of(scheduler.after(left, this::waitedLong));
            askForRoom();
        }
    }

    private Duration patienceLeft(Piece piece) {
        return PATIENCE.minusNanos(scheduler.clock().nanos() - piece.sinceNanos());
    }

    private void askForRoom() {
        if (!hasAsked) {
            hasAsked = true;
            room.whenThere().accept(this::roomIsThere);
        }
    }

    /** In a turn of its own: who makes room is in the middle of something. */
    private void roomIsThere() {
        hasAsked = false;
        scheduler.post(this::roomCame);
    }

    private void roomCame() {
        if (patience.isPresent()) {
            patience.get().cancel();
            patience = Optional.empty();
            next();
        }
    }

    private void waitedLong() {
        patience = Optional.empty();
        next();
    }

    private void work(Piece piece) {
        try {
            piece.complete();
        } finally {
            goesOn = !waiting.isEmpty();
            if (goesOn) {
                scheduler.post(this::next);
            }
        }
    }
}
