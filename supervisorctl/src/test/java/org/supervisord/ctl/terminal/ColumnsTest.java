package org.supervisord.ctl.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void shortTextsAreFilledWithBlanks() {
        assertEquals("web  ", Columns.pad("web", 5));
        assertEquals("  ", Columns.pad("", 2));
    }

    @Test
    void longTextsAreLeftWhole() {
        assertEquals("website", Columns.pad("website", 7));
        assertEquals("website", Columns.pad("website", 3));
    }

    @Test
    void charactersAreCountedAndNotTheirParts() {
        assertEquals("\ud83d\ude00grün  ", Columns.pad("\ud83d\ude00grün", 7));
    }

    @Test
    void theWidestIsMeasuredInCharactersAsWell() {
        assertEquals(2, Columns.widest(List.of("a", "\ud83d\ude00b", "ö")));
        assertEquals(0, Columns.widest(List.of()));
    }
}
