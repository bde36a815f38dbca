package org.supervisord.daemon.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.log.LogSink;
import org.supervisord.daemon.log.MemorySink;
import org.supervisord.daemon.loop.ManualScheduler;

class ChildOutputTest {
    private static final String BEGIN = "<!--XSUPERVISOR:BEGIN-->";
    private static final String END = "<!--XSUPERVISOR:END-->";
    private static final String ESC = "\u001b";
    private static final String LONG = "text that is longer than a token";

    private final ManualScheduler scheduler = new ManualScheduler();
    private final MemorySink sink = new MemorySink();
    private final Heard heard = new Heard();

    /** Writes down what it is told. */
    private static final class Heard implements OutputListener {
        private final List<String> output = new ArrayList<>();
        private final List<String> messages = new ArrayList<>();
        private final List<String> debug = new ArrayList<>();

        @Override
        public void output(byte[] data) {
            output.add(string(data));
        }

        @Override
        public void message(byte[] data) {
            messages.add(string(data));
        }

        @Override
        public void debug(byte[] data) {
            debug.add(string(data));
        }
    }

    @Test
    void bytesGoToTheLogAndNobodyElseIsTold() {
        ChildOutput output = output(0, false, false, false);
        take(output, "one " + ESC + "[1m", BEGIN + "two" + END);
        assertEquals("one " + ESC + "[1m" + BEGIN + "two" + END, sink.text());
        assertEquals(List.of(), heard.output);
        assertEquals(List.of(), heard.messages);
        assertEquals(List.of(), heard.debug);
    }

    @Test
    void aMessageWithoutAnEndIsCounted() {
        ChildOutput output = output(1000, false, false, false);
        take(output, "te");
        assertEquals(2, output.waitingBytes());
        take(output, "xt" + BEGIN + LONG + LONG);
        assertEquals(2 * LONG.length(), output.waitingBytes());
        take(output, END + LONG);
        assertEquals(0, output.waitingBytes());
    }

    @Test
    void everyLogGetsAllOfThem() {
        for (boolean events : List.of(false, true)) {
            MemorySink first = new MemorySink();
            MemorySink second = new MemorySink();
            ChildOutput output = output(0, false, events, false, first, second);
            take(output, "one ", "two");
            assertEquals("one two", first.text());
            assertEquals("one two", second.text());
        }
    }

    @Test
    void withoutALogPiecesAreStillTold() {
        ChildOutput output = output(0, false, true, true, new LogSink[0]);
        take(output, "one", "two");
        assertEquals(List.of("one", "two"), heard.output);
        assertEquals(List.of("one", "two"), heard.debug);
    }

    @Test
    void eventsAndDebugAreToldApart() {
        take(output(0, false, true, false), "event");
        take(output(0, false, false, true), "debug");
        assertEquals(List.of("event"), heard.output);
        assertEquals(List.of("debug"), heard.debug);
        assertEquals("eventdebug", sink.text());
    }

    @Test
    void onlyTheRemainingBytesOfABufferAreTaken() {
        for (boolean events : List.of(false, true)) {
            MemorySink own = new MemorySink();
            ByteBuffer buffer = ByteBuffer.wrap(bytes("-kept-"), 1, 4);
            output(0, false, events, false, own).take(buffer);
            assertEquals("kept", own.text());
            assertFalse(buffer.hasRemaining());
        }
    }

    @Test
    void escapesAreInNeitherTheLogNorTheEvents() {
        ChildOutput output = output(0, true, true, true);
        take(output, "a" + ESC + "[3", "1mb", ESC + "[0m");
        assertEquals("ab", sink.text());
        assertEquals(List.of("a", "b", ""), heard.output);
        assertEquals(List.of("a", "b", ""), heard.debug);
    }

    @Test
    void aPieceOfAMessageIsToldEvenIfItIsNothingButEscapes() {
        ChildOutput output = output(1000, true, true, false);
        take(output, BEGIN + ESC + "[31m" + END + LONG);
        output.end();
        assertEquals(List.of(""), heard.messages);
        assertEquals(List.of("", LONG), heard.output);
    }

