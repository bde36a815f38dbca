package org.supervisord.ctl.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.shell.ClientBench;
import org.supervisord.ctl.terminal.Console;

class ServerActionsTest extends ClientBench {
    @Test
    void aServerIsShutDown() {
        server.on("shutdown", true);
        expect(0, "shutdown", "Shut down");
        expectWithHelp(1, "shutdown now", "Error: shutdown accepts no arguments");
        assertEquals(List.of("shutdown()"), server.calls());
    }

    @Test
    void aServerThatIsGoingDownAlreadyIsNoFailureOfShutdown() {
        server.onFault("shutdown", Fault.SHUTDOWN_STATE);
        expect(0, "shutdown", "ERROR: already shutting down");
        server.onFault("shutdown", Fault.FAILED);
        expect(1, "shutdown", "error: fault 30: FAILED");
    }

    @Test
    void aServerThatIsGoneMayHaveBeenShutDown() throws Exception {
        String url = server.url();
        server.close();
        expect(1, "shutdown", "ERROR: " + url + " refused connection (already shut down?)");
        talkTo(url + "x");
        expect(1, "shutdown", "ERROR: " + url + "x no such file (already shut down?)");
    }

    @Test
    void aServerIsRestarted() {
        server.on("restart", true);
        expect(0, "reload", "Restarted supervisord");
        expectWithHelp(1, "reload now", "Error: reload accepts no arguments");
        server.onFault("restart", Fault.SHUTDOWN_STATE);
        expect(1, "reload", "ERROR: already shutting down");
        server.onFault("restart", Fault.FAILED);
        expect(1, "reload", "error: fault 30: FAILED");
    }

    @Test
    void aServerIsUpgraded() {
        server.on("getLastReexec", Map.of());
        server.on("reexec", Map.of("from", "1.0", "to", "1.1", "gap_ms", 321, "at", 1000));
        expect(0, "upgrade", "Upgraded supervisord from 1.0 to 1.1, nobody was served for 321 ms");
        expectWithHelp(1, "upgrade now", "Error: upgrade accepts no arguments");
        server.on("reexec", new FakeSupervisor.Refusal(30, "FAILED: it is broken"));
        expect(1, "upgrade", "ERROR: not upgraded: it is broken");
        server.onFault("reexec", Fault.SHUTDOWN_STATE);
        expect(1, "upgrade", "ERROR: supervisor shutting down");
    }

    @Test
    void aServerThatCantBeUpgradedIsNoOtherError() {
        server.onFault("getLastReexec", Fault.UNKNOWN_METHOD);
        expect(1, "upgrade", "ERROR: the supervisord that is running can't be upgraded in place");
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "Yes", "yellow"})
    void inTheShellTheseMeanYes(String answer) throws Exception {
        server.on("shutdown", true);
        server.on("restart", true);
        typing(answer + "\n" + answer + "\n");
        assertEquals(
                "Really shut the remote supervisord process down y/N? Shut down\n",
                run("shutdown"));
        assertEquals(
                "Really restart the remote supervisord process y/N? Restarted supervisord\n",
                run("reload"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "\n", " y\n", "sure\n"})
    void inTheShellEverythingElseMeansNo(String answer) throws Exception {
        typing(answer + answer);
        assertEquals("Really shut the remote supervisord process down y/N? ", run("shutdown"));
        assertEquals("Really restart the remote supervisord process y/N? ", run("reload"));
        assertEquals(List.of(), server.calls());
        assertEquals(0, exitStatus());
    }

    @Test
    void inTheShellTheEndOfTheInputIsNoAnswer() throws Exception {
        typing("");
        expect(
                1,
                "shutdown",
                "Really shut the remote supervisord process down y/N? error: there is no answer");
        expect(
                1,
                "reload",
                "Really restart the remote supervisord process y/N? error: there is no answer");
        assertEquals(List.of(), server.calls());
    }

    @Test
    void anotherServerCanBeTalkedTo() throws Exception {
        try (FakeSupervisor other = FakeSupervisor.listeningOn(folder().resolve("other"))) {
            other.on(
                    "getAllProcessInfo",
                    List.of(FakeSupervisor.info("web", "web", ProcessState.FATAL, 0, "oh")));
            other.on("getPID", 99);
            expect(0, "open " + other.url(), "web                              FATAL     oh");
            expect(0, "pid", "99");
        }
    }

    @Test
    void oneThatEncryptsCanBeTalkedTo() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        String url = "https://127.0.0.1:" + port;
        expect(0, "open " + url, url + " refused connection");
    }

    @Test
    void theNameInTheConfigurationIsThatOfTheFirstServer() throws Exception {
        ClientSettings settings =
                new ClientSettings(
                        "a",
                        server.url(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Console console = new Console(OutputStream.nullOutputStream(), Optional.empty());
        Session session = new Session(settings, console, true);
        assertEquals("a", session.serverName());
        session.open("unix:///other");
        assertEquals("unix:///other", session.serverName());
    }

    @Test
    void openKeepsTheExitStatusThatWas() throws Exception {
        String url = "unix://" + folder().resolve("missing");
        expect(0, "open " + url, url + " no such file");
        run("nonsense");
        run("open " + url);
        assertEquals(1, exitStatus());
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "open /run/s", "open ftp://here"})
    void otherUrlsAreNotOpened(String line) {
        expect(1, line, "ERROR: url must be http:// or unix://");
        server.on("getPID", 42);
        expect(0, "pid", "42");
    }
}
