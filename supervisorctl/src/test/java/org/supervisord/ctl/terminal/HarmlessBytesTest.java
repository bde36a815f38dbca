package org.supervisord.ctl.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HarmlessBytesTest {
    private final HarmlessBytes filter = new HarmlessBytes();

    private String of(String text) {
        return new String(filter.of(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void textStaysAsItIs() {
        assertEquals("żółw\t→ 42 ©\n", of("żółw\t→ 42 ©\n"));
    }

    @Test
    void controlCharactersDoNothing() {
        assertEquals("a?[2Jb?c?", of("a\033[2Jb\007c\177"));
        assertEquals("?\n", of("\r\n"));
        assertEquals("\ufffd[2J\n", HarmlessBytes.text("\033[2J\n"));
    }

    @Test
    void thoseOfTwoBytesAreFoundInTwoPieces() {
        assertEquals((byte) '?', filter.of("\u009b".getBytes(StandardCharsets.UTF_8))[1]);
        filter.of(new byte[] {(byte) 0xc2});
        assertEquals((byte) '?', filter.of(new byte[] {(byte) 0x9b})[0]);
        assertEquals((byte) 0xa0, filter.of(new byte[] {(byte) 0xc2, (byte) 0xa0})[1]);
    }

    @Test
    void nothingIsTurnedAround() {
        for (char c : "\u202a\u202e\u2066\u2069".toCharArray()) {
            assertEquals("a\ufffdb", HarmlessBytes.text("a" + c + "b"));
            byte[] bytes = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
            filter.of(new byte[] {bytes[0], bytes[1]});
            assertEquals((byte) '?', filter.of(new byte[] {bytes[2]})[0]);
        }
        assertEquals("\u2029\u202f\u2065\u206a", of("\u2029\u202f\u2065\u206a"));
    }
}
