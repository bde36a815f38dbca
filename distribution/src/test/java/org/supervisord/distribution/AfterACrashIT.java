package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left of a daemon that has ended at once, and what the next one makes of it. */
class AfterACrashIT extends TreeBench {
    private static final String DAEMON = Tree.program("supervisord");

    /** Ends by nothing but SIGKILL, and by SIGTERM. */
    private static final String PROGRAMS =
            """
            [program:deaf]
            command = /bin/sh -c "trap '' TERM; while :; do sleep 0.1; done"
            stopwaitsecs = 1
            killasgroup = true
            [program:good]
            command = /bin/sleep 1000
            """;

    private Process first;

    @AfterEach
    void end() throws InterruptedException {
        if (first != null) {
            first.destroyForcibly();
        }
        tree.close();
        pid("deaf").flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
        pid("good").flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
    }

    private Optional<Long> pid(String name) {
        String mark = "spawned: '" + name + "' with pid ";
        return tree.log()
                .lines()
                .filter(line -> line.contains(mark))
                .map(line -> Long.parseLong(line.substring(line.indexOf(mark) + mark.length())))
                .findFirst();
    }

    private void crash(String options) throws Exception {
        crash(PROGRAMS, options);
        tree.await("the next one", () -> running() == 4);
    }

    private void crash(String programs, String options) throws Exception {
        Path file = tree.configure(programs);
        first = tree.start(DAEMON, file);
        tree.await("both", () -> tree.log().contains("success: good entered RUNNING"));
        tree.await("both", () -> tree.log().contains("success: deaf entered RUNNING"));
        first.destroyForcibly();
        assertTrue(first.waitFor(30, TimeUnit.SECONDS));
        Files.writeString(
                file, Files.readString(file).replace("[supervisord]", "[supervisord]\n" + options));
        tree.start(DAEMON, file);
    }

    private long running() {
        return tree.log().lines().filter(line -> line.contains("entered RUNNING state")).count();
    }

    /** Whether it runs; nobody may have asked how it has ended. */
    private boolean isAlive(String name) throws IOException {
        Path stat = Path.of("/proc/" + pid(name).orElseThrow() + "/stat");
        try {
            return !Files.readString(stat).contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void programsThatAreStillRunningAreNamedWithTheirPids() throws Exception {
        crash("");
        assertTrue(
                tree.log()
                        .contains(
                                "was left by a supervisord that has not ended in order (pid "
                                        + first.pid()
                                        + ")"),
                tree.log());
        for (String name : new String[] {"good", "deaf"}) {
            assertTrue(
                    tree.log()
                            .contains(
                                    "WARN '"
                                            + name
                                            + "' (pid "
                                            + pid(name).orElseThrow()
                                            + ") is still running from before and is not"
                                            + " supervised; orphans=kill in [supervisord] would"
                                            + " end it"),
                    tree.log());
            assertTrue(isAlive(name), name);
        }
    }

    @Test
    void withOrphansKillTheyAreEndedBeforeTheProgramsStart() throws Exception {
        crash("orphans = kill");
        assertFalse(isAlive("good"));
        assertFalse(isAlive("deaf"));
        String log = tree.log();
        int ended = log.indexOf("'deaf' (pid " + pid("deaf").orElseThrow() + ") has ended");
        assertTrue(ended > 0, log);
        assertTrue(ended < log.lastIndexOf("spawned: 'good'"), log);
        assertTrue(log.contains("killing 'deaf' (pid " + pid("deaf").orElseThrow()), log);
    }

    @Test
    void theDaemonIsNotReplacedWhileTheyAreBeingEnded() throws Exception {
        crash(PROGRAMS.replace("stopwaitsecs = 1", "stopwaitsecs = 20"), "orphans = kill");
        tree.await("the next one", () -> tree.ctl("pid").status() == 0);
        Tree.Outcome refused = tree.ctl("upgrade");
        assertEquals(
                "ERROR: not upgraded: what a former daemon has left is still being ended\n",
                refused.output());
        ProcessHandle.of(pid("deaf").orElseThrow()).ifPresent(ProcessHandle::destroyForcibly);
        tree.await("the programs", () -> running() == 4);
        assertEquals(0, tree.ctl("upgrade").status());
    }

    @Test
    void othersThatLookLikeItAreLeftAlone() throws Exception {
        Process stranger = stranger();
        try {
            crash("orphans = kill");
            assertTrue(stranger.isAlive(), "it has a parent");
            assertEquals(2, tree.log().split("has ended\n", -1).length - 1, tree.log());
        } finally {
            stranger.destroyForcibly();
        }
    }

    /** The environment of a program, but a child of somebody who is alive. */
    private Process stranger() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
        builder.environment().put("SUPERVISOR_ENABLED", "1");
        builder.environment().put("SUPERVISOR_PROCESS_NAME", "good");
        builder.environment().put("SUPERVISOR_GROUP_NAME", "good");
        builder.environment()
                .put("SUPERVISOR_SERVER_URL", "unix://" + folder.resolve("supervisor.sock"));
        return builder.start();
    }
}
