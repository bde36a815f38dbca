package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A daemon with hardly any memory: it says so and ends, and is never half dead. */
class OutOfMemoryIT extends TreeBench {
    private static final int BY_THE_JVM = 3;
    private static final String MESSAGE =
            "CRIT supervisord (pid %d) is out of memory and ends at once; its programs go on"
                    + " without it.";

    @AfterEach
    void end() throws Exception {
        tree.close();
        tree.ctl("shutdown");
        tree.log()
                .lines()
                .filter(line -> line.contains("spawned: 'full' with pid "))
                .map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    void aDaemonWithoutMemoryTellsAndEnds() throws Exception {
        Path file = tree.configure("[program:full]\ncommand = /bin/sleep 1000\n");
        ProcessBuilder small =
                new ProcessBuilder(Tree.program("supervisord"), "-n", "-c", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile());
        small.environment().put("SUPERVISORD_HEAP", "20m");
        Process daemon = small.start();
        tree.await("RUNNING", () -> tree.log().contains("success: full entered RUNNING"));
        feed();
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS), "it goes on");
        assertEquals(BY_THE_JVM, daemon.exitValue());
        String message = MESSAGE.formatted(daemon.pid());
        assertTrue(tree.log().contains(message), tree.log());
        assertTrue(tree.output().contains(message), tree.output());
    }

    @Test
    void theMessageIsFoundFromAnotherFolderTooWhateverTheProgramsFolderIsCalled() throws Exception {
        Path odd =
                Tree.copy(Files.createDirectory(folder.resolve("it's; $(a) %p")).resolve("tree"));
        Path file =
                tree.configure(
                        """
                        [supervisord]
                        nodaemon = false
                        directory = /
                        [program:full]
                        command = /bin/sleep 1000
                        """);
        Tree.Outcome start =
                tree.run(
                        "sh",
                        "-c",
                        "cd \"$0\" && SUPERVISORD_HEAP=16m bin/supervisord -c '%s'".formatted(file),
                        odd.toString());
        assertEquals(0, start.status(), start.output());
        tree.await("RUNNING", () -> tree.log().contains("success: full entered RUNNING"));
        feed();
        tree.await("the message", () -> tree.log().contains("is out of memory and ends at once"));
    }

    /** Bytes for a program that reads none, until nobody takes them any more. */
    private void feed() throws Exception {
        Path script =
                Files.writeString(
                        folder.resolve("feed.py"),
                        """
                        import http.client, socket, sys, xmlrpc.client
                        class Connection(http.client.HTTPConnection):
                            def connect(self):
                                self.sock = socket.socket(socket.AF_UNIX)
                                self.sock.connect(sys.argv[1])
                        class Transport(xmlrpc.client.Transport):
                            def make_connection(self, host):
                                return Connection("localhost")
                        server = xmlrpc.client.ServerProxy("http://x", transport=Transport())
                        try:
                            for i in range(100):
                                server.supervisor.sendProcessStdin("full", "x" * 1000000)
                        except (OSError, http.client.HTTPException):
                            pass
                        """);
        tree.run("python3", script.toString(), folder.resolve("supervisor.sock").toString());
    }
}
