package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pidproxy} of the tree, by itself and under the daemon. */
class PidProxyIT {
    private static final String PIDPROXY = Tree.program("pidproxy");

    @TempDir private Path folder;
    @AutoClose private Tree running;

    private Tree tree() {
        return new Tree(folder);
    }

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
        running = tree();
        running.supervise(
                """
                [program:db]
                command = %1$s %%(here)s/server.pid %2$s
                [program:blind]
                command = %1$s missing.pid /bin/sleep 1000
                stopasgroup = true
                """
                        .formatted(PIDPROXY, launcher));
        Path pid = folder.resolve("server.pid");
        running.await("the server", () -> !Files.readString(pid).isEmpty());
        running.await("RUNNING", () -> running.ctl("status", "db").status() == 0);
        for (String signal : List.of("HUP", "USR1", "USR2")) {
            assertEquals(0, running.ctl("signal", signal, "db").status());
            running.await(signal, () -> got().endsWith(signal + "\n"));
        }
        assertEquals("db: stopped\n", running.ctl("stop", "db").output());
        running.await("TERM", () -> got().endsWith("TERM\n"));
        assertTrue(running.log().contains("stopped: db (exit status 0)"), running.log());

        assertEquals(0, running.ctl("signal", "HUP", "blind").status());
        running.await(
                "words on the missing file",
                () ->
                        running.ctl("tail", "blind")
                                .output()
                                .contains("Can't read child pidfile missing.pid!"));
        assertEquals(0, running.ctl("status", "blind").status());
    }

    private String got() throws IOException {
        return Files.readString(folder.resolve("got"));
    }

    @Test
    void endsWithItsCommand() throws Exception {
        assertEquals(0, tree().run(PIDPROXY, "none", "/bin/false").status());
    }

    @Test
    void saysHowItIsUsed() throws Exception {
        for (String[] words :
                List.of(new String[] {PIDPROXY}, new String[] {PIDPROXY, "only.pid"})) {
            Tree.Outcome outcome = tree().run(words);
            assertEquals(1, outcome.status());
            assertTrue(outcome.output().contains("<pidfile name> <command>"), outcome.output());
        }
    }
}
