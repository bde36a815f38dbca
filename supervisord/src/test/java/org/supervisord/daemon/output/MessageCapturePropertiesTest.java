package org.supervisord.daemon.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class MessageCapturePropertiesTest {
    private static final String BEGIN = "<!--XSUPERVISOR:BEGIN-->";
    private static final String END = "<!--XSUPERVISOR:END-->";

    /** What is heard of an output: its text in one, and each message. */
    private record Heard(String text, List<String> messages) {}

    @Provide
    Arbitrary<List<String>> outputs() {
        Arbitrary<String> cutOff =
                Arbitraries.integers()
                        .between(1, BEGIN.length() - 1)
                        .flatMap(
                                length ->
                                        Arbitraries.of(
                                                BEGIN.substring(0, length),
                                                BEGIN.substring(BEGIN.length() - length)));
        Arbitrary<String> text = Arbitraries.strings().ascii().ofMaxLength(40);
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.of(BEGIN, END)),
                        Tuple.of(1, cutOff),
                        Tuple.of(2, text))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Integer>> lengths() {
        return Arbitraries.integers().between(1, 60).list().ofMinSize(1).ofMaxSize(20);
    }

    @Property(tries = 5000)
    void whereverAnOutputIsCutTheSameIsHeard(
            @ForAll("outputs") List<String> parts, @ForAll("lengths") List<Integer> lengths) {
        String output = String.join("", parts);
        assertEquals(inOne(output), inPieces(output, lengths));
    }

    private static Heard inPieces(String output, List<Integer> lengths) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        List<String> messages = new ArrayList<>();
        MessageCapture capture =
                new MessageCapture(
                        1 << 20,
                        text::writeBytes,
                        UnaryOperator.identity(),
                        message -> messages.add(new String(message, StandardCharsets.US_ASCII)));
        int from = 0;
        for (int i = 0; from < output.length(); i++) {
            int to = Math.min(output.length(), from + lengths.get(i % lengths.size()));
            capture.take(output.substring(from, to).getBytes(StandardCharsets.US_ASCII));
            from = to;
        }
        text.writeBytes(capture.end());
        return new Heard(text.toString(StandardCharsets.US_ASCII), messages);
    }

    /** The same by looking at the whole. */
    private static Heard inOne(String output) {
        StringBuilder text = new StringBuilder();
        List<String> messages = new ArrayList<>();
        int from = 0;
        while (true) {
            int begin = output.indexOf(BEGIN, from);
            if (begin < 0) {
                return new Heard(text.append(output.substring(from)).toString(), messages);
            }
            text.append(output, from, begin);
            int end = output.indexOf(END, begin + BEGIN.length());
            if (end < 0) {
                // a message that is not complete
                return new Heard(text.toString(), messages);
            }
            messages.add(output.substring(begin + BEGIN.length(), end));
            from = end + END.length();
        }
    }
}
