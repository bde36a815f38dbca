package org.supervisord.ctl.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final Option UNTIL = Option.valued("--until", "REGEX", "");
    private static final Option WATCH = Option.flag("--watch -w", "");
    private static final List<Option> KNOWN = List.of(UNTIL, WATCH);

    private static Words of(String line) {
        return Words.of(line, KNOWN);
    }

    @Test
    void optionsMayStandAnywhere() {
        for (String line :
                List.of("a --until x b -w", "--until=x --watch a b", "-w a b --until x")) {
            Words words = of(line);
            assertEquals(List.of("a", "b"), words.rest(), line);
            assertEquals(Optional.of("x"), words.value(UNTIL), line);
            assertTrue(words.has(WATCH), line);
        }
        assertFalse(of("a b").hasOptions());
    }

    @Test
    void twoDashesEndThem() {
        assertEquals(List.of("a", "--until", "-w"), of("a -- --until -w").rest());
        assertEquals(List.of("-5", "-x"), of("-5 -x").rest(), "short ones may be something else");
    }

    @Test
    void valuesMayStandInQuotes() {
        assertEquals(Optional.of("all  done"), of("--until 'all  done' web").value(UNTIL));
        assertEquals(List.of("web"), of("--until \"it's\" web").rest());
        assertEquals(List.of("'a", "b'"), of("'a b'").rest(), "names never do");
        assertEquals(
                "debug web --until \"all done\" 'a b'",
                Words.join(List.of("debug", "web", "--until", "all done", "'a b'"), KNOWN));
        assertEquals(Optional.of("a b"), of("--until=\"a b\" web").value(UNTIL));
        assertEquals(List.of("web"), of("--until=\"a b\" web").rest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "hello world",
                "\"a\"",
                "\"a\":\"b\"",
                "it's \"so\"",
                "'",
                "\"",
                " ",
                "--",
                "--until",
                "\\d+ \\w",
                "a\"\"b c",
                "=",
                "\"a\"\"b"
            })
    void valuesComeThroughFromTheCommandLine(String value) {
        for (List<String> words :
                List.of(
                        List.of("--until", value, "web", "-w", "it's"),
                        List.of("web", "--until=" + value, "-w", "it's"))) {
            Words read = of(Words.join(words, KNOWN));
            assertEquals(Optional.of(value), read.value(UNTIL), words.toString());
            assertEquals(List.of("web", "it's"), read.rest(), words.toString());
            assertTrue(read.has(WATCH), words.toString());
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        assertEquals("Error: unknown option --utnil", error("--utnil=x"));
        assertEquals("Error: option --until requires a value: REGEX", error("a --until"));
        assertEquals("Error: option --watch takes no value", error("--watch=1"));
    }

    private static String error(String line) {
        return assertThrows(Action.Misused.class, () -> of(line)).getMessage();
    }

    @Test
    void timesAreSecondsWithAFractionOrWithout() {
        assertEquals(Optional.of(Duration.ofMillis(1500)), of("--until 1.5").seconds(UNTIL));
        assertEquals(Optional.of(Duration.ofSeconds(30)), of("--until 30").seconds(UNTIL));
        for (String bad : List.of("x", "-1", "1e3", "99999999", "1,5")) {
            assertThrows(Action.Misused.class, () -> of("--until " + bad).seconds(UNTIL), bad);
        }
    }
}
