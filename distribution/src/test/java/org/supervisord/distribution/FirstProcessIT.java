package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The daemon as the first process of a container, which all orphans there are given to. */
class FirstProcessIT extends TreeBench {
    private Process unshare;

    @BeforeEach
    void start() throws Exception {
        Path launcher = tree.launcherOfFirstProcess();
        Path configuration =
                tree.configure(
                        """
                        [program:orphans]
                        command = /bin/sh -c 'for i in 1 2 3 4 5; do (sleep 0.$i & ); done; exec sleep 1000'
                        [program:last]
                        command = /bin/sh -c 'trap "echo told > told; exit" TERM; while :; do sleep 0.05; done'
                        directory = %(here)s
                        """);
        unshare = tree.start(launcher.toString(), configuration);
        tree.await("the programs", () -> tree.running() == 2);
    }

    @AfterEach
    void end() throws InterruptedException {
        if (unshare != null) {
            unshare.destroyForcibly(); // and with it all of its namespace
            unshare.waitFor();
        }
    }

    @Test
    void reapsOrphansThatItNeverStartedAndStopsCleanly() throws Exception {
        assertTrue(tree.log().contains("supervisord started with pid 1\n"), tree.log());
        tree.await("the orphans to be reaped", () -> tree.count("reaped unknown pid") >= 5);
        ProcessHandle daemon = unshare.children().findFirst().orElseThrow();
        assertEquals(List.of(), zombiesOf(daemon));

        assertTrue(daemon.destroy());
        assertTrue(unshare.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, unshare.exitValue());
        assertEquals("told\n", Files.readString(folder.resolve("told")));
        assertTrue(tree.log().contains("stopped: orphans (terminated by SIGTERM)"), tree.log());
    }

    private static List<String> zombiesOf(ProcessHandle daemon) {
        return daemon.children()
                .map(child -> stat(child.pid()))
                .filter(stat -> stat.contains(") Z "))
                .toList();
    }

    private static String stat(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat"));
        } catch (IOException gone) {
            return "";
        }
    }
}
