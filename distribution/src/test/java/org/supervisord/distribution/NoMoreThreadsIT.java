package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that the system gives no more threads, as in a container full of processes. */
class NoMoreThreadsIT extends TreeBench {
    private static final String USER = "nobody";

    /** Without a start-up cache all libraries are opened when the daemon starts. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reopensItsLogsAndEndsWhenItIsToldTo(boolean cache) throws Exception {
        assumeTrue(tree.run("id", "-u").output().strip().equals("0"), "only root becomes nobody");
        Path conf = tree.configure("[program:web]\ncommand=sleep 600\n");
        Files.writeString(
                conf,
                Files.readString(conf)
                        .replace("[supervisord]\n", "[supervisord]\nuser=" + USER + "\n"));
        assertEquals(0, tree.run("chown", USER, folder.toString()).status());
        String without = Runtime.version().feature() < 25 ? "-Xshare:off" : "-XX:AOTMode=off";
        Path launcher = tree.launcher("env SUPERVISORD_JAVA_OPTS=" + (cache ? "" : without));
        Process daemon = tree.start(launcher.toString(), conf);
        tree.await("the program", () -> tree.status().contains("RUNNING"));

        String pid = Long.toString(daemon.pid());
        String group = tree.run("id", "-g", USER).output().strip();
        // only the same user with the same group may
        Tree.Outcome limited =
                tree.run(
                        "setpriv",
                        "--reuid=" + USER,
                        "--regid=" + group,
                        "--clear-groups",
                        "prlimit",
                        "--pid=" + pid,
                        "--nproc=1:1");
        assertEquals(0, limited.status(), limited.output());
        tree.run("kill", "-USR2", pid);
        tree.await("its logs", () -> tree.log().contains("supervisord logreopen"));
        daemon.destroy();

        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS), tree.log());
        assertEquals(0, daemon.exitValue(), tree.log());
        assertTrue(tree.log().contains("stopped: web (terminated by SIGTERM)"), tree.log());
    }
}
