package org.supervisord.daemon.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.event.EventBus;
import org.supervisord.daemon.event.EventListenerPool;
import org.supervisord.daemon.event.EventSerials;
import org.supervisord.daemon.event.FakeListenerProcess;
import org.supervisord.daemon.event.Listener;
import org.supervisord.daemon.event.Pools;
import org.supervisord.daemon.loop.ManualScheduler;

class PoolDrainTest {
    private final RecordedLog log = new RecordedLog();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final EventBus bus = new EventBus(new EventSerials());
    private final PoolDrain drain = new PoolDrain(bus, Duration.ofSeconds(5), scheduler, log.log());
    private final List<String> calls = new ArrayList<>();
    private final EventListenerPool pool = Pools.named("pool", log, 10, "TICK");
    private final FakeListenerProcess process = new FakeListenerProcess("only");
    private final Listener listener = pool.add(process);

    PoolDrainTest() {
        bus.subscribe(pool);
    }

    @Test
    void whatIsNoPoolMayStopAtOnce() {
        assertTrue(mayStop("web"));
        assertTrue(scheduler.isIdle());
    }

    @Test
    void aPoolWithNothingToTellMayStopAtOnce() {
        assertTrue(mayStop("pool"));
        drain.end();
        assertTrue(scheduler.isIdle());
    }

    @Test
    void aPoolMayStopWhenItsLastEventIsDealtWith() {
        tick(1);
        tick(2);
        Pools.says(listener, "READY\n");
        assertFalse(mayStop("pool"));
        assertEquals(List.of("waiting for pool pool to deal with 2 events"), log.lines(Level.INFO));
        Pools.says(listener, "RESULT 2\nOKREADY\n");
        scheduler.runDue();
        assertEquals(List.of(), calls, "it deals with the second");
        Pools.says(listener, "RESULT 2\nOK");
        assertEquals(List.of(), calls, "not while the listener is being heard");
        scheduler.runDue();
        assertEquals(List.of("again"), calls);
        assertTrue(mayStop("pool"));
        drain.stopped("pool");
        assertEquals(List.of(), log.lines(Level.WARN));
    }

    @Test
    void eventsThatCannotBeDeliveredAreWaitedForInVainForALimitedTime() {
        tick(1);
        tick(2);
        Pools.says(listener, "READY\n");
        assertFalse(mayStop("pool"));
        scheduler.advance(Duration.ofMillis(4999));
        assertEquals(List.of(), calls);
        scheduler.advance(Duration.ofMillis(1));
        assertEquals(List.of("again"), calls);
        assertTrue(mayStop("pool"));
        process.setState(ProcessState.STOPPED);
        listener.gone();
        drain.stopped("pool");
        assertEquals(List.of("pool pool: 2 events not delivered"), log.lines(Level.WARN));
    }

    @Test
    void isOverWhenNobodyIsLeftWhoCouldListen() {
        tick(1);
        Pools.says(listener, "READY\n");
        assertFalse(mayStop("pool"));
        process.setState(ProcessState.EXITED);
        listener.gone();
        scheduler.runDue();
        assertEquals(List.of("again"), calls);
        assertTrue(mayStop("pool"));
        drain.stopped("pool");
        assertEquals(List.of("pool pool: 1 event not delivered"), log.lines(Level.WARN));
    }

    @Test
    void oneThatViolatesTheProtocolIsNotWaitedFor() {
        tick(1);
        assertFalse(mayStop("pool"), "it may be READY yet");
        Pools.says(listener, "nonsense");
        scheduler.runDue();
        assertTrue(mayStop("pool"));
    }

    @Test
    void poolsShareTheTime() {
        EventListenerPool other = Pools.named("other", log, 10, "TICK");
        Listener deaf = other.add(new FakeListenerProcess("deaf"));
        bus.subscribe(other);
        tick(1);
        Pools.says(deaf, "READY\n");
        Pools.says(listener, "READY\n");
        assertFalse(mayStop("pool"));
        scheduler.advance(Duration.ofSeconds(5));
        assertTrue(mayStop("pool"));
        assertTrue(mayStop("other"), "the time is up for both");
    }

    @Test
    void aPoolThatMayStopIsToldNothingMore() {
        assertTrue(mayStop("pool"));
        tick(1);
        Pools.says(listener, "READY\n");
        assertEquals(List.of(), process.told());
        assertEquals(0, pool.undelivered());
    }

    @Test
    void withoutPatienceNothingIsWaitedFor() {
        tick(1);
        PoolDrain hurried = new PoolDrain(bus, Duration.ZERO, scheduler, log.log());
        assertTrue(hurried.mayStop("pool", () -> calls.add("again")));
        hurried.stopped("pool");
        assertEquals(List.of("pool pool: 1 event not delivered"), log.lines(Level.WARN));
    }

    private boolean mayStop(String group) {
        return drain.mayStop(group, () -> calls.add("again"));
    }

    private void tick(long when) {
        bus.publish(new Event.Tick(5, when));
    }
}