    @Test
    void anEscapeThatIsNeverCompletedIsTextForEverybody() {
        ChildOutput output = output(0, true, true, false);
        take(output, "a" + ESC + "[31");
        output.end();
        assertEquals("a" + ESC + "[31", sink.text());
        assertEquals(List.of("a", ESC + "[31"), heard.output);
    }

    @Test
    void messagesAreToldAndNotLogged() {
        ChildOutput output = output(1000, false, false, false);
        take(output, LONG + BEGIN + "message" + END + LONG);
        assertEquals(LONG + LONG, sink.text());
        assertEquals(List.of("message"), heard.messages);
    }

    @Test
    void piecesOfMessagesAreOutputToo() {
        ChildOutput output = output(1000, false, true, true);
        take(output, "before" + BEGIN + "message" + END + LONG);
        assertEquals(List.of("before", "message", LONG), heard.output);
        assertEquals(List.of("before", "message", LONG), heard.debug);
        assertEquals("before" + LONG, sink.text());
    }

    @Test
    void messagesAreCutToTheirRoom() {
        ChildOutput output = output(40, false, false, false);
        take(output, BEGIN + "a".repeat(30), "b".repeat(30), END + LONG);
        assertEquals(List.of("b".repeat(30)), heard.messages);
    }

    @Test
    void messagesHaveNoEscapesEither() {
        ChildOutput output = output(1000, true, false, false);
        take(output, BEGIN + "r" + ESC + "[31med" + ESC + "[0m" + END + LONG);
        assertEquals(List.of("red"), heard.messages);
        assertEquals(LONG, sink.text());
    }

    @Test
    void anEscapeCutOffByAMessageDoesNotReachIntoIt() {
        ChildOutput output = output(1000, true, false, false);
        take(output, "a" + ESC + "[3" + BEGIN + "hello" + END + "1mb" + LONG);
        assertEquals(List.of("hello"), heard.messages);
        assertEquals("ab" + LONG, sink.text());
    }

    @Test
    void anEscapeCutOffByTheEndOfAMessageDoesNotReachBeyondIt() {
        ChildOutput output = output(1000, true, false, false);
        take(
                output,
                BEGIN + "one" + ESC + "[3" + END + "hello " + LONG,
                BEGIN + "hello" + ESC + END + LONG);
        output.end();
        assertEquals(List.of("one", "hello"), heard.messages);
        assertEquals("hello " + LONG + LONG, sink.text());
    }

    @Test
    void whatWaitedForATokenIsLoggedAndToldAMomentAfterTheEnd() {
        ChildOutput output = output(1000, false, true, false);
        take(output, "short");
        output.end();
        assertEquals("", sink.text());
        assertEquals(List.of(), sink.asked());
        assertTrue(output.isUnfinished());
        scheduler.advance(ChildOutput.LAST_WORDS);
        assertEquals("short", sink.text());
        assertEquals(List.of("short"), heard.output);
        assertFalse(output.isUnfinished());
    }

    @Test
    void itIsLoggedSoonerForThoseWhoCannotWait() {
        ChildOutput output = output(1000, false, true, false);
        take(output, "short");
        output.end();
        output.finish();
        assertEquals("short", sink.text());
        scheduler.advance(ChildOutput.LAST_WORDS);
        assertEquals("short", sink.text());
    }

    @Test
    void whatDoesNotWaitIsLoggedBeforeTheEnd() {
        ChildOutput output = output(1000, false, true, false);
        take(output, LONG + "\n");
        assertEquals(LONG + "\n", sink.text());
    }

    @Test
    void logsAreThereAsLongAsTheChildIs() throws IOException {
        ChildOutput output = output(0, false, false, false);
        take(output, LONG + "\n");
        output.end();
        output.clearLogs();
        output.reopenLogs();
        assertEquals(List.of("clear", "reopen"), sink.asked());
        output.release();
        assertEquals(List.of("clear", "reopen", "close"), sink.asked());
    }

