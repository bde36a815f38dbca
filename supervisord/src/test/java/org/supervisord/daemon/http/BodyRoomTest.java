package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.loop.ManualScheduler;

class BodyRoomTest {
    private final ManualScheduler scheduler = new ManualScheduler();
    private final BodyRoom room = new BodyRoom(10_000, 20_000, scheduler);
    private final List<String> told = new ArrayList<>();

    /** Lets go of what it has when it is told to. */
    private final class Client implements BodyRoom.Sender {
        private final String name;
        private final BodyRoom.Share share = room.share(this);

        Client(String name) {
            this.name = name;
        }

        @Override
        public void roomCame() {
            told.add(name);
        }

        @Override
        public void keepsOthersWaiting() {
            told.add(name + " ends");
            share.release();
        }
    }

    @Test
    void theFirstFindsRoomWhateverTheOthersHave() {
        Client first = new Client("first");
        Client second = new Client("second");
        assertTrue(first.share.take(1_000));
        assertTrue(second.share.take(9_000));
        Client third = new Client("third");
        assertTrue(third.share.take(1_000));
        assertFalse(third.share.take(1_000));
        assertTrue(third.share.isWaiting());
        assertTrue(first.share.take(9_000));
        assertFalse(second.share.take(1));
    }

    @Test
    void whoWaitsIsToldInTheOrderInWhichTheyCame() {
        Client first = new Client("first");
        Client second = new Client("second");
        Client third = new Client("third");
        assertTrue(first.share.take(10_000));
        assertTrue(second.share.take(10_000));
        assertFalse(third.share.take(1));
        assertFalse(second.share.take(1));
        first.share.complete();
        scheduler.runDue();
        assertEquals(List.of("second", "third"), told);
        assertFalse(second.share.take(1), "the first is answered later");
        first.share.release();
        scheduler.runDue();
        assertEquals(List.of("second", "third", "second"), told);
        assertTrue(second.share.take(1));
    }

    @Test
    void theSlowestIsEndedWhenOthersWait() {
        Client slow = new Client("slow");
        Client slower = new Client("slower");
        assertTrue(slower.share.take(5_000));
        scheduler.advance(Duration.ofSeconds(1));
        assertTrue(slow.share.take(9_000));
        scheduler.advance(Duration.ofHours(1));
        assertTrue(told.isEmpty(), "nobody waits");
        Client next = new Client("next");
        assertTrue(next.share.take(1_000));
        assertFalse(next.share.take(1_000));
        scheduler.runDue();
        assertEquals(List.of("slower ends", "next"), told);
        assertTrue(next.share.take(1_000));
    }

    @Test
    void whoGetsOnIsNotEnded() {
        Client sender = new Client("sender");
        Client dripping = new Client("dripping");
        Client next = new Client("next");
        assertTrue(sender.share.take(1_000));
        assertTrue(dripping.share.take(9_000));
        assertTrue(next.share.take(1_000));
        assertFalse(next.share.take(1_000));
        scheduler.advance(Duration.ofMillis(1_900));
        assertTrue(sender.share.take(1_024));
        assertTrue(dripping.share.take(0));
        scheduler.advance(Duration.ofMillis(200));
        assertEquals(List.of("dripping ends", "next"), told);
    }

    @Test
    void nothingIsScheduledWhileNobodyWaits() {
        Client one = new Client("one");
        assertTrue(one.share.take(10_000));
        one.share.complete();
        one.share.release();
        assertTrue(scheduler.isIdle());
    }
}
