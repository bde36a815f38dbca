package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class PercentFormatTest {
    private static final Map<String, Object> VALUES = Map.of("n", 7, "name", "web", "big", 255);

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "plain        | plain",
                "%(name)s     | web",
                "%%           | %",
                "100%%        | 100%",
                "%(n)d        | 7",
                "%(n)02d      | 07",
                "[%(n)4d]     | [   7]",
                "[%(n)-4d]    | [7   ]",
                "%(n)+d       | +7",
                "%(n)s-%(n)s  | 7-7",
                "%(big)x      | ff",
                "%(big)#X     | 0XFF",
                "%(big)#06x   | 0x00ff",
                "%(big)o      | 377",
                "%(big)#o     | 0o377",
                "%(n)05.3d    | 00007",
                "[%(n)02s]    | [ 7]",
                "[%(name)05s] | [  web]",
                "[%(name)5s]  | [  web]",
                "[%(name).2s] | [we]",
                "%(name)r     | 'web'"
            })
    void expands(String format, String meaning) throws ConfigException {
        assertEquals(meaning, PercentFormat.expand(format, VALUES, "key"));
    }

    /** The file was made with Python's % operator. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "percent-formats.txt", delimiter = '|', quoteCharacter = '\0')
    void expandsNumbersAsPythonDoes(String format, String meaning) throws ConfigException {
        Map<String, Object> values =
                Map.of("n", 7, "big", 255, "m", -1234567, "z", 0, "k", 25, "c", 65);
        assertEquals(meaning, PercentFormat.expand(format, values, "key"));
    }

    @Test
    void namesWhatCouldHaveBeenMeant() {
        ConfigException e =
                assertThrows(
                        ConfigException.class,
                        () -> PercentFormat.expand("%(nix)s", VALUES, "program:a.command"));
        assertEquals(
                "Format string '%(nix)s' for 'program:a.command' contains names ('nix') which cannot"
                        + " be expanded. Available names: big, n, name",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "%",
        "%(name",
        "%(name)",
        "%(name)y",
        "%(name)d",
        "%s",
        "100%",
        "%(name)f",
        "%(name)c",
        "% %",
        "%(n)5%",
        "%(n)%"
    })
    void refusesWhatIsBadlyFormatted(String format) {
        ConfigException e =
                assertThrows(
                        ConfigException.class, () -> PercentFormat.expand(format, VALUES, "key"));
        assertTrue(e.getMessage().contains(" for 'key' is badly formatted: "), e.getMessage());
    }
}
