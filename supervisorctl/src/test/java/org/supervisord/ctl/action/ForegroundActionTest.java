package org.supervisord.ctl.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.client.FakeHttpServer;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.shell.ClientBench;

class ForegroundActionTest extends ClientBench {
    @Test
    void whatIsTypedGoesToTheProcessLineByLine() throws Exception {
        is(ProcessState.RUNNING);
        server.on("sendProcessStdin", true);
        typing("one\ntwo\n");
        expect(0, "fg web", "==> Press Ctrl-C to exit <==", "Exiting foreground");
        assertEquals(
                List.of(
                        "getProcessInfo(web)",
                        "sendProcessStdin(web, one\n)",
                        "getProcessInfo(web)",
                        "sendProcessStdin(web, two\n)",
                        "getProcessInfo(web)"),
                server.calls());
    }

    @Test
    void aProcessThatEndsMeanwhileEndsTheTalk() throws Exception {
        is(ProcessState.RUNNING);
        server.onFault("sendProcessStdin", Fault.NOT_RUNNING);
        typing("one\ntwo\n");
        expect(
                0,
                "fg web",
                "==> Press Ctrl-C to exit <==",
                "Process got killed",
                "Exiting foreground");
    }

    @Test
    void otherFaultsAreShownAsTheReferenceDoes() throws Exception {
        is(ProcessState.RUNNING);
        server.on("sendProcessStdin", new FakeSupervisor.Refusal(20, "NO_FILE: web"));
        typing("one\ntwo\n");
        expect(
                0,
                "fg web",
                "==> Press Ctrl-C to exit <==",
                "ERROR: <Fault 20: 'NO_FILE: web'>",
                "Exiting foreground");
        server.onFault("getProcessInfo", Fault.SHUTDOWN_STATE);
        expect(0, "fg web", "ERROR: <Fault 6: 'SHUTDOWN_STATE'>");
    }

    @Test
    void logsThatAreNotThereAreNamed() throws Exception {
        is(ProcessState.RUNNING);
        server.page(
                "/logtail/web/stdout",
                FakeHttpServer.Reply.of("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        typing("");
        expect(0, "fg web", "==> Press Ctrl-C to exit <==", "Exiting foreground");
        assertEquals(
                server.url() + "/logtail/web/stderr Cannot read, status code 404\n", warnings());
    }

    @ParameterizedTest
    @EnumSource(names = "RUNNING", mode = EnumSource.Mode.EXCLUDE)
    void onlyARunningProcessCanBeTalkedTo(ProcessState state) {
        is(state);
        expect(1, "fg web", "ERROR: process not running");
    }

    @Test
    void oneProcessMustBeNamed() {
        expectWithHelp(1, "fg", "ERROR: no process name supplied");
        expect(1, "fg web other", "ERROR: too many process names supplied");
        server.onFault("getProcessInfo", Fault.BAD_NAME);
        expect(1, "fg nope", "ERROR: bad process name supplied");
    }

    private void is(ProcessState state) {
        server.on("getProcessInfo", FakeSupervisor.info("web", "web", state, 7, ""));
    }
}
