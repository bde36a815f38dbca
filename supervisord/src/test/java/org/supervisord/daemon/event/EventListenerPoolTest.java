package org.supervisord.daemon.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.event.Pools.event;
import static org.supervisord.daemon.event.Pools.says;

import ch.qos.logback.classic.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessState;
import org.supervisord.config.PayloadLength;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.loop.ManualClock;

class EventListenerPoolTest {
    private final RecordedLog log = new RecordedLog();

    @Test
    void dropsTheOldestEventWhenTheBufferIsFull() {
        EventListenerPool pool = Pools.pool(log, 2, "EVENT");
        FakeListenerProcess process = new FakeListenerProcess("only");
        Listener listener = pool.add(process);
        for (int serial = 0; serial < 4; serial++) {
            pool.accept(event(serial));
        }
        assertEquals(
                List.of(
                        "pool pool event buffer overflowed, discarding event 0",
                        "pool pool event buffer overflowed, discarding event 1"),
                log.lines(Level.ERROR));
        answerAll(listener, 3);
        assertEquals(List.of(2, 3), process.serials());
        assertTrue(process.told().get(0).contains(" poolserial:2 "), "numbers are not used again");
    }

    @Test
    void aBufferOfOneKeepsTheNewest() {
        EventListenerPool pool = Pools.pool(log, 1, "EVENT");
        FakeListenerProcess process = new FakeListenerProcess("only");
        Listener listener = pool.add(process);
        pool.accept(event(0));
        pool.accept(event(1));
        answerAll(listener, 2);
        assertEquals(List.of(1), process.serials());
    }

    @Test
    void anEventThatComesBackDropsTheOldestOfAFullBuffer() {
        EventListenerPool pool = Pools.pool(log, 2, "EVENT");
        FakeListenerProcess process = new FakeListenerProcess("only");
        Listener listener = pool.add(process);
        says(listener, "READY\n");
        pool.accept(event(0));
        pool.accept(event(1));
        pool.accept(event(2));
        says(listener, "RESULT 4\nFAIL");
        assertEquals(
                List.of("pool pool event buffer overflowed, discarding event 1"),
                log.lines(Level.ERROR));
        answerAll(listener, 3);
        assertEquals(List.of(0, 0, 2), process.serials());
    }

    @Test
    void tellsHowManyWaitWhenOneComesBack() {
        EventListenerPool pool = Pools.pool(log, 5, "EVENT");
        Listener listener = pool.add(new FakeListenerProcess("only"));
        says(listener, "READY\n");
        pool.accept(event(7));
        pool.accept(event(8));
        says(listener, "RESULT 4\nFAIL");
        assertTrue(
                log.lines(Level.DEBUG)
                        .contains("rebuffering event 7 for pool pool (buf size=1, max=5)"));
    }

    @Test
    void theFirstThatIsReadyIsTold() {
        EventListenerPool pool = Pools.pool(log, 10, "EVENT");
        FakeListenerProcess first = new FakeListenerProcess("first");
        FakeListenerProcess second = new FakeListenerProcess("second");
        FakeListenerProcess third = new FakeListenerProcess("third");
        pool.add(first);
        Listener secondOne = pool.add(second);
        Listener thirdOne = pool.add(third);
        says(thirdOne, "READY\n");
        says(secondOne, "READY\n");
        pool.accept(event(0));
        pool.accept(event(1));
        assertEquals(List.of(), first.serials());
        assertEquals(List.of(0), second.serials());
        assertEquals(List.of(1), third.serials());
    }

    @Test
    void oneThatCannotBeWrittenToIsPassedOver() {
        EventListenerPool pool = Pools.pool(log, 10, "EVENT");
        FakeListenerProcess first = new FakeListenerProcess("first");
        FakeListenerProcess second = new FakeListenerProcess("second");
        Listener firstOne = pool.add(first);
        Listener secondOne = pool.add(second);
        says(firstOne, "READY\n");
        says(secondOne, "READY\n");
        first.breakPipe();
        pool.accept(event(0));
        assertEquals(List.of(0), second.serials());
    }

    @Test
    void theLengthCountsCharacters() {
        EventListenerPool pool = Pools.pool(log, 10, "EVENT");
        FakeListenerProcess process = new FakeListenerProcess("only");
        says(pool.add(process), "READY\n");
        pool.accept(new NumberedEvent(0, EventType.REMOTE_COMMUNICATION, Payload.of("żółw 🐢")));
        String told = process.told().get(0);
        assertTrue(told.endsWith(" eventname:REMOTE_COMMUNICATION len:6\nżółw 🐢"), told);
    }

