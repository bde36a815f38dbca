package org.supervisord.ctl.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.client.FakeHttpServer;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.shell.ClientBench;

class LogActionsTest extends ClientBench {
    @ParameterizedTest
    @CsvSource({
        "tail web, 'readProcessStdoutLog(web, -1600, 0)'",
        "tail web stdout, 'readProcessStdoutLog(web, -1600, 0)'",
        "tail g:a STDERR, 'readProcessStderrLog(g:a, -1600, 0)'",
        "tail -100 web, 'readProcessStdoutLog(web, -100, 0)'",
        "tail -0 web stderr, 'readProcessStderrLog(web, 0, 0)'",
        "tail -2147483648 web, 'readProcessStdoutLog(web, -2147483648, 0)'",
        "maintail, 'readLog(-1600, 0)'",
        "maintail -7, 'readLog(-7, 0)'"
    })
    void theEndOfALogIsAskedForInBytes(String line, String call) {
        server.on(call.substring(0, call.indexOf('(')), "the <end>");
        expect(0, line, "the <end>");
        assertEquals(List.of(call), server.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "tail web input, Error: bad channel 'input'",
        "tail a b c, Error: bad channel 'c'",
        "tail -1, Error: tail requires process name",
        "tail -f, Error: tail requires process name",
        "tail -x web, Error: bad argument -x",
        "tail - web, Error: bad argument -",
        "tail -2147483649 web, Error: bad argument -2147483649",
        "maintail -x, Error: bad argument -x",
        "maintail 100, Error: bad argument 100"
    })
    void whatIsNotUnderstoodIsNamed(String line, String error) {
        expect(1, line, error.replace("''", "'"));
        assertEquals(List.of(), server.calls());
    }

