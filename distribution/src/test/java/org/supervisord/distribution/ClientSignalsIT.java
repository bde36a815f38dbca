package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a single action that goes on ends by a signal. */
class ClientSignalsIT extends TreeBench {
    private static final String BEGIN = "==> Press Ctrl-C to exit <==\n";

    @BeforeEach
    void start() throws Exception {
        tree.answering(
                "[program:schwätzer]\ncommand = /bin/sh -c 'echo hello; exec cat'\nstartsecs = 0\n"
                        + "[program:slow]\ncommand = /bin/cat\nautostart = false\nstartsecs = 1000\n");
        tree.await("its line", () -> tree.ctl("tail", "schwätzer").output().contains("hello"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tail -f schwätzer", "fg schwätzer"})
    void anInterruptEndsItWithoutAFailure(String line) throws Exception {
        Process client = reading(line);
        end(client, "INT", 0);
        String farewell = line.startsWith("fg") ? "Exiting foreground\n" : "\n";
        assertEquals(BEGIN + "hello\n" + farewell, tree.text("client"));
    }

    @Test
    void aShellThatReadsAScriptGoesOnWithTheNextLine() throws Exception {
        Process client = tree.inTheBackground();
        try (Writer script = client.outputWriter(StandardCharsets.UTF_8)) {
            script.write("tail -f schwätzer\n");
            script.flush();
            tree.await("the log", () -> tree.text("client").endsWith(BEGIN + "hello\n"));
            send(client, "INT");
            tree.await("its prompt", () -> tree.text("client").endsWith("\nsupervisor> "));
            script.write("version\n");
        }
        assertTrue(client.waitFor(60, TimeUnit.SECONDS), "it ends");
        assertEquals(0, client.exitValue());
        String said = tree.text("client");
        assertTrue(said.matches("(?s).*hello\n\nsupervisor> \\S+\nsupervisor> \n"), said);
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129"})
    void otherSignalsEndItAsTheyEndAnything(String signal, int status) throws Exception {
        Process client = reading("tail -f schwätzer");
        end(client, signal, status);
        assertEquals(BEGIN + "hello\n", tree.text("client"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "INT", "TERM"})
    void aScriptIsGivenUpWithTheActionThatASignalKills(String signal) throws Exception {
        // who waits sees of what it died: 128 and more would be an exit of its own
        Process waiting =
                new ProcessBuilder(
                                "env",
                                "--default-signal=INT,HUP",
                                "python3",
                                "-c",
                                "import subprocess, sys;"
                                        + "p = subprocess.Popen(sys.argv[1:]);"
                                        + "print(p.pid, flush=True);"
                                        + "print(-p.wait())",
                                Tree.program("supervisorctl"),
                                "-c",
                                tree.configuration().toString(),
                                "start",
                                "slow")
                        .redirectOutput(folder.resolve("waiting").toFile())
                        .start();
        tree.await("its start", () -> tree.status("slow").contains("STARTING"));
        String client = tree.text("waiting").lines().findFirst().orElseThrow();
        assertEquals(0, tree.run("kill", "-s", signal, client).status());
        assertTrue(waiting.waitFor(60, TimeUnit.SECONDS), "it ends");
        int number = Map.of("HUP", 1, "INT", 2, "TERM", 15).get(signal);
        assertEquals(client + "\n" + number + "\n", tree.text("waiting"));
    }

    @Test
    void aListThatIsDrawnAgainAndAgainEndsByAnInterrupt() throws Exception {
        Process client = tree.inTheBackground("status", "--watch");
        tree.await("a list", () -> tree.text("client").contains("schwätzer"));
        end(client, "INT", 0);
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void whatOtherServersHaveSaidIsWrittenFirst(String signal, int status) throws Exception {
        String url = "unix://" + folder + "/supervisor.sock";
        Path silent = folder.resolve("silent");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(silent));
            String before = tree.ctl("pid", "schwätzer").output();
            Process client =
                    tree.inTheBackground(
                            "-s", "unix://" + silent, "-s", url, "restart", "schwätzer");
            tree.await(
                    "a new process",
                    () ->
                            !tree.ctl("pid", "schwätzer").output().equals(before)
                                    && tree.status("schwätzer").contains("RUNNING"));
            assertEquals("", tree.text("client"));
            end(client, signal, status);
        }
        String said = tree.text("client");
        assertTrue(said.startsWith(url + ": schwätzer: stopped\n"), said);
    }

    /** A client that has shown a line of the log. */
    private Process reading(String line) throws Exception {
        Process client = tree.inTheBackground(line.split(" "));
        tree.await("the log", () -> tree.text("client").endsWith("hello\n"));
        return client;
    }

    private void send(Process client, String signal) throws Exception {
        String pid = String.valueOf(client.pid());
        assertEquals(0, tree.run("kill", "-s", signal, pid).status());
    }

    private void end(Process client, String signal, int status) throws Exception {
        send(client, signal);
        assertTrue(client.waitFor(60, TimeUnit.SECONDS), "it ends");
        assertEquals(status, client.exitValue());
    }
}
