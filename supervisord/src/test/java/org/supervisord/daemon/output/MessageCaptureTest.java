package org.supervisord.daemon.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCaptureTest {
    private static final String BEGIN = "<!--XSUPERVISOR:BEGIN-->";
    private static final String END = "<!--XSUPERVISOR:END-->";
    private static final String LONG = "text that is longer than a token";

    /** What was heard of an output: its text in one, and each message. */
    private record Heard(String text, List<String> messages) {}

    /** A capture with everything that it tells. */
    private static final class Bench {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private final List<String> messages = new ArrayList<>();
        private final MessageCapture capture;

        Bench(long maxbytes) {
            capture =
                    new MessageCapture(
                            maxbytes,
                            text::writeBytes,
                            UnaryOperator.identity(),
                            data -> messages.add(string(data)));
        }

        Bench take(String... pieces) {
            for (String piece : pieces) {
                capture.take(bytes(piece));
            }
            return this;
        }

        Heard end() {
            text.writeBytes(capture.end());
            return now();
        }

        Heard now() {
            return new Heard(string(text.toByteArray()), List.copyOf(messages));
        }
    }

    @Test
    void aMessageIsToldAndNotLogged() {
        assertEquals(
                new Heard("before  after", List.of("message")),
                whole("before " + BEGIN + "message" + END + " after"));
    }

    @Test
    void severalMessagesAreToldInTheirOrder() {
        assertEquals(
                new Heard("abc", List.of("one", "", "two\n")),
                whole("a" + BEGIN + "one" + END + "b" + BEGIN + END + BEGIN + "two\n" + END + "c"));
    }

    @Test
    void aMessageIsToldAsSoonAsItIsCompleteAndMoreFollows() {
        Bench bench = new Bench(1000).take(BEGIN + "message" + END);
        assertEquals(List.of("message"), bench.now().messages);
    }

    @Test
    void aMessageMayBeAnyBytes() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            all.append(c);
        }
        String text = all.toString();
        assertEquals(new Heard(text, List.of(text)), whole(text + BEGIN + text + END));
    }

    @Test
    void aBeginningInAMessageBelongsToIt() {
        assertEquals(
                new Heard("", List.of("a" + BEGIN + "b")), whole(BEGIN + "a" + BEGIN + "b" + END));
    }

    @Test
    void anEndOutsideOfAMessageIsText() {
        assertEquals(new Heard("a" + END + "b" + END, List.of()), whole("a" + END + "b" + END));
    }

    static List<String> outputs() {
        return List.of(
                LONG + BEGIN + "message" + END + LONG,
                "a" + BEGIN + LONG + END + "b",
                BEGIN + "one" + END + BEGIN + "two" + END,
                LONG + BEGIN + LONG + END,
                LONG + BEGIN + END,
                BEGIN + LONG + "<!--XSUPERVISOR:EN" + END,
                "<<!--XSUPERVISOR:<!--XSUPERVISOR:BEGI" + BEGIN + "<!--" + END + "<!--XSUP",
                LONG + BEGIN + "never ended, and " + LONG,
                LONG + BEGIN,
                "short");
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void itDoesNotMatterWhereAnOutputIsCutInTwo(String output) {
        Heard whole = whole(output);
        for (int cut = 0; cut <= output.length(); cut++) {
            Bench bench = new Bench(1000).take(output.substring(0, cut), output.substring(cut));
            assertEquals(whole, bench.end(), "cut at " + cut);
        }
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void itDoesNotMatterWhereAnOutputIsCutInThree(String output) {
        Heard whole = whole(output);
        for (int first = 0; first <= output.length(); first++) {
            for (int second = first; second <= output.length(); second++) {
                Bench bench =
                        new Bench(1000)
                                .take(
                                        output.substring(0, first),
                                        output.substring(first, second),
                                        output.substring(second));
                assertEquals(whole, bench.end(), "cut at " + first + " and " + second);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void bytesMayComeOneByOne(String output) {
        assertEquals(whole(output), new Bench(1000).take(output.split("")).end());
    }

    @Test
    void textNoLongerThanTheTokenWaitsForMore() {
        Bench bench = new Bench(1000).take("a".repeat(BEGIN.length()));
        assertEquals("", bench.now().text);
        bench.take("b");
        assertEquals("a".repeat(BEGIN.length()) + "b", bench.now().text);
    }

    @Test
    void longerTextWaitsOnlyAsFarAsItCouldBeAToken() {
        Bench bench = new Bench(1000).take(LONG + "<!--XSUPER");
        assertEquals(LONG, bench.now().text);
        bench.take("LATIVE and so on, and so on");
        assertEquals(LONG + "<!--XSUPERLATIVE and so on, and so on", bench.now().text);
    }

    @Test
    void anEndThatComesAloneWaitsForMore() {
        Bench bench = new Bench(1000).take(BEGIN + LONG, END);
        assertEquals(List.of(), bench.now().messages);
        bench.take("x");
        assertEquals(List.of(LONG), bench.now().messages);
    }

    @Test
    void anEndThatComesAloneAndLastEndsItsMessage() {
        assertEquals(new Heard("", List.of(LONG)), new Bench(1000).take(BEGIN + LONG, END).end());
    }

    @Test
    void whatWaitedAtTheEndIsText() {
        assertEquals(new Heard("short", List.of()), new Bench(1000).take("short").end());
    }

    @Test
    void aMessageThatIsNotCompleteIsLost() {
        assertEquals(
                new Heard("before", List.of()),
                new Bench(1000).take("before" + BEGIN + LONG, "short").end());
    }

    @Test
    void theNextMessageBeginsEmpty() {
        Bench bench = new Bench(1000).take(BEGIN + LONG + END, BEGIN + "two" + END);
        assertEquals(List.of(LONG, "two"), bench.now().messages);
    }

    @Test
    void theOldestBytesOfAMessageGiveWayToAsManyNewOnes() {
        // 10 + 20 fit; the next 26 push out 26
        Bench bench =
                new Bench(50)
                        .take(
                                BEGIN + "aaaaaaaaaa" + "bbbbbbbbbbbbbbbbbbbb",
                                "cccccccccccccccccccccccccc",
                                END + LONG);
        assertEquals(List.of("bbbb" + "c".repeat(26)), bench.now().messages);
    }

    @Test
    void aMessageThatFillsItsRoomIsKeptWhole() {
        Bench bench = new Bench(60).take(BEGIN + "a".repeat(30), "b".repeat(30), END + LONG);
        assertEquals(List.of("a".repeat(30) + "b".repeat(30)), bench.now().messages);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMessageWithoutEndCostsNoMoreForEachPieceThanThePiece() {
        // to copy what is kept for each piece would be a hundred gigabytes
        int room = 1 << 20;
        List<byte[]> messages = new ArrayList<>();
        MessageCapture capture =
                new MessageCapture(room, text -> {}, UnaryOperator.identity(), messages::add);
        capture.take(bytes(BEGIN));
        byte[] piece = bytes("ten bytes,");
        for (int i = 0; i < 200_000; i++) {
            capture.take(piece);
        }
        capture.take(bytes(END + "."));
        assertEquals(1, messages.size());
        byte[] kept = messages.get(0);
        assertTrue(kept.length <= room && kept.length > room - 50, "" + kept.length);
        assertTrue(string(kept).endsWith("ten bytes,ten bytes,"));
    }

    @Test
    void aPieceThatPushesOutAllIsKept() {
        // the reference's answer in the same case, recorded by the conformance kit
        String digits = "0123456789".repeat(4);
        String letters = "abcdefghijklmnopqrstuvwxyz".repeat(2);
        Bench bench = new Bench(60).take(BEGIN, digits, letters, END + LONG);
        assertEquals(List.of(letters), bench.now().messages);
    }

    @Test
    void eachPieceOfAMessageIsSeenAndMayBeChanged() {
        List<String> messages = new ArrayList<>();
        MessageCapture capture =
                new MessageCapture(
                        1000,
                        text -> {},
                        data -> Arrays.copyOf(data, data.length - 1),
                        data -> messages.add(string(data)));
        capture.take(bytes(BEGIN + LONG + "1"));
        capture.take(bytes(LONG + "2" + END + LONG));
        assertEquals(List.of(LONG + LONG), messages);
    }

    private static Heard whole(String output) {
        return new Bench(1000).take(output).end();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String string(byte[] data) {
        return new String(data, StandardCharsets.ISO_8859_1);
    }
}
