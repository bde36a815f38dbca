package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody removes the file of the daemon's socket. */
class LostSocketIT {
    private static final String CTL = Tree.program("supervisorctl");

    @TempDir private Path folder;
    private Tree tree;

    @AfterEach
    void end() throws InterruptedException {
        tree.close();
    }

    @Test
    void aSocketThatWasRemovedIsThereAgainAfterARestart() throws Exception {
        tree = new Tree(folder);
        Path file = tree.configure("[program:p]\ncommand = /bin/sleep 1000\n");
        Process daemon = tree.start(Tree.program("supervisord"), file);
        tree.await("RUNNING", () -> tree.ctl(CTL, "status", "p").status() == 0);
        Path socket = folder.resolve("supervisor.sock");
        Files.delete(socket);
        assertEquals(7, tree.ctl(CTL, "start", "p").status(), "there is no socket");
        assertEquals(1, daemon.children().count(), "the program goes on");
        tree.run("kill", "-HUP", Long.toString(daemon.pid()));
        tree.await("a new socket", () -> Files.exists(socket));
        tree.await("RUNNING", () -> tree.ctl(CTL, "status", "p").status() == 0);
        assertEquals(1, daemon.children().count());
        assertTrue(daemon.isAlive());
    }
}
