package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.SupervisorBench.group;
import static org.supervisord.daemon.process.Programs.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.common.ProcessState;
import org.supervisord.common.RpcFault;
import org.supervisord.common.SupervisorState;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.fatal.Operation;

class DaemonMethodsTest {
    private final SupervisorBench bench =
            new SupervisorBench(group("web", 1, program("web")), group("db", 1, program("db")));
    private final RpcBench rpc = new RpcBench(bench);

    @TempDir private Path folder;

    @Test
    void tellsWhoItIs() throws RpcFault {
        assertEquals("3.0", rpc.call("getAPIVersion"));
        assertEquals("3.0", rpc.call("getVersion"));
        assertEquals("1.2.3", rpc.call("getSupervisorVersion"));
        assertEquals("the-daemon", rpc.call("getIdentification"));
        assertEquals((int) ProcessHandle.current().pid(), rpc.call("getPID"));
        assertEquals(Map.of("statecode", 1, "statename", "RUNNING"), rpc.call("getState"));
    }

    @Test
    void isFatalForAsLongAsThereIsAReason() throws RpcFault {
        assertEquals(List.of(), rpc.call("daemon.getFatalReasons"));
        Operation operation = new Operation("rotate log", "/x.log");
        bench.fatal.reasons.raise(operation, "EACCES");
        assertEquals(Map.of("statecode", 2, "statename", "FATAL"), rpc.call("getState"));
        assertEquals(
                List.of(
                        Map.of(
                                "operation", "rotate log",
                                "on", "/x.log",
                                "reason", "EACCES",
                                "since", 1_700_000_000)),
                rpc.call("daemon.getFatalReasons"));
        bench.running("web", "web");
        assertEquals(ProcessState.RUNNING, bench.process("web", "web").state());
        bench.fatal.reasons.clear(operation);
        assertEquals(Map.of("statecode", 1, "statename", "RUNNING"), rpc.call("getState"));
    }

    @Test
    void aReasonMayBeLaterThanTheProtocolsNumbers() throws RpcFault {
        bench.fatal.clock.advance(Duration.ofDays(20 * 365));
        bench.fatal.reasons.raise(new Operation("rotate log", "/x.log"), "EACCES");
        List<?> reasons = (List<?>) rpc.call("daemon.getFatalReasons");
        assertEquals(Integer.MAX_VALUE, ((Map<?, ?>) reasons.get(0)).get("since"));
    }

    @Test
    void onItsWayOutItIsNotFatal() {
        bench.fatal.reasons.raise(new Operation("rotate log", "/x.log"), "EACCES");
        bench.supervisor.restart();
        assertEquals(SupervisorState.RESTARTING, bench.supervisor.state());
    }

    @Test
    void aShutdownIsAnsweredBeforeItBegins() throws RpcFault {
        bench.running("web", "web");
        assertEquals(true, rpc.call("shutdown"));
        assertEquals(SupervisorState.SHUTDOWN, bench.supervisor.state());
        assertEquals(ProcessState.RUNNING, bench.process("web", "web").state());
        bench.scheduler.runDue();
        assertEquals(ProcessState.STOPPING, bench.process("web", "web").state());
    }

    @Test
    void onItsWayOutItRefusesAllButTheListOfMethodsAndMessages() throws RpcFault {
        for (String end : List.of("shutdown", "restart")) {
            SupervisorBench leaving = new SupervisorBench(group("web", 1, program("web")));
            RpcBench calls = new RpcBench(leaving);
            assertEquals(true, calls.call(end));
            for (String name : calls.table.names()) {
                Object[] parameters =
                        calls.table.find(name).orElseThrow().parameters().stream()
                                .limit(calls.table.find(name).orElseThrow().required())
                                .map(parameter -> parameter.startsWith("int") ? 0 : "web")
                                .toArray();
                if (name.startsWith("supervisor.") && !name.endsWith("sendRemoteCommEvent")) {
                    assertEquals("6 SHUTDOWN_STATE", calls.fault(name, parameters), name);
                }
            }
            assertEquals(rpc.call("system.listMethods"), calls.call("system.listMethods"));
            assertEquals(true, calls.call("sendRemoteCommEvent", "type", "data"));
        }
    }

    @Test
    void aRestartIsToldApartFromAShutdown() throws RpcFault {
        assertEquals(true, rpc.call("restart"));
        assertEquals(SupervisorState.RESTARTING, bench.supervisor.state());
    }