    @Test
    void logsOfAChildThatHasGoneAreThereUntilItsLastWordsAre() {
        ChildOutput output = output(1000, false, false, false);
        take(output, "short");
        output.end();
        output.release();
        assertEquals(List.of(), sink.asked());
        scheduler.advance(ChildOutput.LAST_WORDS);
        assertEquals("short", sink.text());
        assertEquals(List.of("close"), sink.asked());
    }

    @Test
    void logsAreClosedOnceAllIsWritten() {
        MemorySink second = new MemorySink();
        ChildOutput output = output(1000, true, false, false, sink, second);
        take(output, "short" + ESC);
        output.end();
        output.release();
        output.finish();
        for (MemorySink each : List.of(sink, second)) {
            assertEquals("short" + ESC, each.text());
            assertEquals(List.of("close"), each.asked());
        }
    }

    @Test
    void everyLogIsReopenedAndCleared() throws IOException {
        MemorySink second = new MemorySink();
        ChildOutput output = output(0, false, false, false, sink, second);
        output.reopenLogs();
        output.clearLogs();
        assertEquals(List.of("reopen", "clear"), sink.asked());
        assertEquals(List.of("reopen", "clear"), second.asked());
    }

    @Test
    void anotherProgramGoesOnWhereverThisOneWas() {
        String all =
                LONG
                        + BEGIN
                        + "a message"
                        + ESC
                        + "[1m that goes on"
                        + END
                        + "and "
                        + ESC
                        + "[31mmore text that is long enough"
                        + BEGIN
                        + "next"
                        + END
                        + LONG;
        ChildOutput whole = output(100, true, true, false);
        take(whole, all);
        whole.end();
        whole.finish();
        String text = sink.text();
        List<String> messages = List.copyOf(heard.messages);
        for (int at = 1; at < all.length(); at++) {
            MemorySink before = new MemorySink();
            MemorySink after = new MemorySink();
            heard.messages.clear();
            ChildOutput former = output(100, true, true, false, before);
            take(former, all.substring(0, at));
            ChildOutput next = output(100, true, true, false, after);
            next.resume(former.snapshot());
            take(next, all.substring(at));
            next.end();
            next.finish();
            assertEquals(text, before.text() + after.text(), "at " + at);
            assertEquals(messages, heard.messages, "at " + at);
            assertEquals(whole.logged(), next.logged());
        }
    }

    @Test
    void whatWaitsAfterTheEndIsLoggedBeforeAnotherProgramGoesOn() {
        ChildOutput output = output(1000, false, true, false);
        take(output, "short");
        output.end();
        assertEquals(5, output.snapshot().logged());
        assertEquals("short", sink.text());
        assertFalse(output.isUnfinished());
    }

    @Test
    void aLimitBelowZeroIsOneThatEachPieceIsBeyond() {
        ChildOutput output = output(-1, false, false, false);
        take(output, BEGIN + "a first piece that is long enough", "and the last one" + END, LONG);
        output.end();
        output.finish();
        assertEquals(LONG, sink.text());
        assertEquals(1, heard.messages.size());
    }

    private ChildOutput output(long capture, boolean strip, boolean events, boolean debug) {
        return output(capture, strip, events, debug, sink);
    }

    private ChildOutput output(
            long capture, boolean strip, boolean events, boolean debug, LogSink... sinks) {
        return new ChildOutput(
                new ChildOutput.Treatment(capture, strip, events, debug),
                List.of(sinks),
                heard,
                scheduler);
    }

    private static void take(ChildOutput output, String... pieces) {
        for (String piece : pieces) {
            output.take(ByteBuffer.wrap(bytes(piece)));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String string(byte[] data) {
        return new String(data, StandardCharsets.ISO_8859_1);
    }
}
