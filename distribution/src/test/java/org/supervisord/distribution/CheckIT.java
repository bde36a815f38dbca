package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckIT {
    private static final String SUPERVISORD = Tree.program("supervisord");

    @TempDir Path folder;

    private Tree.Outcome ask(Path conf, String... words) throws IOException, InterruptedException {
        return new Tree(Files.createDirectories(folder.resolve("out")))
                .run(
                        Stream.concat(
                                        Stream.of(SUPERVISORD, "-c", conf.toString()),
                                        Stream.of(words))
                                .toArray(String[]::new));
    }

    private Path configure(String programs) throws IOException {
        return new Tree(Files.createDirectories(folder.resolve("conf"))).configure(programs);
    }

    @Test
    void aCheckStartsNothingAndCreatesNothing() throws IOException, InterruptedException {
        Path mark = folder.resolve("conf/started");
        Path conf = configure("[program:web]\ncommand=/usr/bin/touch " + mark + "\nstrtsecs=0\n");
        Tree.Outcome outcome = ask(conf, "--check");
        assertEquals(0, outcome.status(), outcome.output());
        assertEquals(
                conf
                        + ":14: warning: [program:web] strtsecs: not a known key, passed over; is"
                        + " startsecs meant?\n"
                        + conf
                        + ": can be used, 1 warning\n",
                outcome.output());
        try (Stream<Path> files = Files.list(conf.getParent())) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aCheckOfABrokenFileTellsAllAndExitsWithTwo() throws IOException, InterruptedException {
        Path conf = configure("[program:web]\nstartsecs=x\numask=9\n");
        Tree.Outcome outcome = ask(conf, "--check");
        assertEquals(2, outcome.status());
        assertTrue(
                outcome.output().endsWith(": can't be used, 3 errors, 0 warnings\n"),
                outcome.output());
    }

    @Test
    void anExplanationTellsWhereEachValueComesFrom() throws IOException, InterruptedException {
        Path conf = configure("[program:web]\ncommand=cat\n");
        Tree.Outcome outcome = ask(conf, "-e", "debug", "--explain", "supervisord");
        assertEquals(0, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("loglevel = debug "), outcome.output());
        assertTrue(outcome.output().contains("; command line\n"), outcome.output());
        assertTrue(outcome.output().contains("; " + conf + ":2\n"), outcome.output());
        assertEquals(2, ask(conf, "--explain", "nix").status());
    }
}