    @Test
    void tellsWhatAReadOfTheConfigurationWouldChange() throws RpcFault {
        bench.edit(group("new", 1, program("new")), group("db", 2, program("db")));
        assertEquals(
                List.of(List.of(List.of("new"), List.of("db"), List.of("web"))),
                rpc.call("reloadConfig"));
        assertEquals(2, bench.supervisor.groups().size());
    }

    @Test
    void saysWhyTheConfigurationCannotBeRead() {
        bench.spoilConfiguration("supervisord.conf:3: no");
        assertEquals("92 CANT_REREAD: supervisord.conf:3: no", rpc.fault("reloadConfig"));
    }

    @Test
    void addsAGroupThatWasReadLast() throws RpcFault {
        bench.edit(group("new", 1, program("new")));
        assertEquals("10 BAD_NAME: new", rpc.fault("addProcessGroup", "new"), "not read yet");
        rpc.call("reloadConfig");
        assertEquals(true, rpc.call("addProcessGroup", "new"));
        assertEquals("90 ALREADY_ADDED: new", rpc.fault("addProcessGroup", "new"));
        assertEquals("10 BAD_NAME: web", rpc.fault("addProcessGroup", "web"), "gone from the file");
        assertEquals(List.of(new Event.ProcessGroupAdded("new")), bench.events);
    }

    @Test
    void removesAGroupThatIsStopped() throws RpcFault {
        bench.running("web", "web");
        assertEquals("91 STILL_RUNNING: web", rpc.fault("removeProcessGroup", "web"));
        assertEquals(true, rpc.call("removeProcessGroup", "db"));
        assertEquals("10 BAD_NAME: db", rpc.fault("removeProcessGroup", "db"));
        assertEquals("10 BAD_NAME: db", rpc.fault("getProcessInfo", "db"));
        assertEquals(List.of("db"), bench.closed);
    }

    @Test
    void aGroupThatIsAddedAndRemovedInOneGoNeverStarts() throws RpcFault {
        bench.run();
        bench.edit(group("new", 1, program("new")));
        rpc.call("reloadConfig");
        rpc.call("addProcessGroup", "new");
        rpc.call("removeProcessGroup", "new");
        bench.scheduler.runDue();
        assertEquals(List.of("web", "db"), bench.kernel.spawned());
    }

    @Test
    void readsPartsOfItsLog() throws Exception {
        RpcBench calls = new RpcBench(new SupervisorBench(Optional.of(log("0123456789"))));
        assertEquals("0123456789", calls.call("readLog", 0, 0));
        assertEquals("345", calls.call("readLog", 3, 3));
        assertEquals("89", calls.call("readMainLog", -2, 0));
        assertEquals("0123456789", calls.call("readLog", -100, 0));
        assertEquals("", calls.call("readLog", 100, 5));
        assertEquals("3 BAD_ARGUMENTS", calls.fault("readLog", -1, 1));
        assertEquals("3 BAD_ARGUMENTS", calls.fault("readLog", 0, -1));
        assertEquals("2 INCORRECT_PARAMETERS", calls.fault("readLog", "a", 1));
    }

    @Test
    void aLogThatIsNotThereIsNoFile() throws Exception {
        assertEquals("20 NO_FILE: syslog", rpc.fault("readLog", 0, 0));
        assertEquals("20 NO_FILE", rpc.fault("clearLog"));
        Path file = log("x");
        RpcBench calls = new RpcBench(new SupervisorBench(Optional.of(file)));
        Files.delete(file);
        assertEquals("20 NO_FILE: " + file, calls.fault("readLog", 0, 0));
        assertEquals("20 NO_FILE", calls.fault("clearLog"));
    }

    @Test
    void beginsANewLog() throws Exception {
        Path file = log("old lines\n");
        RpcBench calls = new RpcBench(new SupervisorBench(Optional.of(file)));
        assertEquals(true, calls.call("clearLog"));
        assertTrue(Files.exists(file));
        assertEquals("", Files.readString(file));
    }

    @Test
    void aClientsMessageBecomesAnEvent() throws RpcFault {
        assertEquals(true, rpc.call("sendRemoteCommEvent", "deploy", "żółw\n"));
        assertEquals(List.of(new Event.RemoteCommunication("deploy", "żółw\n")), bench.events);
    }

    private Path log(String text) throws Exception {
        return Files.writeString(folder.resolve("supervisord.log"), text);
    }
}
