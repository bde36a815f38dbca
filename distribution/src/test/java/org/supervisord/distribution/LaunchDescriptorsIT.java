package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of descriptors that the daemon is started with, and of what it says meanwhile. */
class LaunchDescriptorsIT extends TreeBench {
    private static final String SUPERVISORD = Tree.program("supervisord");
    private static final String PROGRAM =
            """
            [program:it]
            command = sh -c 'ls /proc/$$/fd; exec sleep 1000'
            stdout_logfile = %(here)s/it
            """;

    @Test
    void aLockIsHeldAsLongAsTheDaemonInTheBackgroundLives() throws Exception {
        Path conf = tree.configureBackground("", PROGRAM);
        String lock = folder.resolve("lock").toString();
        assertEquals(
                new Tree.Outcome(0, ""),
                tree.run("flock", "-n", lock, SUPERVISORD, "-c", conf.toString()));
        try {
            assertTrue(isLocked(), "at the start");
            assertOnlyThree(1);
            tree.upgrade();
            tree.upgrade();
            assertTrue(isLocked(), "after an upgrade");
            String before = tree.pid("it");
            assertEquals(0, tree.ctl("reload").status());
            tree.await("the reload", () -> tree.running() == 1 && !tree.pid("it").equals(before));
            assertTrue(isLocked(), "after a reload");
            assertOnlyThree(2);
        } finally {
            tree.shutDown();
        }
        tree.await("the lock", () -> !isLocked());
    }

    @Test
    void whoeverWaitsForTheEndOfAPipeWaitsForTheDaemonInTheBackground() throws Exception {
        Path conf = tree.configureBackground("", PROGRAM);
        Path fifo = folder.resolve("fifo");
        assertEquals(0, tree.run("mkfifo", fifo.toString()).status());
        Process reader = new ProcessBuilder("cat", fifo.toString()).start();
        // 17 is the number of a signal, see SignalInbox
        String start = "exec 17>" + fifo + " 40>&17; exec " + SUPERVISORD + " -c " + conf;
        assertEquals(new Tree.Outcome(0, ""), tree.run("bash", "-c", start));
        try {
            tree.upgrade();
            assertOnlyThree(1);
            assertTrue(reader.isAlive());
        } finally {
            tree.shutDown();
        }
        assertTrue(reader.waitFor(60, TimeUnit.SECONDS));
    }

    @Test
    void aDescriptorInThePlaceOfTheReservedOneStaysAndQuitIsHeard() throws Exception {
        Process daemon =
                tree.answering(
                        tree.script(
                                        "launch",
                                        "exec 3>%s; flock -n 3; exec %s \"$@\""
                                                .formatted(folder.resolve("lock"), SUPERVISORD))
                                .toString(),
                        PROGRAM);
        assertTrue(isLocked());
        assertOnlyThree(1);
        assertEquals(0, tree.run("kill", "-QUIT", Long.toString(daemon.pid())).status());
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, tree.count("WARN received SIGQUIT indicating exit request"), tree.log());
    }

    @Test
    void aLogWithTheNameOfOneIsWrittenThere() throws Exception {
        tree.answering(
                tree.script(
                                "launch",
                                "exec 3>%s; exec %s \"$@\""
                                        .formatted(folder.resolve("three"), SUPERVISORD))
                        .toString(),
                """
                [program:three]
                command = sh -c 'while :; do echo tick; sleep 0.05; done'
                stdout_logfile = /dev/fd/3
                stdout_logfile_maxbytes = 0
                [program:fifteen]
                command = sh -c 'echo lost; exec sleep 1000'
                stdout_logfile = /dev/fd/15
                stdout_logfile_maxbytes = 0
                """);
        tree.await("both", () -> tree.running() == 2);
        tree.await("its lines", () -> !tree.text("three").isEmpty());
        tree.upgrade();
        String before = tree.text("three");
        tree.await("more of them", () -> tree.text("three").length() > before.length());
        assertEquals(2, tree.running());
        String dropped = "can't write log /dev/fd/15: No such file or directory";
        assertTrue(tree.log().contains(dropped), tree.log());
        Tree.Outcome read = tree.ctl("tail", "-20", "three");
        assertTrue(read.output().contains("tick\ntick\n"), read.output());
        assertTrue(tree.ctl("tail", "fifteen").output().contains("ERROR"));
    }

    @Test
    void whatADaemonSaysUntilItIsInTheBackgroundIsSaid() throws Exception {
        Path conf = tree.configureBackground("", "");
        Path socket = folder.resolve("supervisor.sock");
        try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(socket));
        }
        Tree.Outcome outcome = tree.run(SUPERVISORD, "-c", conf.toString());
        try {
            assertEquals(new Tree.Outcome(0, "Unlinking stale socket " + socket + "\n"), outcome);
        } finally {
            tree.shutDown();
        }
    }

    private boolean isLocked() throws Exception {
        return tree.run("flock", "-n", folder.resolve("lock").toString(), "true").status() == 1;
    }

    /** No program that was started so far has more. */
    private void assertOnlyThree(int starts) {
        String all = "0\n1\n2\n".repeat(starts);
        tree.await("what the program has open", () -> tree.text("it").equals(all));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec \"$0\" -c /dev/stdin <conf",
                "cat conf | \"$0\" -c /dev/stdin",
                "mkfifo pipe; cat conf >pipe & exec \"$0\" -c pipe"
            })
    void aConfigurationThatCanBeReadOnceIsEnoughInTheBackground(String line) throws Exception {
        String text = Files.readString(tree.configureBackground("", ""));
        Files.writeString(folder.resolve("conf"), text.replace("%(here)s", folder.toString()));
        String there = "cd '" + folder + "'; ";
        assertEquals(
                new Tree.Outcome(0, ""),
                tree.run("sh", "-c", there + line, Tree.program("supervisord")));
        try {
            assertEquals(0, tree.ctl("pid").status());
        } finally {
            tree.shutDown();
        }
    }
}
