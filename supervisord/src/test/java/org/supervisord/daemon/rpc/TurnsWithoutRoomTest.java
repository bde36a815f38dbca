package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.loop.ManualScheduler;

/** Pieces of work whose results there is no room for. */
class TurnsWithoutRoomTest {
    private final ManualScheduler scheduler = new ManualScheduler();
    private final Queue<Runnable> told = new ArrayDeque<>();
    private final List<Integer> done = new ArrayList<>();
    private int room;
    private final Turns turns =
            new Turns(scheduler, new AnswerRoom(() -> done.size() < room, told::add));

    private CompletableFuture<Object> take(int number) {
        return turns.take(
                () -> {
                    done.add(number);
                    return number;
                });
    }

    private void makeRoom(int more) {
        room += more;
        told.remove().run();
        scheduler.runDue();
    }

    @Test
    void waitForRoomInTheirOrder() {
        room = 1;
        take(1);
        take(2);
        take(3);
        scheduler.runDue();
        assertEquals(List.of(1), done);
        makeRoom(1);
        assertEquals(List.of(1, 2), done);
        makeRoom(1);
        assertEquals(List.of(1, 2, 3), done);
        assertTrue(told.isEmpty());
        assertTrue(scheduler.isIdle());
    }

    @Test
    void goOnWithoutItWhenThereIsNoneForLong() {
        take(1);
        scheduler.advance(Duration.ofSeconds(4));
        assertEquals(List.of(), done);
        scheduler.advance(Duration.ofSeconds(1));
        assertEquals(List.of(1), done);
        makeRoom(1);
        assertEquals(List.of(1), done);
    }

    @Test
    void eachWaitsFromItsOwnArrivalOn() {
        take(1);
        scheduler.advance(Duration.ofSeconds(3));
        take(2);
        take(3);
        scheduler.advance(Duration.ofSeconds(2));
        assertEquals(List.of(1), done);
        scheduler.advance(Duration.ofSeconds(3));
        assertEquals(List.of(1, 2, 3), done);
        assertTrue(scheduler.isIdle());
    }

    @Test
    void whatNobodyWaitsForKeepsNobodyWaiting() {
        CompletableFuture<Object> first = take(1);
        scheduler.advance(Duration.ofSeconds(1));
        CompletableFuture<Object> second = take(2);
        take(3);
        first.cancel(false);
        second.cancel(false);
        scheduler.advance(Duration.ofSeconds(4));
        assertEquals(List.of(), done);
        makeRoom(1);
        assertEquals(List.of(3), done);
        assertTrue(scheduler.isIdle());
        take(4).cancel(false);
        scheduler.runDue();
        assertTrue(scheduler.isIdle());
        assertTrue(told.isEmpty());
    }

    @Test
    void roomIsAskedForOnceHoweverManyWait() {
        for (int i = 0; i < 10; i++) {
            take(i);
            scheduler.advance(Duration.ofSeconds(5));
        }
        assertEquals(10, done.size());
        assertEquals(1, told.size());
    }
}
