package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.SupervisorBench.group;
import static org.supervisord.daemon.process.Programs.program;
import static org.supervisord.daemon.rpc.RpcBench.fault;
import static org.supervisord.daemon.rpc.RpcBench.results;

import ch.qos.logback.classic.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.ProcessState;
import org.supervisord.common.RpcFault;
import org.supervisord.common.Signal;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.process.FakeKernel;
import org.supervisord.daemon.process.ManagedProcess;

class ControlMethodsTest {
    private final SupervisorBench bench =
            new SupervisorBench(
                    group("web", 20, program("web").startretries(1)),
                    group(
                            "site",
                            10,
                            program("front").priority(5),
                            program("back").priority(7).startsecs(0)));
    private final RpcBench rpc = new RpcBench(bench);
    private final ManagedProcess web = bench.process("web", "web");

    @Test
    void answersAStartOnceItIsRunning() throws RpcFault {
        CompletableFuture<?> answer = rpc.later("startProcess", "web");
        bench.scheduler.advance(Duration.ofMillis(999));
        assertFalse(answer.isDone());
        bench.scheduler.advance(Duration.ofMillis(1));
        assertEquals(true, answer.getNow(null));
        assertEquals(ProcessState.RUNNING, web.state());
    }

    @Test
    void startsNothingBeforeWhatIsDoneBeforePrograms() throws RpcFault {
        List<Runnable> begin = new ArrayList<>();
        bench.supervisor.run(() -> {}, begin::add);
        CompletableFuture<?> one = rpc.later("startProcess", "web", false);
        CompletableFuture<?> group = rpc.later("startProcessGroup", "web", false);
        CompletableFuture<?> all = rpc.later("startAllProcesses");
        bench.scheduler.runDue();
        assertEquals(List.of(), bench.kernel.spawned());
        begin.get(0).run();
        assertEquals(true, one.getNow(null));
        assertEquals(List.of(), group.getNow(null), "it was started by the one before");
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals(List.of("site:front 80 OK", "site:back 80 OK"), results(all));
        assertEquals(3, bench.kernel.spawned().size(), "each once");
    }

    @Test
    void whoWaitsForThatHearsOfAShutdown() throws RpcFault {
        List<Runnable> begin = new ArrayList<>();
        bench.supervisor.run(() -> {}, begin::add);
        CompletableFuture<?> answer = rpc.later("startProcess", "web");
        bench.supervisor.shutdown();
        assertEquals("6 SHUTDOWN_STATE", RpcBench.fault(answer));
        begin.get(0).run();
        bench.scheduler.runDue();
        assertEquals(List.of(), bench.kernel.spawned());
    }

    @Test
    void answersAtOnceWhenNobodyWaits() throws RpcFault {
        assertEquals(true, rpc.call("startProcess", "web", false));
        assertEquals(ProcessState.STARTING, web.state());
        assertEquals(true, rpc.call("stopProcess", "web", false));
        assertEquals(ProcessState.STOPPING, web.state());
    }

