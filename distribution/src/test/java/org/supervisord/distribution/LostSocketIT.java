package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Somebody removes the file of the daemon's socket. */
class LostSocketIT extends TreeBench {
    @Test
    void aSocketThatWasRemovedIsThereAgainAfterARestart() throws Exception {
        Process daemon = tree.supervise("[program:p]\ncommand = /bin/sleep 1000\n");
        tree.await("RUNNING", () -> tree.ctl("status", "p").status() == 0);
        Path socket = folder.resolve("supervisor.sock");
        Files.delete(socket);
        assertEquals(7, tree.ctl("start", "p").status(), "there is no socket");
        assertEquals(1, daemon.children().count(), "the program goes on");
        tree.run("kill", "-HUP", Long.toString(daemon.pid()));
        tree.await("a new socket", () -> Files.exists(socket));
        tree.await("RUNNING", () -> tree.ctl("status", "p").status() == 0);
        assertEquals(1, daemon.children().count());
        assertTrue(daemon.isAlive());
    }
}
