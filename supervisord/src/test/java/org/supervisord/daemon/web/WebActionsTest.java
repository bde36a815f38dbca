package org.supervisord.daemon.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.process.Programs;
import org.supervisord.daemon.web.SiteBench.Answer;

class WebActionsTest {
    private final SupervisorBench bench =
            new SupervisorBench(
                    SupervisorBench.group("x", 1, Programs.program("x")),
                    SupervisorBench.group("missing", 1, Programs.program("missing").command("/no")),
                    SupervisorBench.group("g", 2, Programs.program("a"), Programs.program("b")));
    private final SiteBench site = new SiteBench(bench);

    private Answer act(String query) {
        return site.post("/index.html", query);
    }

    private String said(String query) {
        return said(act(query));
    }

    private static String said(Answer answer) {
        assertTrue(answer.isThere(), "not answered yet");
        String location = answer.header("Location");
        return Form.decode(location.substring(location.indexOf("message=") + 8));
    }

    @Test
    void whatComesOfAStartIsSaidOnceItIsKnown() {
        Answer answer = act("processname=x&action=start");
        assertFalse(answer.isThere());
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals("Process x started", said(answer));
        assertEquals("ERROR: Process x: already started", said("processname=x&action=start"));
        assertEquals(
                "ERROR: Process missing: no such file", said("processname=missing&action=start"));
    }

    @Test
    void aProcessThatEndsAtOnceIsASpawnError() {
        Answer answer = act("processname=x&action=start");
        bench.exit(bench.process("x", "x"), 1);
        assertEquals("ERROR: Process x: spawn error", said(answer));
    }

    @Test
    void stoppingWaitsForTheEnd() {
        bench.running("x", "x");
        Answer answer = act("processname=x&action=stop");
        assertFalse(answer.isThere());
        bench.obey();
        assertEquals("Process x stopped", said(answer));
        assertEquals("unexpected rpc fault [70] NOT_RUNNING: x", said("processname=x&action=stop"));
    }

    @Test
    void aRestartStartsWhatWasDown() {
        Answer answer = act("processname=x&action=restart");
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals("Process x restarted", said(answer));
        assertEquals(ProcessState.RUNNING, bench.process("x", "x").state());
        assertEquals(
                "ERROR: Process missing: no such file", said("processname=missing&action=restart"));
    }

    @Test
    void namesThatAreNotThereAreSaidSo() {
        assertEquals("No such process named nope", said("processname=nope&action=start"));
        assertEquals("No such process named g:nope", said("processname=g%3Anope&action=stop"));
        assertEquals("No such group named nope", said("processname=nope%3A*&action=stop"));
    }

    @Test
    void allAreStoppedAndRestarted() {
        bench.running("x", "x");
        bench.running("g", "a");
        Answer stopped = act("action=stopall");
        bench.obey();
        assertTrue(said(stopped).startsWith("All stopped at "));
        Answer restarted = act("action=restartall");
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertTrue(said(restarted).startsWith("All restarted at "));
        assertEquals(ProcessState.RUNNING, bench.process("g", "b").state());
    }

    @Test
    void aGroupIsStartedAndWhatFailsIsNamed() {
        Answer answer = act("processname=g%3A*&action=start");
        bench.exit(bench.process("g", "b"), 1);
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals("g: 1 process started; g:b: spawn error", said(answer));
    }

    @Test
    void nothingToDoIsSaid() {
        assertEquals("g: nothing to stop", said("processname=g%3A*&action=stop"));
    }

    @Test
    void signalsGoToOneAGroupAndAll() {
        bench.running("x", "x");
        bench.running("g", "a");
        assertEquals("Signal USR1 sent to x", said("processname=x&action=signal&signal=USR1"));
        assertEquals("g: 1 process signalled", said("processname=g%3A*&action=signal&signal=HUP"));
        assertEquals("2 processes signalled", said("all=yes&action=signal&signal=1"));
        assertEquals(
                List.of("SIGUSR1", "SIGHUP", "SIGHUP", "SIGHUP"),
                bench.kernel.sent().stream().map(it -> it.signal().toString()).toList());
        assertEquals(
                "unexpected rpc fault [11] BAD_SIGNAL: dance",
                said("processname=x&action=signal&signal=dance"));
    }

    @Test
    void logsAreClearedOfOneAGroupAndAll() {
        bench.running("x", "x");
        bench.running("g", "a");
        assertEquals("Log for x cleared", said("processname=x&action=clearlog"));
        assertEquals("g: logs of 2 processes cleared", said("processname=g%3A*&action=clearlog"));
        assertEquals("logs of 4 processes cleared", said("all=yes&action=clearlog"));
        assertEquals(List.of("x", "a", "x", "a"), bench.cleared);
    }

    @Test
    void aLineGoesToStdin() {
        bench.running("x", "x");
        assertEquals("Line sent to x", said("processname=x&action=stdin&line=hello+you"));
        assertEquals("hello you\n", bench.stdin.toString());
    }

    @Test
    void nothingIsDoneOnceTheDaemonEnds() {
        bench.supervisor.shutdown();
        assertEquals(
                "ERROR: Process x: supervisord is shutting down",
                said("processname=x&action=start"));
        assertEquals(
                "unexpected rpc fault [6] SHUTDOWN_STATE", said("processname=g%3A*&action=start"));
    }
}