    @Test
    void theWrongNumberOfWordsGetsHelp() {
        expectWithHelp(1, "tail", "Error: too few arguments");
        expectWithHelp(1, "tail -1 web stdout more", "Error: too many arguments");
        expectWithHelp(1, "maintail -1 -2", "Error: too many arguments");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_FILE, no log file",
        "FAILED, unknown error reading log",
        "BAD_NAME, no such process name"
    })
    void aLogThatCannotBeReadIsSaid(Fault fault, String why) {
        server.onFault("readProcessStdoutLog", fault);
        expect(1, "tail web", "web: ERROR (" + why + ")");
        expect(1, "tail supervisord", "supervisord: ERROR (" + why + ")");
    }

    @Test
    void nothingIsFollowedAnyMoreAfterAFailure() throws Exception {
        server.page(
                "/logtail/a/stdout",
                FakeHttpServer.Reply.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
        server.page(
                "/logtail/b/stdout",
                FakeHttpServer.Reply.of("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"));
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        run("tail -f a b stdout");
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("log") && !before.contains(thread)) {
                thread.join();
            }
        }
        assertEquals(1, exitStatus());
    }

    @Test
    void theMainLogHasNoNameThatCouldBeWrong() {
        server.onFault("readLog", Fault.NO_FILE);
        expect(1, "maintail", "supervisord: ERROR (no log file)");
        server.onFault("readLog", Fault.FAILED);
        expect(1, "maintail", "supervisord: ERROR (unknown error reading log)");
        server.onFault("readLog", Fault.BAD_NAME);
        expect(1, "maintail", "error: fault 10: BAD_NAME");
    }

    @Test
    void otherFaultsAreErrors() {
        server.onFault("readProcessStderrLog", Fault.SHUTDOWN_STATE);
        expect(1, "tail web stderr", "error: fault 6: SHUTDOWN_STATE");
    }

    @ParameterizedTest
    @CsvSource({
        "tail -f web, /logtail/web/stdout",
        "tail -f g:a stderr, /logtail/g:a/stderr",
        "maintail -f, /mainlogtail"
    })
    void aLogIsFollowedUntilTheServerEndsIt(String line, String path) {
        server.page(
                path,
                FakeHttpServer.Reply.of(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "4\r\none\n\r\n4\r\ntwo\n\r\n0\r\n\r\n"));
        assertEquals("==> Press Ctrl-C to exit <==\none\ntwo\n", run(line));
        assertEquals(0, exitStatus());
    }

    @Test
    void aLogThatCannotBeFollowedIsNamedWithItsAddress() {
        expect(0, "tail -f nope", "==> Press Ctrl-C to exit <==");
        assertEquals(
                server.url() + "/logtail/nope/stdout Cannot read, status code 404\n", warnings());
    }

    private void aWebAndAWorkerRun() {
        server.on(
                "getAllProcessInfo",
                List.of(
                        FakeSupervisor.info("web", "web", ProcessState.RUNNING, 7, "pid 7"),
                        FakeSupervisor.info("g", "worker", ProcessState.RUNNING, 8, "pid 8")));
    }

    @Test
    void severalLogsAreFollowedWithTheirNamesBeforeEachLine() {
        aWebAndAWorkerRun();
        log("/logtail/web/stderr", "one\ntw", "o\nunfinished");
        log("/logtail/g:worker/stderr", "three\n");
        for (String names : List.of("web g:*", "w*", "all")) {
            List<String> lines = run("tail -f " + names + " stderr").lines().toList();
            assertEquals("==> Press Ctrl-C to exit <==", lines.get(0));
            assertEquals(
                    List.of(
                            "g:worker | three",
                            "web      | one",
                            "web      | two",
                            "web      | unfinished"),
                    lines.stream().skip(1).sorted().toList());
        }
        expect(1, "tail -f no*", "no*: ERROR (no such process name)");
    }

    @Test
    void aSecondWordThatIsNoProcessIsNoChannelEither() {
        aWebAndAWorkerRun();
        log("/logtail/web/stdout", "one\n");
        log("/logtail/g:worker/stdout");
        expect(1, "tail -f web Input", "Error: bad channel 'input'");
        expect(0, "tail -f web g:worker", "==> Press Ctrl-C to exit <==", "web      | one");
    }

    private void log(String path, String... chunks) {
        StringBuilder reply =
                new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (String chunk : chunks) {
            reply.append(Integer.toHexString(chunk.length()));
            reply.append("\r\n").append(chunk).append("\r\n");
        }
        server.page(path, FakeHttpServer.Reply.of(reply + "0\r\n\r\n"));
    }

    @Test
    void whatWasWrittenSinceTheStartIsAskedFor() {
        server.on("getOutputSinceStart", Map.of("stdout", 5000, "stderr", 0));
        log("/logtail/web/stdout?back=5000", "all\n");
        expect(0, "tail -f --since-start web", "==> Press Ctrl-C to exit <==", "all");
        server.onFault("getOutputSinceStart", Fault.UNKNOWN_METHOD);
        log("/logtail/web/stdout", "some\n");
        expect(0, "tail --since-start -f web", "==> Press Ctrl-C to exit <==", "some");
        assertEquals("this supervisord can't tell what was written since the start\n", warnings());
    }

    @Test
    void logsAreCleared() {
        server.on("clearProcessLogs", true);
        server.on(
                "clearAllProcessLogs",
                List.of(
                        FakeSupervisor.result("web", "web", Fault.SUCCESS),
                        FakeSupervisor.result("g", "a", Fault.FAILED)));
        expect(0, "clear web g:a", "web: cleared", "g:a: cleared");
        expect(1, "clear web all", "web: cleared", "g:a: ERROR (failed)");
        assertEquals(
                List.of("clearProcessLogs(web)", "clearProcessLogs(g:a)", "clearAllProcessLogs()"),
                server.calls());
    }

    @Test
    void logsThatCannotBeClearedAreNamed() {
        server.onFault("clearProcessLogs", Fault.BAD_NAME);
        expect(1, "clear web", "web: ERROR (no such process)");
        server.onFault("clearProcessLogs", Fault.FAILED);
        expect(1, "clear g:a", "g:a: ERROR (failed)");
        server.onFault("clearProcessLogs", Fault.SHUTDOWN_STATE);
        expect(1, "clear web other", "error: fault 6: SHUTDOWN_STATE");
        expectWithHelp(1, "clear", "Error: clear requires a process name");
    }
}