    @Test
    void theLengthCountsBytesIfThatIsWanted() {
        EventListenerPool pool = Pools.withOptions(log, PayloadLength.BYTES, 0, new ManualClock());
        FakeListenerProcess process = new FakeListenerProcess("only");
        says(pool.add(process), "READY\n");
        pool.accept(new NumberedEvent(0, EventType.REMOTE_COMMUNICATION, Payload.of("żółw 🐢")));
        String told = process.told().get(0);
        assertTrue(told.endsWith(" len:12\nżółw 🐢"), told);
    }

    @Test
    void anEventThatFailsTooOftenIsDroppedAndItsListenerGivenUp() {
        EventListenerPool pool =
                Pools.withOptions(log, PayloadLength.CHARACTERS, 2, new ManualClock());
        FakeListenerProcess process = new FakeListenerProcess("only");
        Listener listener = pool.add(process);
        says(listener, "READY\n");
        pool.accept(new NumberedEvent(7, EventType.REMOTE_COMMUNICATION, Payload.of("a\nb")));
        says(listener, "RESULT 4\nFAILREADY\n");
        listenerDies(process, listener);
        says(listener, "READY\n");
        assertEquals(List.of(7, 7, 7), process.serials());
        assertEquals(List.of(), process.givenUp());
        says(listener, "RESULT 4\nFAIL");
        assertEquals(
                List.of(
                        "event 7 of pool pool was rejected by only after 2 retries, discarding it:"
                                + " REMOTE_COMMUNICATION 'a\\nb'"),
                log.lines(Level.ERROR));
        assertEquals(
                List.of("event 7 of pool pool was rejected by it after 2 retries"),
                process.givenUp());
        assertEquals(0, pool.undelivered());
        assertEquals(1, pool.counts().dropped());
        assertEquals(2, pool.counts().retried());
    }

    @Test
    void oneThatWasGivenUpRecoversWhenItIsReadyAfterANewStart() {
        EventListenerPool pool =
                Pools.withOptions(log, PayloadLength.CHARACTERS, 1, new ManualClock());
        FakeListenerProcess process = new FakeListenerProcess("only");
        Listener listener = pool.add(process);
        says(listener, "READY\n");
        pool.accept(event(0));
        says(listener, "RESULT 4\nFAILREADY\n");
        says(listener, "RESULT 4\nFAILREADY\n");
        assertEquals(1, process.givenUp().size());
        assertEquals(0, process.recoveries(), "the same process is no better for saying READY");
        listener.gone();
        process.setRunning(true);
        listener.started();
        says(listener, "READY\n");
        assertEquals(1, process.recoveries());
    }

    @Test
    void theOthersGoOnWhenOneIsGivenUp() {
        EventListenerPool pool =
                Pools.withOptions(log, PayloadLength.CHARACTERS, 1, new ManualClock());
        FakeListenerProcess first = new FakeListenerProcess("first");
        FakeListenerProcess second = new FakeListenerProcess("second");
        Listener firstOne = pool.add(first);
        Listener secondOne = pool.add(second);
        says(firstOne, "READY\n");
        pool.accept(event(0));
        says(firstOne, "RESULT 4\nFAILREADY\n");
        pool.accept(event(1));
        says(firstOne, "RESULT 4\nFAILREADY\n");
        says(secondOne, "READY\n");
        assertEquals(List.of(1), second.serials());
    }

    @Test
    void oneThatWasStoppedHasNotFailed() {
        EventListenerPool pool =
                Pools.withOptions(log, PayloadLength.CHARACTERS, 1, new ManualClock());
        FakeListenerProcess process = new FakeListenerProcess("only");
        Listener listener = pool.add(process);
        pool.accept(event(0));
        for (int i = 0; i < 4; i++) {
            says(listener, "READY\n");
            process.setState(ProcessState.STOPPED);
            listener.gone();
            process.setRunning(true);
            listener.started();
        }
        assertEquals(List.of(0, 0, 0, 0), process.serials());
        assertEquals(List.of(), process.givenUp());
    }

    @Test
    void countsWhatBecomesOfEvents() {
        ManualClock clock = new ManualClock();
        EventListenerPool pool = Pools.withOptions(log, PayloadLength.CHARACTERS, 0, clock);
        Listener listener = pool.add(new FakeListenerProcess("only"));
        for (int serial = 0; serial < 12; serial++) {
            pool.accept(event(serial));
            clock.advance(Duration.ofSeconds(1));
        }
        says(listener, "READY\n");
        says(listener, "RESULT 2\nOKREADY\n");
        says(listener, "RESULT 4\nFAILREADY\n");
        assertEquals(
                new PoolCounts(
                        "pool",
                        10,
                        8,
                        1,
                        12,
                        3,
                        1,
                        1,
                        1,
                        2,
                        Duration.ofSeconds(9),
                        List.of(new PoolCounts.ListenerCounts("only", ListenerState.BUSY))),
                pool.counts());
    }

