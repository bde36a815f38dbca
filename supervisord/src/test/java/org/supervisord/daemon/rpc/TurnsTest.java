package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.ManualClock;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

class TurnsTest {
    private final Queue<Runnable> posted = new ArrayDeque<>();
    private final List<Integer> done = new ArrayList<>();
    private final Turns turns =
            new Turns(
                    new Scheduler() {
                        @Override
                        public Clock clock() {
                            return new ManualClock();
                        }

                        @Override
                        public Timer after(Duration delay, Runnable task) {
                            throw new UnsupportedOperationException();
                        }

                        @Override
                        public void post(Runnable task) {
                            posted.add(task);
                        }
                    },
                    new AnswerRoom(() -> true, task -> {}));

    @Test
    void eachPieceHasATurnOfItsOwn() {
        List<CompletableFuture<Object>> results = List.of(take(1), take(2), take(3));
        assertEquals(List.of(), done);
        for (int turn = 1; turn <= 3; turn++) {
            turn();
            assertEquals(turn, done.size());
            assertEquals(turn, results.get(turn - 1).join());
        }
        assertTrue(posted.isEmpty());
    }

    @Test
    void whoComesMeanwhileIsTheLast() {
        take(1);
        take(2).thenRun(() -> take(4));
        take(3);
        while (!posted.isEmpty()) {
            assertEquals(1, posted.size(), "one turn at a time");
            turn();
        }
        assertEquals(List.of(1, 2, 3, 4), done);
        take(5);
        turn();
        assertEquals(List.of(1, 2, 3, 4, 5), done);
    }

    @Test
    void onePieceThatFailsKeepsNoneOfTheOthers() {
        RpcFault fault = new RpcFault(Fault.NO_FILE);
        CompletableFuture<Object> first =
                turns.take(
                        () -> {
                            throw fault;
                        });
        CompletableFuture<Object> second =
                turns.take(
                        () -> {
                            throw new IllegalStateException();
                        });
        take(3);
        turn();
        turn();
        turn();
        assertEquals(fault, assertThrows(CompletionException.class, first::join).getCause());
        assertTrue(second.isCompletedExceptionally());
        assertEquals(List.of(3), done);
    }

    private CompletableFuture<Object> take(int number) {
        return turns.take(
                () -> {
                    done.add(number);
                    return number;
                });
    }

    private void turn() {
        posted.remove().run();
    }
}
