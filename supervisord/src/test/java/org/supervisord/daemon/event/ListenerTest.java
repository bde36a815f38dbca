package org.supervisord.daemon.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.event.Pools.event;
import static org.supervisord.daemon.event.Pools.says;

import ch.qos.logback.classic.Level;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.daemon.RecordedLog;

class ListenerTest {
    private final RecordedLog log = new RecordedLog();
    private final EventListenerPool pool = Pools.pool(log, 10, "EVENT");
    private final FakeListenerProcess process = new FakeListenerProcess("first");
    private final Listener listener = pool.add(process);

    @Test
    void isToldNothingBeforeItIsReady() {
        pool.accept(event(0));
        assertEquals(List.of(), process.told());
        says(listener, "READY\n");
        assertEquals(
                List.of(
                        "ver:3.0 server:supervisor serial:0 pool:pool poolserial:0"
                                + " eventname:TICK_5 len:6\nwhen:0"),
                process.told());
    }

    @Test
    void isToldAtOnceWhenItIsReady() {
        says(listener, "READY\n");
        pool.accept(event(0));
        assertEquals(List.of(0), process.serials());
    }

    @Test
    void isToldOneEventAtATime() {
        says(listener, "READY\n");
        pool.accept(event(0));
        pool.accept(event(1));
        assertEquals(List.of(0), process.serials());
        says(listener, "RESULT 2\nOK");
        assertEquals(List.of(0), process.serials(), "it has not asked for another");
        says(listener, "READY\n");
        assertEquals(List.of(0, 1), process.serials());
    }

    @Test
    void understandsItsWordsHoweverTheyAreCut() {
        String words = "RESULT 2\nOKREADY\n";
        for (int first = 0; first <= words.length(); first++) {
            for (int second = first; second <= words.length(); second++) {
                Listener cut = busyListener();
                says(cut, words.substring(0, first));
                says(cut, words.substring(first, second));
                says(cut, words.substring(second));
                assertTrue(cut.isReady(), "cut at " + first + " and " + second);
                cut.gone();
            }
        }
        assertEquals(List.of(), log.lines(Level.WARN));
    }

    @Test
    void understandsItsWordsByteByByte() {
        pool.accept(event(0));
        pool.accept(event(1));
        for (char c : "READY\nRESULT 2\nOKREADY\nRESULT 4\nFAILREADY\n".toCharArray()) {
            says(listener, String.valueOf(c));
        }
        assertEquals(List.of(0, 1, 1), process.serials());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESULT 4\nFAIL", "RESULT 2\nok", "RESULT 3\nOK\n", "RESULT 0\n"})
    void isToldAgainOfAnEventThatItRejects(String rejection) {
        says(listener, "READY\n");
        pool.accept(event(0));
        pool.accept(event(1));
        says(listener, rejection);
        says(listener, "READY\n");
        assertEquals(List.of(0, 0), process.serials(), "the rejected one comes first");
        assertEquals(process.told().get(0), process.told().get(1), "its pool serial included");
        assertEquals(List.of("first: event was rejected"), log.lines(Level.WARN));
    }

    @Test
    void aResultMayHoldAnyBytes() {
        says(listener, "READY\n");
        pool.accept(event(0));
        says(listener, "RESULT 9\n\nREADY\n\u0000\u00ff");
        says(listener, "READY\n");
        assertEquals(List.of(0, 0), process.serials());
    }

    @Test
    void isNotJudgedBeforeItHasSaidEnough() {
        says(listener, "HELLO");
        assertEquals(List.of(), log.lines(Level.WARN));
        says(listener, "!");
        assertTrue(isUnknown());
    }

    @Test
    void isToldNothingMoreOnceItHasSaidSomethingElse() {
        says(listener, "READY.");
        says(listener, "READY\n");
        pool.accept(event(0));
        assertEquals(List.of(), process.told());
        assertTrue(isUnknown());
    }

    @Test
    void mustBeSilentWhileItWaits() {
        says(listener, "READY\n");
        says(listener, "READY\n");
        pool.accept(event(0));
        assertEquals(List.of(), process.told());
        assertTrue(isUnknown());
    }

    @Test
    void isNotToldWhenItWentOnTalkingInTheSameBreath() {
        pool.accept(event(0));
        says(listener, "READY\nand more");
        assertEquals(List.of(), process.told());
        assertTrue(isUnknown());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RESULT 2",
                "RESXXX 2",
                "1234567 2",
                "\u00ff\u00fe\u00fd\u00fc\u00fb\u00fa 2",
                "RESULT \t2\f\r",
                "RESULT +2",
                "RESULT 0_2",
                "RESULT 00000000000000000002",
            })
    void aResultLineIsReadAsGenerouslyAsByTheReference(String line) {
        says(listener, "READY\n");
        pool.accept(event(0));
        pool.accept(event(1));
        says(listener, line + "\nOKREADY\n");
        assertEquals(List.of(0, 1), process.serials());
    }

    @Test
    void lessThanNothingIsNothing() {
        says(listener, "READY\n");
        pool.accept(event(0));
        says(listener, "RESULT -0\nREADY\n");
        // rejected, and told again
        assertEquals(List.of(0, 0), process.serials());
    }

