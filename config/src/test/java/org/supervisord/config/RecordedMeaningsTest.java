package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Configurations mean what Supervisor takes them to mean; see src/test/recorded. */
class RecordedMeaningsTest {
    @TempDir Path folder;

    private record Case(String number, String text, List<String> meaning) {}

    @TestFactory
    Stream<DynamicTest> meansWhatWasRecorded() {
        return tests("meanings.txt");
    }

    @TestFactory
    Stream<DynamicTest> cornersMeanWhatWasRecorded() {
        return tests("corners.txt");
    }

    private Stream<DynamicTest> tests(String file) {
        return cases(file).stream().map(it -> DynamicTest.dynamicTest(it.number, () -> check(it)));
    }

    private void check(Case recorded) {
        List<String> ours = new ArrayList<>();
        try {
            ours.addAll(Meaning.of(new ConfigBench(folder).read(recorded.text)));
        } catch (ConfigException e) {
            // we say which line it is, besides
            ours.add("refused " + e.getMessage().replaceAll(" for \\S+ \\(line [^)]*\\)", ""));
        }
        String expected =
                String.join("\n", recorded.meaning)
                        // Supervisor names the wrong section when the first member was found
                        .replaceAll("\\[program:\\S+] names unknown", "[group:g] names unknown");
        String actual =
                String.join("\n", ours)
                        .replace(folder.toString(), "@HERE@")
                        .replace(Path.of("").toAbsolutePath().toString(), "@HERE@");
        if (expected.startsWith("crashed ")) {
            assertEquals("refused", actual.split(" ")[0], expected + "\n" + recorded.text);
        } else {
            assertEquals(expected, actual, recorded.text);
        }
    }

    private static List<Case> cases(String file) {
        String all;
        try (InputStream in = RecordedMeaningsTest.class.getResourceAsStream(file)) {
            all = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Case> cases = new ArrayList<>();
        for (String block : all.substring("=== ".length()).split("\n=== ")) {
            Map<Boolean, List<String>> lines =
                    block.lines()
                            .skip(1)
                            .collect(Collectors.partitioningBy(line -> line.startsWith("| ")));
            cases.add(
                    new Case(
                            block.lines().findFirst().orElseThrow(),
                            lines.get(true).stream()
                                    .map(line -> RecordedMeanings.unescape(line.substring(2)))
                                    .collect(Collectors.joining()),
                            lines.get(false).stream().map(RecordedMeanings::unescape).toList()));
        }
        return cases;
    }
}
