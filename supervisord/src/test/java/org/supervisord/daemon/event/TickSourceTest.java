package org.supervisord.daemon.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.loop.ManualScheduler;

class TickSourceTest {
    /** The first second of a slice of 5, 25 s into one of 60, 1525 s into one of 3600. */
    private static final long START = 1_700_000_725L;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final EventBus bus = new EventBus(new EventSerials());
    private final TickSource source = new TickSource(scheduler, bus);
    private final RecordedLog log = new RecordedLog();
    private FakeListenerProcess process;

    @BeforeEach
    void setTheClock() {
        scheduler.clock().setWallMillis(START * 1000);
    }

    @Test
    void nothingWaitsWhileNobodyListens() {
        assertTrue(scheduler.isIdle());
        listen("PROCESS_STATE");
        assertTrue(scheduler.isIdle());
        listen("TICK_60");
        assertFalse(scheduler.isIdle());
    }

    @Test
    void ticksAtTheBeginningOfEachSlice() {
        scheduler.clock().setWallMillis((START + 2) * 1000 + 250);
        listen("TICK_5");
        scheduler.advance(Duration.ofMillis(2749));
        assertEquals(List.of(), ticks());
        scheduler.advance(Duration.ofMillis(1));
        assertEquals(List.of("TICK_5 " + (START + 5)), ticks());
        scheduler.advance(Duration.ofSeconds(10));
        assertEquals(
                List.of(
                        "TICK_5 " + (START + 5),
                        "TICK_5 " + (START + 10),
                        "TICK_5 " + (START + 15)),
                ticks());
    }

    @Test
    void allPeriodsTickForThoseWhoWantTicks() {
        listen("TICK");
        scheduler.advance(Duration.ofHours(1));
        for (int period : List.of(5, 60, 3600)) {
            List<String> expected =
                    IntStream.rangeClosed((int) START + 1, (int) START + 3600)
                            .filter(second -> second % period == 0)
                            .mapToObj(second -> "TICK_" + period + " " + second)
                            .toList();
            assertEquals(
                    expected,
                    ticks().stream()
                            .filter(tick -> tick.startsWith("TICK_" + period + " "))
                            .toList());
        }
    }

    @Test
    void shorterPeriodsAreToldOfFirst() {
        listen("TICK_60");
        scheduler.advance(Duration.ofSeconds(30));
        listen("TICK");
        scheduler.advance(Duration.ofSeconds(5));
        assertEquals(List.of("TICK_5 " + (START + 35), "TICK_60 " + (START + 35)), ticks());
    }

    @Test
    void ceasesWhenTheLastOneCeasesToListen() {
        listen("TICK_5");
        bus.unsubscribe("TICK_5");
        assertTrue(scheduler.isIdle());
    }

    @Test
    void goesOnForThoseWhoStay() {
        listen("TICK_5");
        FakeListenerProcess first = process;
        listen("TICK");
        bus.unsubscribe("TICK");
        scheduler.advance(Duration.ofSeconds(5));
        assertEquals(1, first.told().size());
    }

    @Test
    void endsAltogether() {
        listen("TICK");
        source.close();
        assertTrue(scheduler.isIdle());
    }

    @Test
    void aClockThatWasSetBackBeginsAnOlderSlice() {
        listen("TICK_5");
        scheduler.advance(Duration.ofSeconds(1));
        scheduler.clock().setWallMillis(1_000_001_000L);
        scheduler.advance(Duration.ofSeconds(4));
        assertEquals(List.of("TICK_5 1000005"), ticks());
    }

    @Test
    void aSliceIsNotToldTwiceWhenTheClockIsSetBackALittle() {
        // listens from the fourth second of a slice on, which the clock then falls back into
        scheduler.clock().setWallMillis((START + 4) * 1000);
        listen("TICK_5");
        scheduler.clock().setWallMillis((START + 1) * 1000);
        scheduler.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), ticks());
        scheduler.advance(Duration.ofSeconds(3));
        assertEquals(List.of("TICK_5 " + (START + 5)), ticks());
    }

    @Test
    void aClockThatWasSetForwardSkipsWhatLiesBetween() {
        listen("TICK_5");
        scheduler.clock().setWallMillis((START + 1000) * 1000);
        scheduler.advance(Duration.ofSeconds(5));
        assertEquals(List.of("TICK_5 " + (START + 1005)), ticks());
    }

    private void listen(String type) {
        EventListenerPool pool = Pools.named(type, log, 10_000, type);
        process = new FakeListenerProcess(type);
        Listener listener = pool.add(process);
        bus.subscribe(pool);
        Pools.says(listener, "READY\n");
    }

    /** The ticks that the newest listener is told of, when it deals with all that are waiting. */
    private List<String> ticks() {
        EventListenerPool pool = bus.pool(process.name()).orElseThrow();
        for (int before = -1; before != process.told().size(); ) {
            before = process.told().size();
            Pools.says(pool.add(process), "READY\n");
        }
        return process.told().stream()
                .map(
                        text ->
                                text.replaceFirst(
                                        "(?s).* eventname:(\\w+) len:\\d+\nwhen:(\\d+)", "$1 $2"))
                .toList();
    }
}
