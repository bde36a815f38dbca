package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
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

    private void take(int number) {
        turns.take(
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
}