    @Test
    void answersAtOnceWhenThereIsNothingToWaitFor() throws RpcFault {
        assertEquals(true, rpc.call("startProcess", "site:back", true));
        assertEquals(ProcessState.RUNNING, bench.process("site", "back").state());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nope", "nope:web", "web:nope", "site", "front", "nope:*", "", ":", "*"})
    void refusesNamesOfNothing(String name) {
        String expected = "10 BAD_NAME: " + name;
        assertEquals(expected, rpc.fault("startProcess", name));
        assertEquals(expected, rpc.fault("stopProcess", name));
        assertEquals(expected, rpc.fault("signalProcess", name, "HUP"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "front", "site:*", "site:front", ""})
    void refusesGroupsThatAreNotThere(String name) {
        String expected = "10 BAD_NAME: " + name;
        assertEquals(expected, rpc.fault("startProcessGroup", name));
        assertEquals(expected, rpc.fault("stopProcessGroup", name));
        assertEquals(expected, rpc.fault("signalProcessGroup", name, "HUP"));
    }

    @Test
    void refusesToStartWhatIsUp() throws RpcFault {
        rpc.call("startProcess", "web", false);
        assertEquals("60 ALREADY_STARTED: web", rpc.fault("startProcess", "web"));
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals("60 ALREADY_STARTED: web:web", rpc.fault("startProcess", "web:web"));
        bench.running("site", "front");
        assertEquals("60 ALREADY_STARTED: site:front", rpc.fault("startProcess", "site:front"));
        assertEquals(2, bench.kernel.spawned().size());
    }

    @Test
    void oneThatWaitsForItsNextTryIsUpToo() {
        web.start();
        bench.exit(web, 1);
        assertEquals(ProcessState.BACKOFF, web.state());
        assertEquals("60 ALREADY_STARTED: web", rpc.fault("startProcess", "web"));
    }

    @Test
    void refusesToStopWhatIsDown() throws RpcFault {
        assertEquals("70 NOT_RUNNING: web", rpc.fault("stopProcess", "web"));
        bench.running("web", "web");
        rpc.call("stopProcess", "web", false);
        assertEquals("70 NOT_RUNNING: web", rpc.fault("stopProcess", "web"), "it is STOPPING");
    }

    @Test
    void aStartThatCannotBeMadeIsASpawnError() {
        bench.kernel.failSpawns("out of everything");
        assertEquals("50 SPAWN_ERROR: web", rpc.fault("startProcess", "web", false));
        assertEquals(ProcessState.BACKOFF, web.state());
    }

    @Test
    void oneThatEndsTooQuicklyIsASpawnError() throws RpcFault {
        CompletableFuture<?> answer = rpc.later("startProcess", "web");
        bench.exit(web, 0);
        assertEquals("50 SPAWN_ERROR: web", fault(answer));
    }

    @Test
    void oneThatIsStoppedMeanwhileIsAnAbnormalTermination() throws RpcFault {
        CompletableFuture<?> answer = rpc.later("startProcess", "web");
        rpc.call("stopProcess", "web", false);
        bench.scheduler.runDue();
        assertEquals("40 ABNORMAL_TERMINATION: web", fault(answer));
    }

    @Test
    void aStartWhileItStopsDoesNothing() throws RpcFault {
        bench.running("web", "web");
        rpc.call("stopProcess", "web", false);
        assertEquals(true, rpc.call("startProcess", "web", false));
        CompletableFuture<?> answer = (CompletableFuture<?>) rpc.call("startProcess", "web");
        assertEquals("40 ABNORMAL_TERMINATION: web", fault(answer));
        assertEquals(1, bench.kernel.spawned().size());
        assertEquals(ProcessState.STOPPING, web.state());
    }

    @Test
    void aCommandThatCannotBeRunIsSaidInWordsAndChangesNothing(@TempDir Path folder)
            throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        SupervisorBench odd =
                new SupervisorBench(
                        group(
                                "odd",
                                1,
                                program("missing").command("/no/such/program --option"),
                                program("folder").command(folder.toString()),
                                program("plain").command(plain.toString()),
                                program("empty").command(" "),
                                program("quote").command("/bin/true 'x")));
        RpcBench calls = new RpcBench(odd);
        assertEquals(
                "20 NO_FILE: can't find command '/no/such/program'",
                calls.fault("startProcess", "odd:missing"));
        assertEquals(
                "21 NOT_EXECUTABLE: command at '" + folder + "' is a directory",
                calls.fault("startProcess", "odd:folder"));
        assertEquals(
                "21 NOT_EXECUTABLE: command at '" + plain + "' is not executable",
                calls.fault("startProcess", "odd:plain"));
        assertEquals(
                "21 NOT_EXECUTABLE: command is empty", calls.fault("startProcess", "odd:empty"));
        assertTrue(
                calls.fault("startProcess", "odd:quote")
                        .startsWith("21 NOT_EXECUTABLE: can't parse command \"/bin/true 'x\": "));
        assertEquals(List.of(), odd.events);
        assertEquals(ProcessState.STOPPED, odd.process("odd", "missing").state());
    }

    @Test
    void oneThatCannotBeSignalledFailsAndIsUnknown() {
        bench.running("web", "web");
        bench.kernel.refuseSignals();
        assertEquals(
                "30 FAILED: unknown problem killing web (" + web.pid() + "):kill: EPERM",
                rpc.fault("stopProcess", "web"));
        assertEquals(ProcessState.UNKNOWN, web.state());
        assertEquals(
                "30 FAILED: web is in an unknown process state", rpc.fault("startProcess", "web"));
        assertEquals("70 NOT_RUNNING: web", rpc.fault("stopProcess", "web"));
        assertEquals("70 NOT_RUNNING: web", rpc.fault("signalProcess", "web", "HUP"));
    }

    @Test
    void answersAStopOnceItHasEnded() throws RpcFault {
        bench.running("web", "web");
        CompletableFuture<?> answer = rpc.later("stopProcess", "web");
        bench.scheduler.advance(Duration.ofSeconds(3));
        assertFalse(answer.isDone());
        bench.obey();
        assertEquals(true, answer.getNow(null));
        assertEquals(ProcessState.STOPPED, web.state());
        assertTrue(bench.scheduler.isIdle(), "no report is waiting any more");
    }

    @Test
    void tellsEveryTwoSecondsWhatAStopWaitsFor() throws RpcFault {
        bench.running("web", "web");
        rpc.later("stopProcess", "web");
        bench.scheduler.advance(Duration.ofMillis(5900));
        bench.obey();
        bench.scheduler.advance(Duration.ofSeconds(10));
        assertEquals(
                3,
                bench.log.lines(Level.INFO).stream()
                        .filter("waiting for web to stop"::equals)
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopProcess web", "stopProcessGroup web"})
    void tellsItNoLongerWhenNobodyWaits(String call) throws RpcFault {
        bench.running("web", "web");
        String[] words = call.split(" ");
        CompletableFuture<?> answer = rpc.later(words[0], words[1]);
        bench.scheduler.advance(Duration.ofMillis(2100));
        answer.cancel(false);
        bench.scheduler.advance(Duration.ofSeconds(5));
        assertEquals(
                2,
                bench.log.lines(Level.INFO).stream()
                        .filter("waiting for web to stop"::equals)
                        .count());
        bench.obey();
        assertEquals(ProcessState.STOPPED, web.state(), "it is stopped all the same");
        assertTrue(bench.scheduler.isIdle());
    }

    @Test
    void oneThatWaitsForItsNextTryStopsAtOnce() throws RpcFault {
        web.start();
        bench.exit(web, 1);
        assertEquals(true, rpc.call("stopProcess", "web"));
        assertEquals(ProcessState.STOPPED, web.state());
    }

    @Test
    void oneWhoWaitsDoesNotStandInTheWayOfAnother() throws RpcFault {
        CompletableFuture<?> start = rpc.later("startProcess", "web");
        bench.scheduler.advance(Duration.ofSeconds(1));
        CompletableFuture<?> one = rpc.later("stopProcess", "web");
        assertEquals(List.of(), rpc.call("stopAllProcesses"), "it is STOPPING already");
        bench.obey();
        assertEquals(true, start.getNow(null));
        assertEquals(true, one.getNow(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"site:*", "site:"})
    void aWholeGroupMayBeNamedLikeAProcess(String name) throws RpcFault {
        CompletableFuture<?> started = rpc.later("startProcess", name);
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals(List.of("site:front 80 OK", "site:back 80 OK"), results(started));
        assertEquals(
                List.of("site:front 80 OK", "site:back 80 OK"),
                results(rpc.call("signalProcess", name, "HUP")));
        CompletableFuture<?> stopped = rpc.later("stopProcess", name);
        bench.obey();
        assertEquals(List.of("site:back 80 OK", "site:front 80 OK"), results(stopped));
    }

    @Test
    void startsOfAGroupWhatIsNotUpAndTellsHowEachWent() throws RpcFault {
        SupervisorBench mixed =
                new SupervisorBench(
                        group(
                                "site",
                                1,
                                program("up"),
                                program("missing").command("/no/such"),
                                program("slow").startsecs(5),
                                program("dies"),
                                program("quick").startsecs(0)));
        mixed.running("site", "up");
        CompletableFuture<?> answer = new RpcBench(mixed).later("startProcessGroup", "site");
        mixed.exit(mixed.process("site", "dies"), 1);
        mixed.process("site", "dies").stop();
        mixed.scheduler.advance(Duration.ofSeconds(4));
        assertFalse(answer.isDone(), "the slowest is waited for");
        mixed.scheduler.advance(Duration.ofSeconds(1));
        assertEquals(
                List.of(
                        "site:missing 20 NO_FILE: can't find command '/no/such'",
                        "site:slow 80 OK",
                        "site:dies 50 SPAWN_ERROR: site:dies",
                        "site:quick 80 OK"),
                results(answer));
    }

    @Test
    void groupsMayBeLeftToThemselves() throws RpcFault {
        assertEquals(
                List.of("site:front 80 OK", "site:back 80 OK"),
                results(rpc.call("startProcessGroup", "site", false)));
        assertEquals(ProcessState.STARTING, bench.process("site", "front").state());
        assertEquals(
                List.of("site:back 80 OK", "site:front 80 OK"),
                results(rpc.call("stopProcessGroup", "site", false)));
        assertEquals(ProcessState.STOPPING, bench.process("site", "front").state());
    }

    @Test
    void startsAllInTheOrderOfStarting() throws RpcFault {
        CompletableFuture<?> answer = rpc.later("startAllProcesses");
        assertEquals(List.of("front", "back", "web"), bench.kernel.spawned());
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals(
                List.of("site:front 80 OK", "site:back 80 OK", "web:web 80 OK"), results(answer));
        assertEquals(List.of(), results(rpc.call("startAllProcesses")), "all are up");
    }

    @Test
    void stopsAllInTheOrderOfStopping() throws RpcFault {
        int front = bench.running("site", "front").pid();
        int back = bench.running("site", "back").pid();
        int webs = bench.running("web", "web").pid();
        CompletableFuture<?> answer = rpc.later("stopAllProcesses");
        assertEquals(
                List.of(
                        new FakeKernel.Sent(webs, Signal.TERM),
                        new FakeKernel.Sent(back, Signal.TERM),
                        new FakeKernel.Sent(front, Signal.TERM)),
                bench.kernel.sent());
        bench.obey();
        assertEquals(
                List.of("web:web 80 OK", "site:back 80 OK", "site:front 80 OK"), results(answer));
        assertEquals(List.of(), results(rpc.call("stopAllProcesses")), "none is up");
    }

    @Test
    void aStopOfManyTellsWhichFailed() throws RpcFault {
        int pid = bench.running("web", "web").pid();
        bench.kernel.refuseSignals();
        assertEquals(
                List.of("web:web 30 FAILED: unknown problem killing web (" + pid + "):kill: EPERM"),
                results(rpc.call("stopAllProcesses")));
    }

    @Test
    void sendsASignalByNameOrNumber() throws RpcFault {
        int pid = bench.running("web", "web").pid();
        for (Object signal : List.of("HUP", "SIGHUP", "hup", "1", 1, 1.0, 1.9, true)) {
            assertEquals(true, rpc.call("signalProcess", "web", signal));
        }
        assertEquals(
                java.util.Collections.nCopies(8, new FakeKernel.Sent(pid, Signal.HUP)),
                bench.kernel.sent());
        assertEquals(ProcessState.RUNNING, web.state());
    }

    @Test
    void refusesWhatIsNoSignal() {
        bench.running("web", "web");
        assertEquals("11 BAD_SIGNAL: NOPE", rpc.fault("signalProcess", "web", "NOPE"));
        assertEquals("11 BAD_SIGNAL: 999", rpc.fault("signalProcess", "web", 999));
        assertEquals("11 BAD_SIGNAL: 999", rpc.fault("signalProcess", "web", 999.5));
        assertEquals("2 INCORRECT_PARAMETERS", rpc.fault("signalProcess", "web", 1e300));
        assertEquals(
                "2 INCORRECT_PARAMETERS", rpc.fault("signalProcess", "web", (Object) List.of()));
        assertEquals(List.of(), bench.kernel.sent());
    }

    @Test
    void aBadSignalIsToldBeforeAStateThatDoesNotFit() {
        assertEquals("11 BAD_SIGNAL: NOPE", rpc.fault("signalProcess", "web", "NOPE"));
        assertEquals("70 NOT_RUNNING: web", rpc.fault("signalProcess", "web", "HUP"));
    }

    @Test
    void oneThatStopsCanStillBeSignalled() throws RpcFault {
        bench.running("web", "web").stop();
        assertEquals(true, rpc.call("signalProcess", "web", "USR1"));
    }

    @Test
    void signalsOfManyGoToThoseThatAreThere() throws RpcFault {
        bench.running("site", "back");
        bench.running("web", "web");
        assertEquals(
                List.of("site:back 80 OK"), results(rpc.call("signalProcessGroup", "site", 10)));
        assertEquals(
                List.of("site:back 80 OK", "web:web 80 OK"),
                results(rpc.call("signalAllProcesses", "USR1")));
        assertEquals(
                List.of("site:back 11 BAD_SIGNAL: NOPE", "web:web 11 BAD_SIGNAL: NOPE"),
                results(rpc.call("signalAllProcesses", "NOPE")));
        assertEquals(3, bench.kernel.sent().size());
    }

    @Test
    void aSignalThatIsRefusedFails() {
        int pid = bench.running("web", "web").pid();
        bench.kernel.refuseSignals();
        assertEquals(
                "30 FAILED: unknown problem sending sig web (" + pid + "):kill: EPERM",
                rpc.fault("signalProcess", "web", "HUP"));
    }

    @Test
    void namesMustBeTexts() {
        assertEquals("2 INCORRECT_PARAMETERS", rpc.fault("startProcess", 5));
        assertEquals("2 INCORRECT_PARAMETERS", rpc.fault("stopProcessGroup", true));
        assertEquals("2 INCORRECT_PARAMETERS", rpc.fault("startProcess"));
    }
}
