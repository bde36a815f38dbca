package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CopyrightIT {
    private static final Path HOME = Path.of(Tree.file("."));
    private static final Pattern OURS =
            Pattern.compile("supervisor(d|ctl|-common|-config)\\.jar|build-id|.*\\.sh");

    @Test
    void allThatComesFromOthersIsNamedWithItsLicence() throws IOException {
        String text = Files.readString(HOME.resolve("copyright"));
        List<PathMatcher> named =
                Pattern.compile("\\*/(lib/\\S+)")
                        .matcher(text)
                        .results()
                        .map(it -> FileSystems.getDefault().getPathMatcher("glob:" + it.group(1)))
                        .toList();
        Set<String> unnamed = new TreeSet<>();
        try (Stream<Path> files = Files.walk(HOME.resolve("lib")).filter(Files::isRegularFile)) {
            files.map(HOME::relativize)
                    .filter(it -> !OURS.matcher(it.getFileName().toString()).matches())
                    .filter(it -> named.stream().noneMatch(name -> name.matches(it)))
                    .forEach(it -> unnamed.add(it.toString()));
        }
        assertEquals(Set.of(), unnamed);
        Set<String> licences = new TreeSet<>();
        Pattern.compile("(?m)^License: (\\S+)$(?!\\n )")
                .matcher(text)
                .results()
                .forEach(it -> licences.add(it.group(1)));
        assertTrue(licences.size() > 3, licences.toString());
        for (String licence : licences) {
            assertTrue(text.contains("\nLicense: " + licence + "\n "), "the text of " + licence);
        }
    }
}
