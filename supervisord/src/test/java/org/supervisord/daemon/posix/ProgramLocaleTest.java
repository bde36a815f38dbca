package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramLocaleTest {
    private static final Set<String> INSTALLED = Set.of("C.UTF-8", "de_DE.UTF-8", "de_DE");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "LANG=",
                "LANG=C",
                "LC_CTYPE=POSIX",
                "LANG=xx_YY.UTF-8",
                "LC_CTYPE=C LANG=de_DE.UTF-8",
                "LC_CTYPE=xx_YY LANG=de_DE.UTF-8",
                "LC_ALL= LANG=C"
            })
    void programsThatWouldKnowOnlyAsciiKnowUtf8(String variables) {
        Map<String, String> environment = map(variables);
        Map<String, String> found = ProgramLocale.in(environment, INSTALLED::contains);
        environment.put("LC_CTYPE", "C.UTF-8");
        assertEquals(environment, found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LC_ALL=C",
                "LC_ALL=POSIX",
                "LC_ALL=xx_YY",
                "LANG=de_DE.UTF-8",
                "LANG=de_DE",
                "LC_CTYPE= LANG=de_DE",
                "LC_CTYPE=C.UTF-8 LANG=C"
            })
    void whatElseIsChosenStays(String variables) {
        assertEquals(map(variables), ProgramLocale.in(map(variables), INSTALLED::contains));
    }

    @Test
    void whereThereIsNoSuchLocaleNothingIsNamed() {
        assertEquals(Map.of(), ProgramLocale.in(Map.of(), name -> false));
    }

    @Test
    void theLibraryIsAsked() {
        assertEquals(
                Map.of("LANG", "no_such.locale", "LC_CTYPE", "C.UTF-8"),
                ProgramLocale.in(Map.of("LANG", "no_such.locale")));
        assertEquals(Map.of("LANG", "C.UTF-8"), ProgramLocale.in(Map.of("LANG", "C.UTF-8")));
    }

    private static Map<String, String> map(String variables) {
        Map<String, String> map = new HashMap<>();
        for (String pair : variables.split(" ")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                map.put(parts[0], parts[1]);
            }
        }
        return map;
    }
}
