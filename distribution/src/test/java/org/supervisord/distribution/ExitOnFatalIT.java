package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A daemon that ends with its essential program, as those that run it in a container want it. */
class ExitOnFatalIT extends TreeBench {
    @Test
    void stopsTheOthersInOrderAndEndsWithStatusThree() throws Exception {
        Process daemon =
                tree.supervise(
                        """
                        [program:web]
                        command = /bin/sh -c 'test -e %(here)s/trouble && exit 1; exec sleep 1000'
                        startretries = 1
                        exit_on_fatal = true
                        [program:db]
                        command = /bin/sh -c 'trap "echo told > told; exit" TERM; while :; do sleep 0.05; done'
                        directory = %(here)s
                        """);
        tree.await("the programs", () -> tree.running() == 2);
        Files.createFile(folder.resolve("trouble"));
        tree.ctl("signal", "KILL", "web");

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
        Process daemon =
                tree.supervise(
                        """
                        [program:web]
                        command = /bin/false
                        autostart = false
                        startretries = 0
                        exit_on_fatal = true
                        [program:job]
                        command = /bin/sh -c 'sleep 1000'
                        """);
        tree.await("the other program", () -> tree.running() == 1);
        Tree.Outcome outcome = tree.ctl("start", "web");
        assertEquals("web: ERROR (spawn error)\n", outcome.output());
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS), tree.log());
        assertEquals(3, daemon.exitValue(), tree.log());
    }
}
