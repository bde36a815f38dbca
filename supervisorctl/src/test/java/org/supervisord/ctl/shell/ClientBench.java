package org.supervisord.ctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.action.Session;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.ExitStatus;

/** A client that talks to a fake server, and what it prints. */
@Timeout(60)
public abstract class ClientBench {
    @TempDir private Path folder;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream warnings = new ByteArrayOutputStream();
    private Session session;
    private Interpreter interpreter;
    public FakeSupervisor server;

    @BeforeEach
    public void startServer() throws IOException {
        server = FakeSupervisor.listeningOn(folder.resolve("s"));
        talkTo(server.url());
    }

    @AfterEach
    public void stopServer() throws IOException {
        session.close();
        server.close();
    }

    public Path folder() {
        return folder;
    }

    /** The client is one for this server from now on. */
    public void talkTo(String url) throws IOException {
        open(url, false, "");
    }

    /** The client is one in whose shell these lines are typed. */
    public void typing(String lines) throws IOException {
        open(server.url(), true, lines);
    }

    private void open(String url, boolean interactive, String typed) throws IOException {
        if (session != null) {
            session.close();
        }
        ClientSettings settings =
                new ClientSettings(
                        url, "supervisor", Optional.empty(), Optional.empty(), Optional.empty());
        BufferedReader in = new BufferedReader(new StringReader(typed));
        session =
                new Session(settings, new Console(output, warnings, Optional.of(in)), interactive);
        interpreter = new Interpreter(session);
    }

    public Interpreter interpreter() {
        return interpreter;
    }

    /** What was printed on standard error so far. */
    public String warnings() {
        return warnings.toString(StandardCharsets.UTF_8);
    }

    public int exitStatus() {
        return session.exitStatus();
    }

    /** Does what a line says; answers what is printed. */
    public String run(String line) {
        output.reset();
        interpreter.run(line);
        return output.toString(StandardCharsets.UTF_8);
    }

    /** The same, where there are other actions. */
    public String run(ActionTable actions, String line) {
        output.reset();
        new Interpreter(session, actions).run(line);
        return output.toString(StandardCharsets.UTF_8);
    }

    /** Runs a line in a client that has done nothing before; the texts are without line ends. */
    public void expect(int status, String line, String... printed) {
        session.exitStatus(ExitStatus.SUCCESS);
        assertEquals(String.join("\n", printed) + "\n", run(line), line);
        assertEquals(status, session.exitStatus(), "exit status of " + line);
    }

    /** The same, where help follows the first line that is printed. */
    public void expectWithHelp(int status, String line, String error) {
        session.exitStatus(ExitStatus.SUCCESS);
        String printed = run(line);
        assertEquals(error, printed.lines().findFirst().orElse(""), line);
        String action = line.split(" ")[0];
        assertEquals(printed.substring(error.length() + 1), run("help " + action), line);
        assertEquals(status, session.exitStatus(), "exit status of " + line);
    }
}
