package org.supervisord.ctl.terminal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ForegroundTest {
    @Test
    void theProgramInFrontHasTheTerminal() {
        assertTrue(Foreground.isOurs("7 (java) S 1 7 5 34816 7 4194304 0"));
        assertFalse(Foreground.isOurs("7 (java) S 1 7 5 34816 5 4194304 0"));
    }

    @Test
    void aTerminalOfNobodyIsNobodyElses() {
        assertTrue(Foreground.isOurs("7 (java) S 1 7 5 0 -1 4194304 0"));
    }

    @Test
    void namesMayLookLikeMore() {
        assertFalse(Foreground.isOurs("7 (a) S 1 7 5 0 7 (b) S 1 7 5 34816 5 4194304 0"));
    }
}
