package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever kind of process the daemon is, it is that after an upgrade. */
class UpgradedProcessIT extends TreeBench {
    private Process daemon;

    @Test
    void aDaemonInTheBackgroundStaysAsItIs() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path file = tree.configure("[program:it]\ncommand = sleep 1000\n");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "nodaemon = true",
                                "nodaemon = false\numask = 027\ndirectory = " + elsewhere));
        assertEquals(0, tree.run(Tree.program("supervisord"), "-c", file.toString()).status());
        long pid = Long.parseLong(Files.readString(pidFile()).strip());
        try {
            tree.await("it", () -> tree.status("it").contains("RUNNING"));
            String before = tree.pid("it");
            for (int i = 0; i < 2; i++) {
                tree.upgrade();
                assertEquals(before, tree.pid("it"));
                assertEquals(pid, Long.parseLong(Files.readString(pidFile()).strip()));
                assertEquals(elsewhere.toRealPath(), Path.of("/proc/" + pid + "/cwd").toRealPath());
                assertTrue(proc(pid, "status").contains("Umask:\t0027\n"));
                assertEquals("supervisord\n", proc(pid, "comm"));
            }
            tree.run("/bin/sh", "-c", "kill -HUP " + pid);
            tree.await("the restart", () -> !tree.pid("it").equals(before));
            tree.upgrade();
        } finally {
            tree.run("/bin/sh", "-c", "kill -TERM " + pid);
            tree.await("the end", () -> !Files.exists(Path.of("/proc/" + pid)));
        }
        assertTrue(Files.notExists(pidFile()));
    }

    private static String proc(long pid, String file) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/" + file));
    }

    @Test
    void aDaemonThatHasBecomeAnotherUserStaysThatUser() throws Exception {
        assumeTrue(tree.run("id", "-u").output().strip().equals("0"), "only root can");
        assertEquals(0, tree.run("chown", "nobody", folder.toString()).status());
        Path file = tree.configure("[program:it]\ncommand = sleep 1000\n");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("nodaemon = true", "nodaemon = true\nuser = nobody"));
        daemon = tree.start(Tree.program("supervisord"), file);
        tree.await("it", () -> tree.status("it").contains("RUNNING"));
        String before = tree.pid("it");
        String uids = uids();
        for (int i = 0; i < 2; i++) {
            tree.upgrade();
            assertEquals(before, tree.pid("it"));
            assertEquals(uids, uids());
        }
    }

    private String uids() throws IOException {
        return proc(daemon.pid(), "status")
                .lines()
                .filter(line -> line.startsWith("Uid:"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFirstProcessOfAContainerIsReplacedAsWell() throws Exception {
        Path launcher = tree.launcherOfFirstProcess();
        daemon =
                tree.answering(
                        launcher.toString(),
                        """
                        [program:orphans]
                        command = /bin/sh -c 'while :; do (sleep 0.05 & ); sleep 0.1; done'
                        """);
        try {
            tree.await("orphans", () -> tree.count("reaped unknown pid") > 3);
            for (int i = 0; i < 2; i++) {
                tree.upgrade();
                assertEquals("1", tree.ctl("pid").output().strip());
            }
            int reaped = tree.count("reaped unknown pid");
            tree.await("more orphans", () -> tree.count("reaped unknown pid") > reaped);
        } finally {
            // not with unshare: who is to die with a parent forgets it when it is replaced
            tree.ctl("shutdown");
            if (!daemon.waitFor(30, TimeUnit.SECONDS)) {
                daemon.descendants().forEach(ProcessHandle::destroyForcibly);
                daemon.destroyForcibly();
            }
        }
    }

    private Path pidFile() {
        return folder.resolve("supervisord.pid");
    }
}
