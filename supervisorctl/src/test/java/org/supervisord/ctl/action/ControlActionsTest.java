package org.supervisord.ctl.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.shell.ClientBench;

class ControlActionsTest extends ClientBench {
    @Test
    void namesAreStartedOneAfterTheOther() {
        server.on("startProcess", true);
        server.on(
                "startProcessGroup",
                List.of(
                        FakeSupervisor.result("g", "a", Fault.SUCCESS),
                        FakeSupervisor.result("g", "b", Fault.ALREADY_STARTED)));
        expect(
                0,
                "start web g:c g:*",
                "web: started",
                "g:c: started",
                "g:a: started",
                "g:b: ERROR (already started)");
        assertEquals(
                List.of("startProcess(web)", "startProcess(g:c)", "startProcessGroup(g)"),
                server.calls());
    }

    private void fourProcesses() {
        server.on(
                "getAllProcessInfo",
                List.of(
                        FakeSupervisor.info("web", "web", ProcessState.RUNNING, 7, ""),
                        FakeSupervisor.info("g", "w1", ProcessState.RUNNING, 8, ""),
                        FakeSupervisor.info("g", "w2", ProcessState.STOPPED, 0, ""),
                        FakeSupervisor.info("g", "x", ProcessState.STOPPED, 0, "")));
    }

    @Test
    void globsStandForTheProcessesThatThereAre() {
        fourProcesses();
        server.on("startProcess", true);
        expect(0, "start w*", "web: started", "g:w1: started", "g:w2: started");
        expect(0, "start g:?", "g:x: started");
        server.onFault("startProcess", Fault.BAD_NAME);
        expect(1, "start nope*", "nope*: ERROR (no such process)");
    }

    @Test
    void whatFailedIsSummedUpWhereOptionsAskForMore() {
        fourProcesses();
        server.on(
                "stopProcess",
                names ->
                        names.get(0).equals("web")
                                ? true
                                : FakeSupervisor.Refusal.of(Fault.NO_FILE));
        server.on("startProcess", names -> FakeSupervisor.Refusal.of(Fault.SPAWN_ERROR));
        expect(7, "start web g:x", "web: ERROR (spawn error)", "g:x: ERROR (spawn error)");
        assertEquals("", warnings());
        expect(
                7,
                "start --timeout 60 web g:x",
                "web: ERROR (spawn error)",
                "g:x: ERROR (spawn error)");
        assertEquals("2 of 2 could not be started: web g:x\n", warnings());
    }

