package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code pidproxy} of the tree, by itself and under the daemon. */
class PidProxyIT extends TreeBench {
    private static final String PIDPROXY = Tree.program("pidproxy");

    /** Starts a server that only listens to signals sent to its own pid, and goes to sleep. */
    private Path launcher() throws IOException {
        Path server =
                Files.writeString(
                        folder.resolve("server"),
                        """
                        #!/bin/sh
                        cd %s
                        for name in HUP USR1 USR2; do trap "echo $name >> got" $name; done
                        for name in TERM INT QUIT; do trap "echo $name >> got; exit" $name; done
                        echo $$ > server.pid
                        while :; do sleep 0.05; done
                        """
                                .formatted(folder));
        Path launcher =
                Files.writeString(folder.resolve("launcher"), "#!/bin/sh\nsh " + server + "\n:\n");
        launcher.toFile().setExecutable(true);
        return launcher;
    }

    @Test
    void passesSignalsToTheProcessOfThePidFile() throws Exception {
        Path launcher = launcher();
        tree.supervise(
                """
                [program:db]
                command = %1$s %%(here)s/server.pid %2$s
                [program:blind]
                command = %1$s missing.pid /bin/sleep 1000
                stopasgroup = true
                """
                        .formatted(PIDPROXY, launcher));
        Path pid = folder.resolve("server.pid");
        tree.await("the server", () -> !Files.readString(pid).isEmpty());
        tree.await("RUNNING", () -> tree.ctl("status", "db").status() == 0);
        for (String signal : List.of("HUP", "USR1", "USR2")) {
            assertEquals(0, tree.ctl("signal", signal, "db").status());
            tree.await(signal, () -> got().endsWith(signal + "\n"));
        }
        assertEquals("db: stopped\n", tree.ctl("stop", "db").output());
        tree.await("TERM", () -> got().endsWith("TERM\n"));
        assertTrue(tree.log().contains("stopped: db (exit status 0)"), tree.log());

        assertEquals(0, tree.ctl("signal", "HUP", "blind").status());
        tree.await(
                "words on the missing file",
                () ->
                        tree.ctl("tail", "blind")
                                .output()
                                .contains("Can't read child pidfile missing.pid!"));
        assertEquals(0, tree.ctl("status", "blind").status());
    }

    private String got() throws IOException {
        return Files.readString(folder.resolve("got"));
    }

    @Test
    void theCommandIsCalledAsItIsWrittenWithWhatIsOpen() throws Exception {
        Path command = tree.script("command", "echo \"$0 $(cat <&3)\"");
        Files.writeString(folder.resolve("lock"), "kept");
        String call = "cd " + folder + " && " + PIDPROXY + " none ./" + command.getFileName();
        assertEquals(
                new Tree.Outcome(0, "./command kept\n"), tree.run("sh", "-c", call + " 3<lock"));
    }

    @Test
    void itNeedsNoStdin() throws Exception {
        assertEquals(
                new Tree.Outcome(0, "ran\n"),
                tree.run("sh", "-c", PIDPROXY + " none /bin/echo ran <&-"));
    }

    @Test
    void endsWithItsCommand() throws Exception {
        assertEquals(0, tree.run(PIDPROXY, "none", "/bin/false").status());
    }

    @Test
    void saysHowItIsUsed() throws Exception {
        for (String[] words :
                List.of(new String[] {PIDPROXY}, new String[] {PIDPROXY, "only.pid"})) {
            Tree.Outcome outcome = tree.run(words);
            assertEquals(1, outcome.status());
            assertTrue(outcome.output().contains("<pidfile name> <command>"), outcome.output());
        }
    }
}
