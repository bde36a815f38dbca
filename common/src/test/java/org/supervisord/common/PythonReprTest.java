package org.supervisord.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"plain|b'plain'", "it's|b\"it's\"", "é|b'\\xc3\\xa9'"})
    void quotesBytesAsPythonDoes(String text, String repr) {
        assertEquals(repr, PythonRepr.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