    @Test
    void aBadResultLineThatIsNoTextIsQuoted() {
        says(listener, "READY\n");
        pool.accept(event(0));
        says(listener, "RESULT \u00ff\u00fe\n");
        assertEquals(
                "first: bad result line: 'Undecodable: b'RESULT \\xff\\xfe''",
                log.lines(Level.WARN).get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RESULT",
                "RESULT ",
                "RESULT two",
                "RESULT -1",
                "RESULT +",
                "RESULT + 2",
                "RESULT _2",
                "RESULT 2_",
                "RESULT 0__2",
                "RESULT 2 2",
                "RESULT 16777217",
                "RESULT 99999999999999999999",
                "READY",
                "",
            })
    void aBadResultLineIsTheEndOfItButNotOfTheEvent(String line) {
        FakeListenerProcess other = new FakeListenerProcess("second");
        Listener second = pool.add(other);
        says(listener, "READY\n");
        pool.accept(event(0));
        says(second, "READY\n");
        says(listener, line + "\nOKREADY\n");
        assertTrue(isUnknown());
        assertEquals("first: bad result line: '" + line + "'", log.lines(Level.WARN).get(0));
        assertEquals(List.of(0), other.serials());
        assertEquals(process.told(), other.told());
    }

    @Test
    void aLineWithoutEndIsBadToo() {
        says(listener, "READY\n");
        pool.accept(event(0));
        says(listener, "R".repeat(Listener.LONGEST_LINE));
        assertFalse(isUnknown());
        says(listener, "R");
        assertTrue(isUnknown());
    }

    @Test
    void aLineThatIsTooLongIsBadWithItsEndAsWell() {
        says(listener, "READY\n");
        pool.accept(event(0));
        says(listener, "RESULT " + "0".repeat(Listener.LONGEST_LINE) + "2\nOK");
        assertTrue(isUnknown());
    }

    @Test
    void isKnownAgainWhenItWasStartedAnew() {
        says(listener, "nonsense");
        listener.gone();
        listener.started();
        says(listener, "READY\n");
        pool.accept(event(0));
        assertEquals(List.of(0), process.serials());
    }

    @Test
    void anEventThatItDiesWithGoesToAnother() {
        FakeListenerProcess other = new FakeListenerProcess("second");
        Listener second = pool.add(other);
        says(listener, "READY\n");
        pool.accept(event(0));
        says(second, "READY\n");
        process.setRunning(false);
        listener.gone();
        assertEquals(process.told(), other.told());
    }

    @Test
    void anEventThatItDiesWithComesFirstAfterwards() {
        says(listener, "READY\n");
        pool.accept(event(0));
        pool.accept(event(1));
        says(listener, "RESULT 5\nab");
        listener.gone();
        listener.started();
        says(listener, "READY\n");
        says(listener, "RESULT 2\nOK");
        says(listener, "READY\n");
        assertEquals(List.of(0, 0, 1), process.serials());
    }

    @Test
    void halfAWordOfALifeBeforeIsForgotten() {
        says(listener, "REA");
        listener.gone();
        listener.started();
        says(listener, "READY\n");
        assertTrue(listener.isReady());
    }

    @Test
    void anEventIsTakenBackOnceOnly() {
        says(listener, "READY\n");
        pool.accept(event(0));
        listener.gone();
        listener.gone();
        listener.started();
        says(listener, "READY\n");
        says(listener, "RESULT 2\nOK");
        says(listener, "READY\n");
        assertEquals(List.of(0, 0), process.serials());
    }

    @Test
    void isNotToldWhileItsProcessIsNotRunning() {
        process.setRunning(false);
        says(listener, "READY\n");
        pool.accept(event(0));
        assertEquals(List.of(), process.told());
        process.setRunning(true);
        pool.dispatch();
        assertEquals(List.of(0), process.serials());
    }

    @Test
    void staysReadyWhenItCannotBeWrittenTo() {
        says(listener, "READY\n");
        process.breakPipe();
        pool.accept(event(0));
        assertTrue(listener.isReady());
        FakeListenerProcess other = new FakeListenerProcess("second");
        says(pool.add(other), "READY\n");
        assertEquals(List.of(0), other.serials(), "the event was kept for another");
    }

    @Provide
    Arbitrary<List<String>> talk() {
        return Arbitraries.of(
                        "READY\n", "RESULT ", "2\n", "0\n", "3\n", "9", "O", "NO", "\n", "\u00ff")
                .list()
                .ofMaxSize(12);
    }

    @Property(tries = 500)
    void whateverItSaysTheEventIsNotLost(@ForAll("talk") List<String> words) {
        RecordedLog told = new RecordedLog();
        EventListenerPool two = Pools.pool(told, 10, "EVENT");
        FakeListenerProcess talker = new FakeListenerProcess("talker");
        FakeListenerProcess heir = new FakeListenerProcess("heir");
        Listener talking = two.add(talker);
        says(talking, "READY\n");
        two.accept(event(0));
        // "OK" is not among the words that it can make, so it can't have dealt with the event
        words.forEach(word -> says(talking, word));
        talker.setRunning(false);
        talking.gone();
        says(two.add(heir), "READY\n");
        assertEquals(List.of(0), heir.serials());
    }

    private Listener busyListener() {
        EventListenerPool own = Pools.pool(log, 10, "EVENT");
        Listener busy = own.add(new FakeListenerProcess("busy"));
        says(busy, "READY\n");
        own.accept(event(0));
        assertFalse(busy.isReady());
        return busy;
    }

    private boolean isUnknown() {
        return log.lines(Level.WARN).stream()
                .anyMatch(line -> line.startsWith("first: has entered the UNKNOWN state"));
    }
}
