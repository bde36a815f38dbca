package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Leaves the configurations whose meaning is recorded in a file for the recorder. */
class ConfigurationsForTheRecordTest {
    private static final Set<String> TEXTS = new LinkedHashSet<>();

    @Property(tries = 800, seed = "7", edgeCases = EdgeCasesMode.NONE)
    void texts(@ForAll("configurations") String text) {
        TEXTS.add(text);
        assertEquals(
                text,
                RecordedMeanings.escape(text).stream()
                        .map(RecordedMeanings::unescape)
                        .collect(Collectors.joining()));
    }

    @Provide
    Arbitrary<String> configurations() {
        return ConfigurationGrammar.configurations();
    }

    @AfterContainer
    static void write() throws IOException {
        StringBuilder out = new StringBuilder();
        int number = 0;
        for (String text : TEXTS) {
            out.append("=== ").append(++number).append('\n');
            RecordedMeanings.escape(text)
                    .forEach(line -> out.append("| ").append(line).append('\n'));
        }
        Files.writeString(Path.of("target", "configurations.txt"), out);
    }
}
