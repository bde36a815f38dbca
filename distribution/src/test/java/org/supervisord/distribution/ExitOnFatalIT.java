package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that ends with its essential program, as those that run it in a container want it. */
class ExitOnFatalIT {
    @TempDir private Path folder;
    private Tree tree;

    @BeforeEach
    void makeTree() {
        tree = new Tree(folder);
    }

    @AfterEach
    void end() throws InterruptedException {
        tree.close();
    }

    @Test
    void stopsTheOthersInOrderAndEndsWithStatusThree() throws Exception {
        Path configuration =
                tree.configure(
                        """
                        [program:web]
                        command = /bin/sh -c 'test -e %(here)s/trouble && exit 1; exec sleep 1000'
                        startretries = 1
                        exit_on_fatal = true
                        [program:db]
                        command = /bin/sh -c 'trap "echo told > told; exit" TERM; while :; do sleep 0.05; done'
                        directory = %(here)s
                        """);
        Process daemon = tree.start(Tree.program("supervisord"), configuration);
        tree.await("the programs", () -> running() == 2);
        Files.createFile(folder.resolve("trouble"));
        tree.ctl(Tree.program("supervisorctl"), "signal", "KILL", "web");

        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS), tree.log());
        assertEquals(3, daemon.exitValue(), tree.log());
        assertTrue(
                tree.log().contains("web is FATAL and has exit_on_fatal=true, shutting down"),
                tree.log());
        assertEquals("told\n", Files.readString(folder.resolve("told")));
        assertFalse(Files.exists(folder.resolve("supervisor.sock")));
        assertFalse(Files.exists(folder.resolve("supervisord.pid")));
    }

    @Test
    void whoeverStartedItIsAnsweredFirst() throws Exception {
        Path configuration =
                tree.configure(
                        """
                        [program:web]
                        command = /bin/false
                        autostart = false
                        startretries = 0
                        exit_on_fatal = true
                        [program:job]
                        command = /bin/sh -c 'sleep 1000'
                        """);
        Process daemon = tree.start(Tree.program("supervisord"), configuration);
        tree.await("the other program", () -> running() == 1);
        Tree.Outcome outcome = tree.ctl(Tree.program("supervisorctl"), "start", "web");
        assertEquals("web: ERROR (spawn error)\n", outcome.output());
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS), tree.log());
        assertEquals(3, daemon.exitValue(), tree.log());
    }

    private long running() throws Exception {
        return tree.ctl(Tree.program("supervisorctl"), "status")
                .output()
                .lines()
                .filter(line -> line.contains("RUNNING"))
                .count();
    }
}
