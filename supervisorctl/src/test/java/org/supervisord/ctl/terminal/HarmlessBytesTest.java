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
}
