package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.SupervisorBench;

class MethodTableTest {
    private final MethodTable table = new MethodTable();

    @BeforeEach
    void addMethods() {
        table.method("z.join", "string text", "Joins texts.")
                .takes("string a the first")
                .mayTake("string b the second")
                .does(
                        arguments ->
                                arguments.text(0)
                                        + (arguments.bool(1, false) ? arguments.text(1) : "."));
        table.method("a.none", "boolean done", "Does nothing.").does(arguments -> true);
        table.alias("m.join", "z.join");
    }

    @Test
    void callsAMethodWithWhatItTakes() throws RpcFault {
        assertEquals("x.", call("z.join", "x"));
        assertEquals("xy", call("z.join", "x", "y"));
        assertEquals(true, call("a.none"));
    }

    @Test
    void anotherNameIsTheSameMethod() throws RpcFault {
        assertEquals("xy", call("m.join", "x", "y"));
        assertEquals("m.join", table.find("m.join").orElseThrow().name());
    }

    @Test
    void namesAreSorted() {
        assertEquals(List.of("a.none", "m.join", "z.join"), table.names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "none",
                "a.",
                ".none",
                "a.nonE",
                "a.none.x",
                "a.__class__",
                "_a.none",
                " a.none"
            })
    void whatIsNotInItIsUnknown(String name) {
        assertEquals("1 UNKNOWN_METHOD", fault(name));
    }

    @Test
    void theNumberOfParametersMustBeRight() {
        assertEquals("2 INCORRECT_PARAMETERS", fault("z.join"));
        assertEquals("2 INCORRECT_PARAMETERS", fault("z.join", "a", "b", "c"));
        assertEquals("2 INCORRECT_PARAMETERS", fault("a.none", "a"));
    }

    @Test
    void describesAMethodToPeople() {
        RpcMethod method = table.find("z.join").orElseThrow();
        assertEquals(
                "Joins texts.\n\n@param string a the first\n@param string b the second\n"
                        + "@return string text\n",
                method.documentation());
    }

    @Test
    void theInterfaceHasTheMethodsThatClientsKnow() {
        String known =
                """
                supervisor.addProcessGroup supervisor.clearAllProcessLogs supervisor.clearLog
                supervisor.clearProcessLog supervisor.clearProcessLogs supervisor.getAPIVersion
                supervisor.getAllConfigInfo supervisor.getAllProcessInfo
                supervisor.getIdentification supervisor.getPID supervisor.getProcessInfo
                supervisor.getState supervisor.getSupervisorVersion supervisor.getVersion
                supervisor.readLog supervisor.readMainLog supervisor.readProcessLog
                supervisor.readProcessStderrLog supervisor.readProcessStdoutLog
                supervisor.reloadConfig supervisor.removeProcessGroup supervisor.restart
                supervisor.sendProcessStdin supervisor.sendRemoteCommEvent supervisor.shutdown
                supervisor.signalAllProcesses supervisor.signalProcess
                supervisor.signalProcessGroup supervisor.startAllProcesses
                supervisor.startProcess supervisor.startProcessGroup
                supervisor.stopAllProcesses supervisor.stopProcess supervisor.stopProcessGroup
                supervisor.tailProcessLog supervisor.tailProcessStderrLog
                supervisor.tailProcessStdoutLog system.listMethods system.methodHelp
                system.methodSignature system.multicall
                """;
        assertEquals(
                List.of(known.strip().split("\\s+")),
                new RpcBench(new SupervisorBench())
                        .table.names().stream()
                                // what is ours alone has a namespace of its own
                                .filter(name -> !name.startsWith("daemon."))
                                .toList());
    }

    private Object call(String method, Object... parameters) throws RpcFault {
        return table.call(new RpcCall(method, List.of(parameters)));
    }

    private String fault(String method, Object... parameters) {
        RpcFault fault = assertThrows(RpcFault.class, () -> call(method, parameters));
        return fault.fault().code() + " " + fault.text();
    }
}