    @Test
    void whatTakesTooLongIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        server.on(
                "stopProcess",
                names -> {
                    try {
                        return never.await(60, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        return false;
                    }
                });
        String late = "error: no answer within 0.2 s; supervisord goes on with what it was told";
        expect(1, "stop --timeout 0.2 web", late);
        assertEquals("", warnings());
        expect(1, "stop --timeout 0.2 web g:x g:*", late);
        assertEquals("left undone: g:x g:* not stopped\n", warnings());
        expect(1, "restart --timeout 0.2 web g:x", late);
        assertTrue(
                warnings().endsWith("left undone: g:x not stopped; web g:x not started\n"),
                warnings());
        expectWithHelp(2, "stop --timeout 0.0 web", "Error: --timeout is to be more than 0");
        never.countDown();
        server.on("stopProcess", true);
        expect(0, "stop --timeout=60 web", "web: stopped");
        expectWithHelp(2, "stop --timeout x web", "Error: --timeout: 'x' is no time in seconds");
        expectWithHelp(2, "stop --timeuot 1 web", "Error: unknown option --timeuot");
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUpInTime() {
        CountDownLatch never = new CountDownLatch(1);
        FakeSupervisor.Method hangs =
                names -> {
                    try {
                        return never.await(60, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        return false;
                    }
                };
        server.on("getVersion", hangs);
        String late = "error: no answer within 0.2 s; supervisord goes on with what it was told";
        expect(1, "start --timeout 0.2 web", late);
        assertEquals("left undone: web not started\n", warnings());
        expect(1, "stop --timeout 0.2 web", late);
        expect(1, "restart --timeout 0.2 web", late);
        expect(1, "restart --rolling --timeout 0.2 web", late);
        server.on("getVersion", "3.0");
        server.on("getAllProcessInfo", hangs);
        expect(1, "restart --rolling --timeout 0.2 web", late);
        fourProcesses();
        server.on("stopProcess", hangs);
        expect(1, "restart --rolling --timeout 0.2 web", late.replace("0.2", "1.2"));
        never.countDown();
    }

    /** A server with a group of three, whose processes become what {@code started} says. */
    private void rolling(Map<String, ProcessState> started) {
        Map<String, ProcessState> states = new ConcurrentHashMap<>();
        List.of("a", "b", "c").forEach(name -> states.put("g:" + name, ProcessState.RUNNING));
        server.on(
                "getAllProcessInfo",
                names ->
                        List.of("a", "b", "c").stream()
                                .map(
                                        it ->
                                                FakeSupervisor.info(
                                                        "g", it, states.get("g:" + it), 1, ""))
                                .toList());
        server.on(
                "getProcessInfo",
                names ->
                        FakeSupervisor.info(
                                "g", names.get(0).substring(2), states.get(names.get(0)), 1, ""));
        server.on(
                "stopProcess",
                names -> {
                    states.put(names.get(0), ProcessState.STOPPED);
                    return true;
                });
        server.on(
                "startProcess",
                names -> {
                    states.put(
                            names.get(0), started.getOrDefault(names.get(0), ProcessState.RUNNING));
                    return true;
                });
    }

    @Test
    void aRollingRestartTakesOneAfterTheOther() {
        rolling(Map.of());
        expect(
                0,
                "restart --rolling g",
                "g:a: stopped",
                "g:a: started",
                "g:b: stopped",
                "g:b: started",
                "g:c: stopped",
                "g:c: started");
        expect(
                0,
                "restart --rolling --batch 2 g:*",
                "g:a: stopped",
                "g:b: stopped",
                "g:a: started",
                "g:b: started",
                "g:c: stopped",
                "g:c: started");
    }

    @Test
    void aRollingRestartEndsWithTheFirstThatDoesNotComeUp() {
        rolling(Map.of("g:b", ProcessState.BACKOFF));
        expect(
                7,
                "restart --rolling g:*",
                "g:a: stopped",
                "g:a: started",
                "g:b: stopped",
                "g:b: ERROR (abnormal termination)");
        assertEquals(
                "rolling restart ended: 1 of 3 were restarted before, 1 left as they are\n",
                warnings());
        assertEquals(List.of(), server.calls().stream().filter(it -> it.contains("g:c")).toList());
    }

    @Test
    void aRollingRestartWaitsNoLongerThanItIsTold() {
        rolling(Map.of("g:a", ProcessState.STARTING));
        expect(
                1,
                "restart --rolling --timeout 0.2 g",
                "g:a: stopped",
                "g:a: ERROR (not up in time)");
        expect(2, "restart --rolling nope", "nope: ERROR (no such process)");
        expect(2, "restart --rolling nope:*", "nope: ERROR (no such group)");
        expectWithHelp(2, "restart --batch 2 g", "Error: --batch is for --rolling only");
        expectWithHelp(
                2, "restart --rolling --batch 0 g", "Error: --batch: '0' is no number from 1");
    }

    @Test
    void allIsStrongerThanOtherNames() {
        server.on(
                "startAllProcesses",
                List.of(
                        FakeSupervisor.result("web", "web", Fault.SUCCESS),
                        FakeSupervisor.result("g", "a", Fault.SPAWN_ERROR)));
        expect(7, "start web all", "web: started", "g:a: ERROR (spawn error)");
        assertEquals(List.of("startAllProcesses()"), server.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_NAME, 1, no such process",
        "NO_FILE, 1, no such file",
        "NOT_EXECUTABLE, 1, file is not executable",
        "ALREADY_STARTED, 0, already started",
        "SPAWN_ERROR, 7, spawn error",
        "ABNORMAL_TERMINATION, 7, abnormal termination"
    })
    void aStartThatFailsSaysWhy(Fault fault, int status, String why) {
        server.onFault("startProcess", fault);
        expect(status, "start web", "web: ERROR (" + why + ")");
        expect(status, "start web:web", "web: ERROR (" + why + ")");
    }

    @ParameterizedTest
    @CsvSource({"BAD_NAME, 1, no such process", "NOT_RUNNING, 0, not running"})
    void aStopThatFailsSaysWhy(Fault fault, int status, String why) {
        server.onFault("stopProcess", fault);
        expect(status, "stop g:a", "g:a: ERROR (" + why + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_NAME, 1, no such process",
        "BAD_SIGNAL, 1, bad signal name",
        "NOT_RUNNING, 7, not running"
    })
    void aSignalThatFailsSaysWhy(Fault fault, int status, String why) {
        server.onFault("signalProcess", fault);
        expect(status, "signal HUP web", "web: ERROR (" + why + ")");
        assertEquals(List.of("signalProcess(web, HUP)"), server.calls());
    }

    @Test
    void aFailureIsToldInTheServersWords() {
        server.on("stopProcess", new FakeSupervisor.Refusal(30, "FAILED: it won't"));
        expect(1, "stop web", "FAILED: it won't");
    }

    @Test
    void aLaterSuccessDoesNotHideAnEarlierFailure() {
        server.on(
                "startProcess",
                names ->
                        names.get(0).equals("bad")
                                ? FakeSupervisor.Refusal.of(Fault.SPAWN_ERROR)
                                : true);
        expect(7, "start bad web", "bad: ERROR (spawn error)", "web: started");
    }

    @Test
    void aFaultThatIsOfNoProcessEndsTheAction() {
        server.onFault("startProcess", Fault.SHUTDOWN_STATE);
        expect(1, "start web other", "error: fault 6: SHUTDOWN_STATE");
        server.on("stopProcess", new FakeSupervisor.Refusal(4711, "odd"));
        expect(1, "stop web other", "error: fault 4711: odd");
        assertEquals(List.of("startProcess(web)", "stopProcess(web)"), server.calls());
    }

    @Test
    void aGroupThatIsNotThereHasADifferentStatusForEachAction() {
        server.onFault("startProcessGroup", Fault.BAD_NAME);
        server.onFault("stopProcessGroup", Fault.BAD_NAME);
        server.onFault("signalProcessGroup", Fault.BAD_NAME);
        expect(2, "start nope:*", "nope: ERROR (no such group)");
        expect(1, "stop nope:*", "nope: ERROR (no such group)");
        expect(1, "signal 1 nope:", "nope: ERROR (no such group)");
        expect(2, "restart nope:*", "nope: ERROR (no such group)", "nope: ERROR (no such group)");
    }

    @Test
    void aGroupThatCannotBeAskedIsAnError() {
        server.onFault("startProcessGroup", Fault.SHUTDOWN_STATE);
        expect(1, "start g:*", "error: fault 6: SHUTDOWN_STATE");
    }

    @Test
    void processesAreStopped() {
        server.on("stopProcess", true);
        server.on("stopProcessGroup", List.of(FakeSupervisor.result("g", "a", Fault.SUCCESS)));
        server.on("stopAllProcesses", List.of(FakeSupervisor.result("b", "b", Fault.NOT_RUNNING)));
        expect(0, "stop web g:", "web: stopped", "g:a: stopped");
        expect(0, "stop all", "b: ERROR (not running)");
        assertEquals(
                List.of("stopProcess(web)", "stopProcessGroup(g)", "stopAllProcesses()"),
                server.calls());
    }

    @Test
    void processesAreSignalled() {
        server.on("signalProcess", true);
        server.on("signalProcessGroup", List.of(FakeSupervisor.result("g", "a", Fault.SUCCESS)));
        server.on(
                "signalAllProcesses",
                List.of(
                        FakeSupervisor.result("g", "a", Fault.NOT_RUNNING),
                        FakeSupervisor.result("web", "web", Fault.SUCCESS)));
        expect(0, "signal HUP web g:*", "web: signalled", "g:a: signalled");
        expect(7, "signal 9 all", "g:a: ERROR (not running)", "web: signalled");
        assertEquals(
                List.of(
                        "signalProcess(web, HUP)",
                        "signalProcessGroup(g, HUP)",
                        "signalAllProcesses(9)"),
                server.calls());
    }

    @Test
    void aRestartIsAStopAndAStart() {
        server.on("stopProcess", true);
        server.on("startProcess", true);
        expect(0, "restart web", "web: stopped", "web: started");
        assertEquals(List.of("stopProcess(web)", "startProcess(web)"), server.calls());
    }

    @Test
    void aRestartOfAStoppedProcessStartsIt() {
        server.onFault("stopProcess", Fault.NOT_RUNNING);
        server.on("startProcess", true);
        expect(0, "restart web", "web: ERROR (not running)", "web: started");
    }

    @Test
    void allIsStoppedBeforeAnythingIsStartedAgain() {
        server.on("stopAllProcesses", List.of(FakeSupervisor.result("a", "a", Fault.SUCCESS)));
        server.on("startAllProcesses", List.of(FakeSupervisor.result("a", "a", Fault.SUCCESS)));
        expect(0, "restart all", "a: stopped", "a: started");
    }

    @Test
    void withoutNamesTheActionsSayHowTheyAreUsed() {
        expectWithHelp(2, "start", "Error: start requires a process name");
        expectWithHelp(1, "stop", "Error: stop requires a process name");
        expectWithHelp(1, "restart", "Error: restart requires a process name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"signal", "signal HUP"})
    void aSignalNeedsTwoWords(String line) {
        expectWithHelp(1, line, "Error: signal requires a signal name and a process name");
        assertEquals(List.of(), server.calls());
    }
}
