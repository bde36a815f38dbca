package org.supervisord.daemon.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnsiStripperTest {
    private static final String ESC = "\u001b";

    /** An output, and what the reference makes of it when it comes in one piece. */
    private record Output(String raw, String stripped) {
        @Override
        public String toString() {
            return raw.replace(ESC, "ESC");
        }
    }

    static List<Output> outputs() {
        return List.of(
                new Output("plain", "plain"),
                new Output("", ""),
                new Output(ESC + "[1;31mred" + ESC + "[0m plain", "red plain"),
                new Output("a" + ESC + "[2Jb" + ESC + "[Kc", "abc"),
                new Output(ESC + "[m" + ESC + "[m", ""),
                new Output(ESC + "[1;2Hx" + ESC + "[3Ay" + ESC + "[sz" + ESC + "[u", "xyz"),
                // no escape at all
                new Output("x[1m", "x[1m"),
                new Output("a" + ESC + "b", "a" + ESC + "b"),
                new Output(ESC + "]0;t\u0007x", ESC + "]0;t\u0007x"),
                new Output(ESC + ESC + "[1mx", ESC + "x"),
                new Output(ESC + ESC + ESC + "x", ESC + ESC + ESC + "x"),
                // what no known letter ends goes on to the next one
                new Output(ESC + "[" + ESC + "[31mx", "x"),
                new Output(ESC + "[?25hx" + ESC + "[10Gxpy", "xy"),
                new Output("gr\u00fcn " + ESC + "[32m\u00ff\u0000", "gr\u00fcn \u00ff\u0000"));
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void removesWhatTheReferenceRemoves(Output output) {
        assertEquals(output.stripped, strip(output.raw));
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void itDoesNotMatterWhereAnOutputIsCut(Output output) {
        String raw = output.raw;
        for (int first = 0; first <= raw.length(); first++) {
            for (int second = first; second <= raw.length(); second++) {
                assertEquals(
                        output.stripped,
                        strip(
                                raw.substring(0, first),
                                raw.substring(first, second),
                                raw.substring(second)),
                        "cut at " + first + " and " + second);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            chars = {'H', 'f', 'A', 'B', 'C', 'D', 'R', 's', 'u', 'J', 'K', 'h', 'l', 'p', 'm'})
    void eachOfTheseLettersEndsAnEscape(char letter) {
        assertEquals("ab", strip("a" + ESC + "[12;3" + letter + "b"));
    }

    @Test
    void onlyWhatCouldBeAnEscapeIsHeldBack() {
        AnsiStripper stripper = new AnsiStripper();
        assertEquals("abc", string(stripper.strip(bytes("abc" + ESC))));
        assertEquals("", string(stripper.strip(bytes("[3"))));
        assertEquals("", string(stripper.strip(bytes("1"))));
        assertEquals("def", string(stripper.strip(bytes("mdef"))));
        assertEquals("", string(stripper.end()));
    }

    @Test
    void whatIsNotCompleteAtTheEndIsText() {
        AnsiStripper stripper = new AnsiStripper();
        assertEquals("a", string(stripper.strip(bytes("a" + ESC + "[31"))));
        assertEquals(ESC + "[31", string(stripper.end()));
        assertEquals("", string(stripper.end()), "given only once");
        assertEquals("31mx", string(stripper.strip(bytes("31mx"))));
    }

    @Test
    void theLongestEscapeIsSixtyFourBytes() {
        // ESC, [, 61 digits and the letter
        assertEquals("x", strip(ESC + "[" + "1".repeat(61) + "mx"));
        String tooLong = ESC + "[" + "1".repeat(62) + "mx";
        assertEquals(tooLong, strip(tooLong));
    }

    @Test
    void afterTextThatOnlyBeganLikeAnEscapeEscapesAreRemovedAgain() {
        String text = ESC + "[" + "1".repeat(100);
        assertEquals(text + "red", strip(text + ESC + "[31mred"));
        assertEquals(text + "red", strip((text + ESC + "[31mred").split("")));
    }

    private static String strip(String... pieces) {
        AnsiStripper stripper = new AnsiStripper();
        StringBuilder all = new StringBuilder();
        for (String piece : pieces) {
            all.append(string(stripper.strip(bytes(piece))));
        }
        return all + string(stripper.end());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String string(byte[] data) {
        return new String(data, StandardCharsets.ISO_8859_1);
    }
}
