package org.supervisord.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void splitsAtBlanks() {
        assertEquals(List.of("a", "b", "c"), ShellWords.split(" a  b\tc\n"));
        assertEquals(List.of(), ShellWords.split("  "));
    }

    @Test
    void quotesKeepBlanksAndEmptyWords() {
        assertEquals(List.of("a b", "", "c'd"), ShellWords.split("'a b' \"\" \"c'd\""));
        assertEquals(List.of("ab cd"), ShellWords.split("a'b c'd"));
    }

    @Test
    void aBackslashTakesTheNextLiterally() {
        assertEquals(List.of("a b"), ShellWords.split("a\\ b"));
        assertEquals(List.of("\\n\"\\"), ShellWords.split("\"\\n\\\"\\\\\""));
        assertEquals(List.of("a\\b"), ShellWords.split("'a\\b'"));
        assertEquals(List.of("a#b", "#c"), ShellWords.split("a#b #c"));
    }

    @Test
    void whatIsNotClosedIsRefused() {
        assertEquals(
                "No closing quotation",
                assertThrows(IllegalArgumentException.class, () -> ShellWords.split("'a"))
                        .getMessage());
        assertEquals(
                "No escaped character",
                assertThrows(IllegalArgumentException.class, () -> ShellWords.split("a\\"))
                        .getMessage());
    }
}
