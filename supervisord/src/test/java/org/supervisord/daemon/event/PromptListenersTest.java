package org.supervisord.daemon.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.event.Pools.event;
import static org.supervisord.daemon.event.Pools.says;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.config.PayloadLength;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.loop.ManualClock;

/** Listeners that answer at once are heard before the loop comes by, while events wait. */
class PromptListenersTest {
    private final ManualClock clock = new ManualClock();
    private final EventListenerPool pool =
            Pools.withOptions(new RecordedLog(), PayloadLength.CHARACTERS, 0, clock);
    private final EventBus bus = new EventBus(new EventSerials());

    @Test
    void anAnswerIsTakenBeforeAClientTellsTheNextEvent() {
        FakeListenerProcess process = new FakeListenerProcess("only");
        Listener listener = pool.add(process);
        bus.subscribe(pool);
        process.whenLookedAt(() -> says(listener, "RESULT 2\nOKREADY\n"));
        says(listener, "READY\n");
        for (int i = 0; i < 5; i++) {
            bus.publishFromClient(new Event.RemoteCommunication("t", "" + i));
        }
        assertEquals(List.of(0, 1, 2, 3), process.serials());
        // the last one is dealt with as well, but nothing waits for that
        assertFalse(bus.hearListeners());
        assertEquals(List.of(0, 1, 2, 3, 4), process.serials());
        assertEquals(0, pool.counts().queued());
    }

    @Test
    void whileNothingWaitsNobodyIsLookedAt() {
        FakeListenerProcess process = new FakeListenerProcess("only");
        says(pool.add(process), "READY\n");
        pool.accept(event(0));
        assertFalse(pool.hearListeners());
        assertEquals(0, process.looks());
    }

    @Test
    void whoTakesItsTimeIsLeftToTheLoop() {
        FakeListenerProcess process = new FakeListenerProcess("only");
        says(pool.add(process), "READY\n");
        pool.accept(event(0));
        pool.accept(event(1));
        assertTrue(pool.hearListeners());
        assertEquals(1, process.looks());
        clock.advance(Listener.PROMPT);
        assertFalse(pool.hearListeners());
        assertEquals(1, process.looks());
    }

    @Test
    void whoIsNotBusyIsNotLookedAtNorIsAClosedPool() {
        FakeListenerProcess silent = new FakeListenerProcess("silent");
        FakeListenerProcess broken = new FakeListenerProcess("broken");
        FakeListenerProcess busy = new FakeListenerProcess("busy");
        pool.add(silent);
        says(pool.add(broken), "nonsense");
        says(pool.add(busy), "READY\n");
        pool.accept(event(0));
        pool.accept(event(1));
        pool.hearListeners();
        assertEquals(List.of(0, 0, 1), List.of(silent.looks(), broken.looks(), busy.looks()));
        pool.close();
        pool.hearListeners();
        assertEquals(1, busy.looks());
    }

    @Test
    void onlyAFewAreLookedAtEachTime() {
        List<FakeListenerProcess> processes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            FakeListenerProcess process = new FakeListenerProcess("l" + i);
            processes.add(process);
            says(pool.add(process), "READY\n");
            pool.accept(event(i));
        }
        pool.accept(event(20));
        pool.hearListeners();
        assertEquals(4, processes.stream().mapToInt(FakeListenerProcess::looks).sum());
    }

    /** A pool whose buffer takes so many events, of which this many wait for its one listener. */
    private boolean isBehind(int bufferSize, int waiting) {
        EventListenerPool it = Pools.pool(new RecordedLog(), bufferSize, "EVENT");
        EventBus own = new EventBus(new EventSerials());
        own.subscribe(it);
        says(it.add(new FakeListenerProcess("only")), "READY\n");
        for (int i = 0; i < waiting + 1; i++) {
            it.accept(event(i));
        }
        return own.isBehind();
    }

    @Test
    void aPromptListenerIsBehindWhenMoreThanAFewEventsWait() {
        assertFalse(isBehind(1000, 16));
        assertTrue(isBehind(1000, 17));
        assertFalse(isBehind(10, 5));
        assertTrue(isBehind(10, 6));
    }

    @Test
    void nobodyIsBehindWhoTakesItsTimeOrIsClosed() {
        says(pool.add(new FakeListenerProcess("only")), "READY\n");
        bus.subscribe(pool);
        for (int i = 0; i < 100; i++) {
            pool.accept(event(i));
        }
        assertTrue(bus.isBehind());
        clock.advance(Listener.PROMPT);
        assertFalse(bus.isBehind());
        says(pool.add(new FakeListenerProcess("other")), "READY\n");
        assertTrue(bus.isBehind());
        pool.close();
        assertFalse(bus.isBehind());
    }
}
