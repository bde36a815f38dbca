package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeLibrariesIT extends TreeBench {
    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void theDaemonLoadsItsLibraryFromTheTreeAndUnpacksNone() throws Exception {
        Process daemon = tree.supervise("[program:it]\ncommand = sleep 1000\n");
        tree.await("the program", () -> tree.log().contains("spawned: 'it'"));
        List<String> libraries =
                Files.readAllLines(Path.of("/proc/" + daemon.pid() + "/maps")).stream()
                        .filter(line -> line.contains("jnidispatch"))
                        .map(line -> line.substring(line.indexOf('/')))
                        .distinct()
                        .toList();
        assertEquals(1, libraries.size(), libraries.toString());
        Path place = Path.of(Tree.file("lib/native")).toRealPath();
        assertTrue(Path.of(libraries.get(0)).startsWith(place), libraries.toString());
    }
}
