package org.supervisord.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonReprTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|'plain'",
                "it's|\"it's\"",
                "\"both\" it's|'\"both\" it\\'s'",
                "back\\slash|'back\\\\slash'",
                "é|'é'",
                "\u00a0|'\\xa0'",
                "\u2028|'\\u2028'",
            })
    void quotesTextAsPythonDoes(String text, String repr) {
        assertEquals(repr, PythonRepr.of(text));
    }

    @Test
    void writesValuesAsPythonDoes() {
        assertEquals("True", PythonRepr.of((Object) true));
        assertEquals("-7", PythonRepr.of((Object) (-7)));
        assertEquals("[]", PythonRepr.of((Object) new Object[0]));
        assertEquals("['a', False]", PythonRepr.of((Object) new Object[] {"a", false}));
        assertEquals("{'a': [b'x']}", PythonRepr.of(Map.of("a", new Object[] {new byte[] {'x'}})));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-2.5, -2.5",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "123456789012345.6, 123456789012345.6",
        "1E15, 1000000000000000.0",
        "1E16, 1e+16",
        "-1.25E300, -1.25e+300",
        "NaN, nan",
        "-Infinity, -inf"
    })
    void writesNumbersAsPythonDoes(double number, String repr) {
        assertEquals(repr, PythonRepr.of((Object) number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"plain|b'plain'", "it's|b\"it's\"", "é|b'\\xc3\\xa9'"})
    void quotesBytesAsPythonDoes(String text, String repr) {
        assertEquals(repr, PythonRepr.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bytesThatAreNoTextAreQuoted() {
        assertEquals("é\n", PythonRepr.decoded("é\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                "Undecodable: b'\\xff\\xfe'",
                PythonRepr.decoded(new byte[] {(byte) 0xff, (byte) 0xfe}));
    }
}
