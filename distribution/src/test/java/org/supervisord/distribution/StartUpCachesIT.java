package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class StartUpCachesIT extends TreeBench {
    private Process daemon;

    @Test
    void theBuildMakesThemAndTheDaemonUsesItsOwn() throws Exception {
        start(Tree.program("supervisord"));
        assertTrue(maps().anyMatch(line -> line.matches(".*/cache/.*/supervisord\\.(aot|jsa)")));
    }

    @Test
    void aCopyWhoseFilesLookNewerWorksWithoutAndSaysNothing() throws Exception {
        Path copy = copy();
        try (Stream<Path> files = Files.list(copy.resolve("lib"))) {
            FileTime later = FileTime.from(Instant.now().plusSeconds(60));
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setLastModifiedTime(file, later);
            }
        }
        checkThatItWorksWithoutAWord(copy);
    }

    @Test
    void aCopyWithItsDatesIsServedAsWell() throws Exception {
        // those of older JDKs are for one place
        Assumptions.assumeTrue(Runtime.version().feature() >= 25);
        Path copy = copy();
        assertServedFromACache(copy, "supervisord", "Supervisord", "SUPERVISORD_JAVA_OPTS");
        assertServedFromACache(copy, "supervisorctl", "Supervisorctl", "SUPERVISORCTL_JAVA_OPTS");
    }

    /** That it is mapped does not say so: the JVM may have thought better of it. */
    private void assertServedFromACache(Path home, String program, String mainClass, String options)
            throws Exception {
        Tree.Outcome help =
                tree.run(
                        "env",
                        options + "=-Xlog:class+load:stdout",
                        home.resolve("bin/" + program).toString(),
                        "--help");
        assertTrue(
                help.output().contains("." + mainClass + " source: shared objects file"),
                help.output());
    }

    /** For a class that is not in it, and in other searches, the JVM opens all jars. */
    @Test
    void itHoldsAllClassesOfAStart() throws Exception {
        Path classes = folder.resolve("classes");
        String options = "-Xlog:class+load,class+init:file=" + classes;
        start(tree.launcher("env SUPERVISORD_JAVA_OPTS=" + options).toString());
        List<String> lines = Files.readAllLines(classes);
        assertTrue(
                lines.stream().anyMatch(line -> line.contains("Initializing 'org/supervisord/")));
        assertEquals(
                List.of(),
                lines.stream()
                        .filter(
                                line ->
                                        line.contains(" source: file:")
                                                || line.contains(
                                                        "Initializing 'jdk/internal/logger/"
                                                                + "BootstrapLogger'"))
                        .toList());
    }

    @Test
    void librariesAreOpenedWhenTheStartIsOver() throws Exception {
        start(Tree.program("supervisord"));
        tree.await("the libraries", () -> hasOpen("/lib/logback-core.jar"));
        assertTrue(hasOpen("/lib/supervisord.jar"));
    }

    private boolean hasOpen(String library) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", "" + daemon.pid(), "fd"))) {
            for (Path it : (Iterable<Path>) all::iterator) {
                if (Files.isSymbolicLink(it)
                        && Files.readSymbolicLink(it).toString().endsWith(library)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void whatWasMadeOfOtherFilesIsNotUsed() throws Exception {
        Path copy = copy();
        Files.writeString(copy.resolve("lib/build-id"), "another\n");
        checkThatItWorksWithoutAWord(copy);
        assertFalse(maps().anyMatch(line -> line.contains("/cache/")));
    }

    @Test
    void aBrokenOneDoesNoHarm() throws Exception {
        Path copy = copy();
        try (Stream<Path> files = Files.walk(copy.resolve("cache"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.writeString(file, "nonsense");
            }
        }
        checkThatItWorksWithoutAWord(copy);
    }

    @Test
    void theyCanBeMadeAnewForAnotherPlace() throws Exception {
        Path copy = copy();
        Tree.Outcome made =
                tree.run(
                        copy.resolve("bin/make-caches").toString(),
                        System.getProperty("java.home"));
        assertEquals(0, made.status(), made.output());
        checkThatItWorksWithoutAWord(copy);
        assertTrue(maps().anyMatch(line -> line.contains(copy + "/cache/")));
    }

    private void checkThatItWorksWithoutAWord(Path home) throws Exception {
        start(home.resolve("bin/supervisord").toString());
        Tree.Outcome status =
                tree.client(home.resolve("bin/supervisorctl").toString(), "status", "it");
        assertTrue(status.output().startsWith("it  "), status.output());
        assertEquals(1, status.output().lines().count(), status.output());
        String strange =
                tree.output().lines().filter(line -> !line.matches("\\d{4}-\\d\\d-.*")).toList()
                        + "";
        assertEquals("[]", strange);
    }

    private void start(String program) throws Exception {
        daemon = tree.start(program, tree.configure("[program:it]\ncommand = sleep 1000\n"));
        tree.await("the program", () -> tree.log().contains("spawned: 'it'"));
    }

    private Stream<String> maps() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/" + daemon.pid() + "/maps"));
        return lines.stream();
    }

    private Path copy() throws IOException, InterruptedException {
        Path copy = folder.resolve("copy");
        assertEquals(0, tree.run("cp", "-a", Tree.file("."), copy.toString()).status());
        return copy.toRealPath();
    }
}
