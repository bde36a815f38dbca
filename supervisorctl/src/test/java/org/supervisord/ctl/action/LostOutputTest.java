package org.supervisord.ctl.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.client.FakeHttpServer;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.shell.ClientBench;
import org.supervisord.ctl.shell.Interpreter;
import org.supervisord.ctl.shell.Shell;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.FailingStream;

/** What is done where the output can't be written any more. */
class LostOutputTest extends ClientBench {
    private static final String PIPE = "Broken pipe";

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private String input = "";
    private boolean typed;
    private FailingStream stream;

    @BeforeEach
    void everythingWorks() {
        List<Object> results =
                List.of(
                        FakeSupervisor.result("web", "web", Fault.SUCCESS),
                        FakeSupervisor.result("g", "a", Fault.SPAWN_ERROR));
        for (String all : List.of("startAllProcesses", "stopAllProcesses", "stopProcessGroup")) {
            server.on(all, results);
        }
        for (String method :
                List.of(
                        "startProcess",
                        "stopProcess",
                        "signalProcess",
                        "clearProcessLogs",
                        "sendProcessStdin",
                        "addProcessGroup",
                        "removeProcessGroup",
                        "shutdown",
                        "restart")) {
            server.on(method, true);
        }
        server.on(
                "reloadConfig",
                List.of(List.of(List.of("new"), List.of("other"), List.of("gone"))));
        server.on("getProcessInfo", web());
        server.on("getAllProcessInfo", List.of(web()));
        server.on("getPID", 42);
    }

    private static Object web() {
        return FakeSupervisor.info("web", "web", ProcessState.RUNNING, 7, "pid 7");
    }

    private Console console(int good, String error) {
        stream = new FailingStream(good, error);
        return new Console(
                stream, errors, Optional.of(new BufferedReader(new StringReader(input)))) {
            @Override
            public boolean isTyped() {
                return typed;
            }

            @Override
            public InputStream input() {
                return new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    private ClientSettings settings() {
        return new ClientSettings(
                server.url(), "here", Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Does what a line says where some writes go well; answers the exit status of the program. */
    private int run(String line, int good, String error) {
        Console console = console(good, error);
        Session session = new Session(settings(), console, false);
        new Interpreter(session).run(line);
        return console.exitStatus(session.exitStatus());
    }

    /** The calls that a line makes. */
    private List<String> calls(String line, int good, int status) {
        int before = server.calls().size();
        assertEquals(status, run(line, good, PIPE), line);
        List<String> all = server.calls();
        return all.subList(before, all.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start web other",
                "stop web other third",
                "restart all",
                "restart web other",
                "restart all nope",
                "signal HUP web other",
                "clear web other",
                "reread",
                "update",
                "add a b",
                "remove a b",
                "reload",
                "shutdown",
                "status nope web",
                "pid web web",
                "nonsense"
            })
    void allCallsAreMadeHoweverMuchIsRead(String line) {
        int status = run(line, Integer.MAX_VALUE, PIPE);
        List<String> all = server.calls();
        for (int good = 0; good < 4; good++) {
            assertEquals(all, calls(line, good, status), line + ", " + good + " lines read");
        }
        assertEquals("", errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void otherErrorsAreToldOnceAndAreTheExitStatus() {
        assertEquals(120, run("restart web other", 1, "No space left on device"));
        assertEquals("web: stopped\n", stream.toString());
        assertEquals(4, server.calls().size());
        assertEquals(
                "Error: can't write the output: No space left on device\n",
                errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void allLinesOfAScriptAreDone() {
        input = "restart web\npid\n";
        Console console = console(1, PIPE);
        assertEquals(0, Shell.run(List.of(settings()), console, new ActionTable()));
        assertEquals(
                List.of("stopProcess(web)", "startProcess(web)", "getPID()"),
                server.calls().stream().filter(it -> !it.contains("State(")).skip(1).toList());
    }

    @Test
    void whatNobodyCanSeeHeIsAskedIsNotWaitedFor() {
        input = "y\ny\n";
        typed = true;
        new Interpreter(new Session(settings(), console(0, PIPE), true)).run("shutdown");
        assertEquals(List.of(), server.calls().stream().filter("shutdown()"::equals).toList());
        typed = false;
        new Interpreter(new Session(settings(), console(0, PIPE), true)).run("shutdown");
        assertEquals(1, server.calls().stream().filter("shutdown()"::equals).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tail -f web", "tail -f web quiet", "maintail -f", "status --watch"})
    void whatGoesOnForEverEnds(String line) {
        server.on(
                "getAllProcessInfo",
                List.of(
                        web(),
                        FakeSupervisor.info("quiet", "quiet", ProcessState.RUNNING, 8, "pid 8")));
        endlessLog("/logtail/web/stdout", "one\ntwo\n");
        endlessLog("/mainlogtail", "one\ntwo\n");
        endlessLog("/logtail/quiet/stdout", "");
        for (int good = 0; good < 2; good++) {
            assertEquals(0, run(line, good, PIPE));
        }
        assertEquals("", errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsTypedElsewhereIsSentToAProcessThoughNobodyReadsItsAnswers() {
        endlessLog("/logtail/web/stdout", "one\n");
        endlessLog("/logtail/web/stderr", "");
        input = "a\nb\n";
        assertEquals(0, run("fg web", 0, PIPE));
        assertEquals(
                List.of("sendProcessStdin(web, a\n)", "sendProcessStdin(web, b\n)"),
                server.calls().stream().filter(it -> it.startsWith("send")).toList());
        assertEquals("", errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void outputThatIsWaitedForIsWaitedForThoughNobodyReadsIt() {
        endlessLog("/logtail/web/stdout", "one\n", "two\n", "all done\n");
        input = "a\n";
        assertEquals(0, run("debug web --until done", 0, PIPE));
        assertEquals("", errors.toString(StandardCharsets.UTF_8));
    }

    private void endlessLog(String path, String... chunks) {
        StringBuilder reply =
                new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (String chunk : chunks) {
            if (!chunk.isEmpty()) {
                reply.append(Integer.toHexString(chunk.length()));
                reply.append("\r\n").append(chunk).append("\r\n");
            }
        }
        server.page(path, FakeHttpServer.Reply.of(reply.toString()));
    }

    @Test
    void anActionOfAPlugInIsToldWhatItAsks() throws Exception {
        Session session = new Session(settings(), console(1, PIPE), false);
        PluggedActions plugged = new PluggedActions();
        plugged.add(
                "forever",
                "Print until nobody reads",
                (client, words) -> {
                    while (!client.isOutputGone()) {
                        client.print("x");
                    }
                    client.call("supervisor.getPID");
                });
        new Interpreter(session, new ActionTable().with(plugged.actions())).run("forever");
        assertEquals("x\n", stream.toString());
        assertEquals(List.of("getPID()"), server.calls());
    }
}
