package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each daemon with each client: those of the tree and those that Debian has. */
class InterchangeIT extends TreeBench {
    private static final String DEBIANS_DAEMON = "/usr/bin/supervisord";
    private static final String DEBIANS_CLIENT = "/usr/bin/supervisorctl";

    private Path configuration;

    @BeforeEach
    void configure() throws IOException {
        configuration =
                tree.configure(
                        """
                        [program:web]
                        command = /bin/sh -c 'echo at your service; exec sleep 1000'
                        [program:off]
                        command = /bin/sleep 1000
                        autostart = false
                        """);
    }

    @Test
    void ourClientDrivesOurDaemon() throws Exception {
        drive(Tree.program("supervisord"), Tree.program("supervisorctl"));
    }

    @Test
    void debiansClientDrivesOurDaemon() throws Exception {
        assumeTrue(Files.isExecutable(Path.of(DEBIANS_CLIENT)), "Debian's is not installed");
        drive(Tree.program("supervisord"), DEBIANS_CLIENT);
    }

    @Test
    void ourClientDrivesDebiansDaemon() throws Exception {
        assumeTrue(Files.isExecutable(Path.of(DEBIANS_DAEMON)), "Debian's is not installed");
        drive(DEBIANS_DAEMON, Tree.program("supervisorctl"));
    }

    private void drive(String daemon, String client) throws Exception {
        Process process = tree.start(daemon, configuration);
        tree.await(
                "web to run",
                () -> says(client, "web  .* RUNNING   pid \\d+, uptime .*", "status"));
        assertEquals(3, tree.client(client, "status").status(), "one of them is stopped");
        assertTrue(says(client, "off  .* STOPPED   Not started", "status", "off"));
        assertEquals("off: started\n", tree.client(client, "start", "off").output());
        assertEquals("off: stopped\n", tree.client(client, "stop", "off").output());
        assertEquals(
                "web: stopped\nweb: started\n", tree.client(client, "restart", "web").output());
        tree.await("the log", () -> says(client, "at your service", "tail", "web"));
        assertTrue(says(client, process.pid() + "", "pid"));
        assertEquals("Shut down\n", tree.client(client, "shutdown").output());
        assertEquals(0, process.waitFor());
    }

    private boolean says(String client, String line, String... action) throws Exception {
        return tree.client(client, action).output().lines().anyMatch(text -> text.matches(line));
    }
}
