package org.supervisord.daemon.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.event.Pools.says;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessName;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.RecordedLog;

class EventBusTest {
    private final RecordedLog log = new RecordedLog();
    private final EventBus bus = new EventBus(new EventSerials());

    @Test
    void aPoolIsToldOnceForEachOfItsSubscriptions() {
        FakeListenerProcess first = readyListener("pool", "EVENT", "TICK");
        FakeListenerProcess second = new FakeListenerProcess("second");
        says(bus.pool("pool").orElseThrow().add(second), "READY\n");
        bus.publish(new Event.Tick(5, 10));
        assertEquals(List.of(0), first.serials());
        assertEquals(first.told(), second.told(), "the same event under the same numbers");
    }

    @Test
    void poolsShareSerialsAndCountTheirOwn() {
        FakeListenerProcess ticks = readyListener("ticks", "TICK");
        FakeListenerProcess all = readyListener("all", "EVENT");
        bus.publish(new Event.SupervisorRunning());
        bus.publish(new Event.Tick(60, 120));
        assertEquals(
                List.of(
                        "ver:3.0 server:supervisor serial:1 pool:ticks poolserial:0"
                                + " eventname:TICK_60 len:8\nwhen:120"),
                ticks.told());
        assertEquals(
                List.of(
                        "ver:3.0 server:supervisor serial:0 pool:all poolserial:0"
                                + " eventname:SUPERVISOR_STATE_CHANGE_RUNNING len:0\n"),
                all.told());
    }

    @Test
    void serialsGoOnInTheNextLifeAndThoseOfPoolsBeginAnew() {
        EventSerials serials = new EventSerials();
        List<String> headers = new ArrayList<>();
        for (int life = 0; life < 2; life++) {
            EventBus bus = new EventBus(serials);
            FakeListenerProcess ticks = readyListener(bus, "ticks", "TICK");
            bus.publish(new Event.Tick(5, 5));
            headers.add(ticks.told().get(0).replaceAll(" pool:| eventname.*\n.*", " "));
        }
        assertEquals(
                List.of(
                        "ver:3.0 server:supervisor serial:0 ticks poolserial:0 ",
                        "ver:3.0 server:supervisor serial:1 ticks poolserial:0 "),
                headers);
    }

    @Test
    void anEventThatNobodyListensToTakesNoNumber() {
        FakeListenerProcess ticks = readyListener("ticks", "TICK_60");
        bus.publish(new Event.Tick(5, 115));
        bus.publish(new Event.SupervisorRunning());
        bus.publish(new Event.Tick(60, 120));
        assertEquals(List.of(0), ticks.serials());
    }

    @Test
    void aPoolThatLeftIsToldNothing() {
        FakeListenerProcess ticks = readyListener("ticks", "TICK");
        bus.unsubscribe("ticks");
        bus.publish(new Event.Tick(5, 5));
        assertEquals(List.of(), ticks.told());
        assertTrue(bus.pool("ticks").isEmpty());
    }

    @Test
    void knowsWhatSomebodyListensTo() {
        List<String> calls = new ArrayList<>();
        bus.onInterest(() -> calls.add("changed"));
        assertFalse(bus.hasListeners(EventType.TICK_5));
        readyListener("ticks", "TICK");
        assertTrue(bus.hasListeners(EventType.TICK_5));
        assertFalse(bus.hasListeners(EventType.PROCESS_STATE_EXITED));
        bus.unsubscribe("ticks");
        assertFalse(bus.hasListeners(EventType.TICK_5));
        assertEquals(2, calls.size());
    }

    @Test
    void aListenerThatWasReadyTooSoonIsToldWhenItRuns() {
        FakeListenerProcess process = readyListener("ticks", "TICK");
        process.setRunning(false);
        bus.publish(new Event.Tick(5, 5));
        assertEquals(List.of(), process.told());
        process.setRunning(true);
        bus.publish(
                new Event.ProcessStateChanged(
                        new ProcessName("ticks", "ticks"),
                        ProcessState.STARTING,
                        ProcessState.RUNNING,
                        100,
                        0,
                        true));
        assertEquals(List.of(0), process.serials());
    }

    private FakeListenerProcess readyListener(String pool, String... events) {
        return readyListener(bus, pool, events);
    }

    private FakeListenerProcess readyListener(EventBus bus, String pool, String... events) {
        EventListenerPool made = Pools.named(pool, log, 10, events);
        FakeListenerProcess process = new FakeListenerProcess(pool);
        Listener listener = made.add(process);
        bus.subscribe(made);
        says(listener, "READY\n");
        return process;
    }

    @Test
    void whatAClosedPoolIsNotToldHasItsNumberAllTheSame() {
        EventListenerPool closed = Pools.named("closed", log, 10, "TICK");
        bus.subscribe(closed);
        FakeListenerProcess all = readyListener("all", "REMOTE_COMMUNICATION");
        closed.close();
        bus.publish(new Event.Tick(5, 115));
        bus.passOver(new Event.Tick(5, 120));
        bus.passOver(new Event.SupervisorStopping());
        bus.publish(new Event.RemoteCommunication("a", "b"));
        assertEquals(List.of(2), all.serials());
        assertEquals(0, closed.counts().received());
    }
}