    private static void listenerDies(FakeListenerProcess process, Listener listener) {
        process.setRunning(false);
        listener.gone();
        process.setRunning(true);
        listener.started();
    }

    @Test
    void countsEverySubscriptionThatAnEventFallsUnder() {
        EventListenerPool pool =
                Pools.pool(log, 10, "EVENT", "PROCESS_STATE", "PROCESS_STATE_EXITED", "TICK_5");
        assertEquals(3, pool.subscriptions(EventType.PROCESS_STATE_EXITED));
        assertEquals(2, pool.subscriptions(EventType.PROCESS_STATE_FATAL));
        assertEquals(2, pool.subscriptions(EventType.TICK_5));
        assertEquals(1, pool.subscriptions(EventType.TICK_60));
    }

    @Test
    void onlyOkIsAccepted() {
        assertTrue(accepts("OK"));
        for (String other : List.of("", "O", "ok", "OK\n", " OK", "OKOK", "FAIL")) {
            assertEquals(false, accepts(other), other);
        }
    }

    private static boolean accepts(String result) {
        return ResultHandler.STANDARD.accepts(
                () -> {
                    throw new AssertionError("it needs no event");
                },
                result.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aHandlerOfOnesOwnIsToldTheEventAndMayFail() {
        EventListenerPool pool =
                Pools.judgedBy(
                        log,
                        ResultHandler.of(
                                (event, result) -> {
                                    if (result.length == 0) {
                                        throw new IllegalStateException("no words");
                                    }
                                    return event.fields()
                                            .get("when")
                                            .equals(new String(result, StandardCharsets.US_ASCII));
                                }));
        FakeListenerProcess process = new FakeListenerProcess("only");
        Listener listener = pool.add(process);
        pool.accept(event(7));
        says(listener, "READY\nRESULT");
        listener.started();
        says(listener, "READY\n");
        says(listener, "RESULT 1\n6");
        says(listener, "READY\n");
        says(listener, "RESULT 0\n");
        assertTrue(
                log.lines(Level.WARN)
                        .contains(
                                "only: event caused an error:"
                                        + " java.lang.IllegalStateException: no words"));
        listener.started();
        says(listener, "READY\n");
        says(listener, "RESULT 1\n7");
        assertEquals(1, pool.counts().accepted());
        assertEquals(2, pool.counts().rejected());
    }

    /** The listener asks so many times, and deals with each event that it gets. */
    private static void answerAll(Listener listener, int times) {
        for (int i = 0; i < times && !listener.isReady(); i++) {
            says(listener, "READY\n");
            if (!listener.isReady()) {
                says(listener, "RESULT 2\nOK");
            }
        }
    }

    @Test
    void eventsThatAreTooLongAltogetherPushOutTheOldestOnes() {
        RecordedLog log = new RecordedLog();
        EventListenerPool pool = Pools.pool(log, 1000, "EVENT");
        String large = "x".repeat((int) EventListenerPool.MOST_WAITING_BYTES / 4);
        for (int i = 0; i < 4; i++) {
            pool.accept(new NumberedEvent(i, EventType.TICK_5, Payload.of(large)));
        }
        assertEquals(4, pool.counts().queued());
        pool.accept(new NumberedEvent(4, EventType.TICK_5, Payload.of("y")));
        assertEquals(4, pool.counts().queued());
        assertEquals(1, pool.counts().dropped());
        assertEquals(
                List.of("pool pool event buffer overflowed, discarding event 0"),
                log.lines(Level.ERROR));
    }

    @Test
    void whatAStuckListenerMissesIsToldOnceAndCountedThen() {
        RecordedLog log = new RecordedLog();
        EventListenerPool pool = Pools.pool(log, 1, "EVENT");
        FakeListenerProcess process = new FakeListenerProcess("l");
        Listener listener = pool.add(process);
        for (int i = 0; i < 1000; i++) {
            pool.accept(Pools.event(i));
        }
        List<String> lines = log.lines(Level.ERROR);
        assertEquals(Overflow.TOLD, lines.size());
        assertEquals(
                "pool pool event buffer overflowed, discarding event 9; further ones are counted",
                lines.get(9));
        assertEquals(999, pool.counts().dropped());
        Pools.says(listener, "READY\n");
        assertEquals(
                "pool pool tells events again; its buffer overflowed 999 times meanwhile",
                log.lines(Level.ERROR).get(Overflow.TOLD));
    }
}
