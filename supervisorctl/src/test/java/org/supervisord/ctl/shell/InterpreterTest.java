package org.supervisord.ctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.Fault;

class InterpreterTest extends ClientBench {
    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "Status", "startall all", "!ls", "-f", ":", "grün"})
    void whatIsNoActionIsUnknownSyntax(String line) {
        expect(1, line, "*** Unknown syntax: " + line);
        assertEquals(List.of(), server.calls());
    }

    @Test
    void emptyLinesDoNothing() {
        assertEquals("", run(""));
        assertEquals("", run(" \t "));
        assertEquals(0, exitStatus());
    }

    @Test
    void blanksAroundAnActionDoNotCount() {
        server.on("getPID", 42);
        expect(0, "  pid  ", "42");
    }

    @Test
    void anActionEndsWhereItsNameDoes() {
        server.on("startProcess", true);
        run("start-web");
        assertEquals(List.of("startProcess(-web)"), server.calls());
    }

    @Test
    void anAnswerOfAnotherKindIsAnError() {
        String error = "error: the server's answer is not of the kind that was asked for";
        server.on("getAllProcessInfo", List.of(Map.of("name", 5)));
        expect(1, "start 'w*'", error);
        server.on("readLog", 5);
        expect(1, "maintail", error);
        server.on("reloadConfig", List.of());
        expect(1, "reread", error);
    }

    @Test
    void theShellIsLeftInThreeWays() throws Exception {
        for (String line : List.of("exit", "quit", "EOF")) {
            typing("");
            assertFalse(interpreter().isLeft());
            expect(0, line, "");
            assertTrue(interpreter().isLeft(), line);
        }
    }

    @Test
    void helpNamesAllActions() {
        String help = run("help");
        for (String action :
                List.of(
                        "add",
                        "avail",
                        "clear",
                        "exit",
                        "fg",
                        "maintail",
                        "open",
                        "pid",
                        "quit",
                        "reload",
                        "remove",
                        "reread",
                        "restart",
                        "shutdown",
                        "signal",
                        "start",
                        "status",
                        "stop",
                        "tail",
                        "update",
                        "upgrade",
                        "version")) {
            assertTrue(help.matches("(?s).*\\b" + action + "\\b.*"), action);
            assertTrue(run("help " + action).startsWith(action), action);
        }
        assertEquals(help, run("?"));
        assertEquals(run("help status"), run("?status"));
        assertEquals(0, exitStatus());
    }

    @Test
    void thereIsNoHelpOnWhatIsNoAction() {
        expect(0, "help nonsense", "*** No help on nonsense");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        String url = "unix://" + folder().resolve("missing");
        talkTo(url);
        expect(7, "pid", url + " no such file");
        expect(7, "start web", url + " no such file");
        expect(4, "status", url + " no such file");
    }

    @Test
    void aServerThatRefusesIsNamed() throws Exception {
        String url = "http://127.0.0.1:" + freePort();
        talkTo(url);
        expect(4, "stop all", url + " refused connection");
        expect(4, "version", url + " refused connection");
        expect(4, "status", url + " refused connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reread", "update", "add web", "remove web", "avail"})
    void actionsThatDoNotProbeTheServerFailWithAnError(String line) throws Exception {
        String url = "unix://" + folder().resolve("missing");
        talkTo(url);
        expect(1, line, "error: " + url + " no such file");
    }

    @Test
    void aUrlThatIsNoneIsAnError() throws Exception {
        talkTo("gopher://here");
        expect(1, "pid", "error: Unknown protocol for serverurl gopher://here");
    }

    @Test
    void aServerOfAnotherAgeIsRefused() {
        server.on("getVersion", "2.0");
        expect(
                5,
                "pid",
                "Sorry, this version of supervisorctl expects to talk to a server with API version"
                        + " 3.0, but the remote version is 2.0.");
        expect(
                4,
                "status",
                "Sorry, this version of supervisorctl expects to talk to a server with API version"
                        + " 3.0, but the remote version is 2.0.");
        assertEquals(List.of(), server.calls());
    }

    @Test
    void aServerWithoutTheInterfaceIsRefused() {
        server.onFault("getVersion", Fault.UNKNOWN_METHOD);
        expect(
                3,
                "pid",
                "Sorry, supervisord responded but did not recognize the supervisor namespace"
                        + " commands that supervisorctl uses to control it.  Please check that the"
                        + " [rpcinterface:supervisor] section is enabled in the configuration file"
                        + " (see sample.conf).");
    }

    @Test
    void aFaultOfTheProbeIsAnError() {
        server.onFault("getVersion", Fault.SHUTDOWN_STATE);
        expect(1, "start web", "error: fault 6: SHUTDOWN_STATE");
        expect(1, "pid", "error: fault 6: SHUTDOWN_STATE");
    }

    @Test
    void withoutATerminalA401IsAnError() {
        server.lock("Basic dTpw");
        expect(
                1,
                "pid",
                "Server requires authentication",
                "error: the server answered 401 Unauthorized");
    }

    @Test
    void inTheShellA401AsksForANameAndAPassword() throws Exception {
        server.on("getPID", 42);
        server.lock("Basic dTpw");
        typing("u\np\n");
        assertEquals("Server requires authentication\nUsername:Password:\n42\n", run("pid"));
        assertEquals(0, exitStatus());
        assertEquals("42\n", run("pid"), "it is remembered");
    }

    @Test
    void aWrongPasswordIsAskedForAgainUntilTheInputEnds() throws Exception {
        server.lock("Basic dTpw");
        typing("u\nwrong\n");
        assertEquals(
                "Server requires authentication\nUsername:Password:\n"
                        + "Server requires authentication\nUsername:"
                        + "error: the server answered 401 Unauthorized\n",
                run("pid"));
        assertEquals(1, exitStatus());
    }

    @Test
    void anAnswerOfTheWrongKindIsAnErrorAndNotTheEnd() {
        server.on("getAllProcessInfo", List.of("no process"));
        assertTrue(run("status").startsWith("error: "));
        assertEquals(1, exitStatus());
        server.on("getPID", 42);
        expect(0, "pid", "42");
    }

    private static int freePort() throws IOException {
        try (ServerSocketChannel taken = ServerSocketChannel.open()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));
            return ((InetSocketAddress) taken.getLocalAddress()).getPort();
        }
    }
}
