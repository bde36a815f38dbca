package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {
    @Test
    void tokensAreThoseOfTheStandard() {
        String tokens = "!#$%&'*+-.^_`|~0123456789";
        for (char c = 0; c < 0x200; c++) {
            boolean is = tokens.indexOf(c) >= 0 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            assertEquals(is, Syntax.isToken("a" + c), "character " + (int) c);
        }
        assertFalse(Syntax.isToken(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a:80", "a.b-c_d:", "[::1]:9001", "127.0.0.1", "%41"})
    void hostsAreNamesAddressesAndPorts(String host) {
        assertTrue(Syntax.isHost(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a/b", "a?b", "a#b", "me@a", "a\\b", "ä", "a\tb", "<a>"})
    void othersAreNot(String host) {
        assertFalse(Syntax.isHost(host));
    }

    @Test
    void numbersHaveAsciiDigitsOnly() {
        assertTrue(Syntax.isNumber("0019", 10));
        assertTrue(Syntax.isNumber("aF", 16));
        for (String text : new String[] {"", "-1", "+1", " 1", "1 ", "a", "٥", "１", "1.0"}) {
            assertFalse(Syntax.isNumber(text, 10), text);
        }
        assertFalse(Syntax.isNumber("g", 16));
        assertFalse(Syntax.isNumber("0x1", 16));
    }

    @Test
    void trimsWhatMayBeTrimmed() {
        assertEquals("10", Syntax.withoutZeros("0010"));
        assertEquals("0", Syntax.withoutZeros("000"));
        assertEquals("", Syntax.withoutZeros(""));
        assertEquals(" 4", Syntax.withoutBlanksAtEnd(" 4 \t "));
        assertEquals("", Syntax.withoutBlanksAtEnd("  "));
        assertEquals("4\u00a0", Syntax.withoutBlanksAtEnd("4\u00a0"));
    }
}
