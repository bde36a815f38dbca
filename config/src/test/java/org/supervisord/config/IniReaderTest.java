package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IniReaderTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a ; b                                       | a",
                "a # b ; c                                   | a",
                "a;b                                         | a;b",
                "/bin/sh -c \"a;b\" ; run a and b # ticket 4 | /bin/sh -c \"a;b\" ; run a and b",
                "/bin/echo a#b # first ; second              | /bin/echo a#b # first",
                "a;b ; c                                     | a;b",
                "a;b;c ; d #e # f                            | a;b;c ; d",
                "a;b#c ; d # e                               | a;b#c"
            })
    void aCommentBeginsWhereConfigparserFindsOne(String line, String value) {
        int comment = IniReader.commentStart(line);
        assertEquals(value, comment < 0 ? line : line.substring(0, comment).strip());
    }

    @Property(tries = 2000)
    void commentsAreThoseOfConfigparser(@ForAll("lines") String line) {
        assertEquals(modelledCommentStart(line), IniReader.commentStart(line), line);
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.of("a", " ", "\t", ";", "#", ";", "#", "a;", "a#", " ;", " #", "\u00a0")
                .list()
                .ofMaxSize(12)
                .map(list -> String.join("", list));
    }

    /** What configparser does for any number of signs. */
    private static int modelledCommentStart(String line) {
        String text = Blanks.strip(line);
        if (!text.isEmpty() && "#;".indexOf(text.charAt(0)) >= 0) {
            return 0;
        }
        Map<String, Integer> places = new LinkedHashMap<>(Map.of(";", -1, "#", -1));
        int start = Integer.MAX_VALUE;
        while (start == Integer.MAX_VALUE && !places.isEmpty()) {
            Map<String, Integer> found = new LinkedHashMap<>();
            for (Map.Entry<String, Integer> place : places.entrySet()) {
                int at = line.indexOf(place.getKey(), place.getValue() + 1);
                if (at >= 0) {
                    found.put(place.getKey(), at);
                    if (at == 0 || Blanks.is(line.charAt(at - 1))) {
                        start = Math.min(start, at);
                    }
                }
            }
            places = found;
        }
        return start == Integer.MAX_VALUE ? -1 : start;
    }

    @Test
    void whatIsIndentedBehindABadLineGoesOnWithTheValueAbove() {
        assertEquals(
                "\t[line  3]: 'bad line\\n'",
                badLines(
                        """
                        [x]
                        command=a
                        bad line
                           more

                        ; a comment
                           and more
                        """));
    }

    @Test
    void nothingGoesOnBehindAnEmptyKey() {
        assertEquals(
                "\t[line  3]: '=y\\n'\n\t[line  4]: '   more\\n'",
                badLines(
                        """
                        [x]
                        command=a
                        =y
                           more
                        """));
    }

    @Test
    void nothingGoesOnBehindAHeader() {
        assertEquals("\t[line  4]: '   more\\n'", badLines("[x]\ncommand=a\n[y]\n   more\nb=c\n"));
    }

    private String badLines(String text) {
        String message = new ConfigBench(folder).refusal(text);
        return message.substring(message.indexOf('\n') + 1);
    }
}
