package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownKeysTest {
    private static final Pattern SAMPLE_KEY = Pattern.compile("(?m)^;?([a-z_.]+) ?=");
    private static final Pattern MANUAL_KEY = Pattern.compile("`([a-z_.]+)`");
    private static final List<String> LIKE_PROGRAMS = List.of("eventlistener:", "fcgi-program:");

    @TempDir Path folder;

    static List<String> kinds() {
        return List.copyOf(KnownKeys.kinds());
    }

    private static String sample() throws IOException {
        try (InputStream in = EchoConfig.class.getResourceAsStream("sample.conf")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new HashSet<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** The keys of a kind, without those that it only shares with programs. */
    private static Set<String> ownKeys(String kind) {
        Set<String> keys = new HashSet<>(KnownKeys.of(kind).keySet());
        if (LIKE_PROGRAMS.contains(kind)) {
            keys.removeAll(KnownKeys.of("program:").keySet());
        }
        return keys;
    }

    /** The parts of a text that are about a kind: from a line that names it to the next header. */
    private static String about(String kind, String text, String mark) {
        StringBuilder parts = new StringBuilder();
        Matcher matcher =
                Pattern.compile(
                                "(?ms)^"
                                        + mark
                                        + Pattern.quote("[" + kind)
                                        + ".*?(?=^"
                                        + mark
                                        + "\\[|\\z)")
                        .matcher(text);
        while (matcher.find()) {
            parts.append(matcher.group());
        }
        return parts.toString();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKeyIsInTheSample(String kind) throws IOException {
        Set<String> missing = ownKeys(kind);
        missing.removeAll(all(SAMPLE_KEY, about(kind, sample(), ";?")));
        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKeyIsInTheManual(String kind) throws IOException {
        String manual = Files.readString(Path.of("../docs/configuration.md"));
        Set<String> missing = ownKeys(kind);
        missing.removeAll(all(MANUAL_KEY, about(kind, manual, "## `")));
        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKeyOfTheSampleIsKnown(String kind) throws IOException {
        if (!KnownKeys.takesOthers(kind)) {
            Set<String> odd = all(SAMPLE_KEY, about(kind, sample(), ";?"));
            odd.removeAll(KnownKeys.of(kind).keySet());
            assertEquals(Set.of(), odd);
        }
    }

    @Test
    void theSampleCanBeUsedAsItIs() throws ConfigException, IOException {
        ConfigBench bench = new ConfigBench(folder);
        bench.write("supervisord.conf", sample());
        assertEquals(List.of(), bench.inspect("supervisord.conf").findings());
    }

    @Test
    void echoPrintsTheSample() throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            EchoConfig.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertEquals(sample(), printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void nearMissesAreOneOrTwoLettersAway() {
        Set<String> known = KnownKeys.of("program:").keySet();
        assertEquals(Optional.of("command"), KnownKeys.nearest("comand", known));
        assertEquals(Optional.of("command"), KnownKeys.nearest("commnad", known));
        assertEquals(Optional.of("user"), KnownKeys.nearest("usr", known));
        assertEquals(Optional.of("stopsignal"), KnownKeys.nearest("stopsignel", known));
        assertEquals(Optional.empty(), KnownKeys.nearest("colour", known));
        assertEquals(Optional.empty(), KnownKeys.nearest("us", known));
        assertTrue(KnownKeys.nearest("stdout_logfiles", known).isPresent());
    }
}
