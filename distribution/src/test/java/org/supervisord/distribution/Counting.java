package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs that number the lines that they write. */
final class Counting {
    private Counting() {}

    /** The command of one that does something before each line, such as {@code sleep 0.1;}. */
    static String command(String between) {
        return "/bin/sh -c 'i=0; while :; do i=$((i+1)); echo line $i; %s done'".formatted(between);
    }

    /** No line is missing, doubled or out of its place. */
    static void assertComplete(Path log) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            long expected = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.equals("line " + expected)) {
                    assertEquals("line " + expected, line, log.toString());
                }
                expected++;
            }
            assertTrue(expected > 1, log + " is empty");
        }
    }
}
