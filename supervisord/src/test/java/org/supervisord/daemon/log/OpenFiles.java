package org.supervisord.daemon.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this process holds open. Source: proc(5). */
final class OpenFiles {
    private OpenFiles() {}

    /** How many descriptors of a file there are, also when it is removed. */
    static long of(Path file) {
        return descriptorsOf(file).size();
    }

    /** The names of those descriptors. */
    static List<Path> descriptorsOf(Path file) {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(it -> target(it).startsWith(file.toString())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
