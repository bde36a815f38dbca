package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.SupervisorBench.group;
import static org.supervisord.daemon.process.Programs.program;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessState;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.SupervisorBench;

class SystemMethodsTest {
    private final SupervisorBench bench =
            new SupervisorBench(
                    group("web", 1, program("web")), group("db", 2, program("db").startsecs(0)));
    private final RpcBench rpc = new RpcBench(bench);

    @Test
    void listsAllMethodsItselfIncluded() throws RpcFault {
        List<String> listed = new ArrayList<>();
        for (String list : List.of("daemon.listMethods", "system.listMethods")) {
            for (Object name : (List<?>) rpc.call(list)) {
                listed.add((String) name);
            }
        }
        assertEquals(rpc.table.names(), listed);
        assertTrue(listed.contains("system.listMethods"));
        assertTrue(listed.contains("daemon.listMethods"));
    }

    @Test
    void clientsOfTheReferenceSeeNoMethodsThatItHasNot() throws RpcFault {
        for (Object name : (List<?>) rpc.call("system.listMethods")) {
            assertTrue(((String) name).matches("(supervisor|system)\\..*"), () -> "" + name);
        }
    }

    @Test
    void tellsTheTypesOfAMethod() throws RpcFault {
        assertEquals(List.of("int"), signature("supervisor.getPID"));
        assertEquals(List.of("boolean", "string", "boolean"), signature("supervisor.startProcess"));
        assertEquals(
                List.of("array", "string", "int", "int"), signature("supervisor.tailProcessLog"));
    }

    @Test
    void everyMethodHasHelpAndASignatureOfKnownTypes() throws RpcFault {
        List<String> types =
                List.of("int", "string", "boolean", "double", "base64", "array", "struct");
        for (String name : rpc.table.names()) {
            String help = (String) rpc.call("system.methodHelp", name);
            assertTrue(help.contains("\n\n"), name);
            List<?> signature = signature(name);
            assertTrue(types.containsAll(signature), name + " " + signature);
            assertEquals(signature.size() - 1, help.split("@param ", -1).length - 1, name);
        }
    }

    @Test
    void hasNoHelpForWhatIsNotThere() {
        assertEquals("4 SIGNATURE_UNSUPPORTED", rpc.fault("system.methodHelp", "no.such"));
        assertEquals("4 SIGNATURE_UNSUPPORTED", rpc.fault("system.methodSignature", "no.such"));
        assertEquals("2 INCORRECT_PARAMETERS", rpc.fault("system.methodHelp", 7));
    }

    @Test
    void answersManyCallsAtOnceWithBareValues() throws RpcFault {
        assertEquals(
                List.of("3.0", Map.of("statecode", 1, "statename", "RUNNING"), true),
                multicall(
                                one("supervisor.getAPIVersion"),
                                one("supervisor.getState"),
                                one("supervisor.startProcess", "db"))
                        .getNow(null));
    }

    @Test
    void noCallsHaveNoResults() throws RpcFault {
        assertEquals(List.of(), multicall().getNow(null));
    }

    @Test
    void faultsStandAmongTheResults() throws RpcFault {
        assertEquals(
                List.of(
                        fault(10, "BAD_NAME: nope"),
                        fault(1, "UNKNOWN_METHOD"),
                        fault(2, "INCORRECT_PARAMETERS"),
                        fault(2, "INCORRECT_PARAMETERS"),
                        "3.0",
                        "3.0",
                        "3.0"),
                multicall(
                                one("supervisor.startProcess", "nope"),
                                one("supervisor._update", "x"),
                                one("supervisor.getAPIVersion", 1),
                                Map.of("methodName", "supervisor.getState", "params", "x"),
                                one("supervisor.getAPIVersion"),
                                Map.of("methodName", "supervisor.getAPIVersion", "params", ""),
                                Map.of(
                                        "methodName",
                                        "supervisor.getAPIVersion",
                                        "params",
                                        Map.of()))
                        .getNow(null));
    }

    @Test
    void callsWithoutANameAreFaultsOfTheirOwn() throws RpcFault {
        Map<String, Object> noName = fault(2, "INCORRECT_PARAMETERS: No methodName");
        assertEquals(
                List.of(noName, noName, noName, noName),
                multicall(Map.of(), Map.of("methodName", 1), "getState", new Object[] {"x"})
                        .getNow(null));
    }

    @Test
    void parametersMayBeLeftOut() throws RpcFault {
        assertEquals(
                List.of("3.0"),
                multicall(Map.of("methodName", "supervisor.getAPIVersion")).getNow(null));
    }

    @Test
    void refusesToCallItself() throws RpcFault {
        assertEquals(
                List.of(
                        fault(2, "INCORRECT_PARAMETERS: Recursive system.multicall forbidden"),
                        "3.0"),
                multicall(
                                one("system.multicall", (Object) new Object[0]),
                                one("supervisor.getAPIVersion"))
                        .getNow(null));
    }

    @Test
    void needsAnArrayOfCalls() {
        assertEquals("2 INCORRECT_PARAMETERS", rpc.fault("system.multicall", "x"));
        assertEquals("2 INCORRECT_PARAMETERS", rpc.fault("system.multicall", Map.of()));
        assertEquals("2 INCORRECT_PARAMETERS", rpc.fault("system.multicall"));
    }

    @Test
    void aCallThatWaitsHoldsUpThoseBehindIt() throws RpcFault {
        CompletableFuture<?> answer =
                multicall(
                        one("supervisor.startProcess", "web"),
                        one("supervisor.startProcess", "db"),
                        one("supervisor.stopProcess", "web"),
                        one("supervisor.getAPIVersion"));
        assertEquals(List.of("web"), bench.kernel.spawned());
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals(List.of("web", "db"), bench.kernel.spawned());
        assertEquals(ProcessState.STOPPING, bench.process("web", "web").state());
        assertFalse(answer.isDone());
        bench.obey();
        assertEquals(List.of(true, true, true, "3.0"), answer.getNow(null));
    }

    @Test
    void aCallThatFailsLaterIsAFaultAmongTheResults() throws RpcFault {
        CompletableFuture<?> answer =
                multicall(one("supervisor.startProcess", "web"), one("supervisor.getAPIVersion"));
        bench.exit(bench.process("web", "web"), 1);
        assertEquals(List.of(fault(50, "SPAWN_ERROR: web"), "3.0"), answer.getNow(null));
    }

    @Test
    void aGroupThatWaitsIsOneResult() throws RpcFault {
        CompletableFuture<?> answer = multicall(one("supervisor.startAllProcesses"));
        assertFalse(answer.isDone());
        bench.scheduler.advance(Duration.ofSeconds(1));
        List<?> results = (List<?>) answer.getNow(null);
        assertEquals(List.of("web:web 80 OK", "db:db 80 OK"), RpcBench.results(results.get(0)));
    }

    @Test
    void callsAfterAShutdownAreRefused() throws RpcFault {
        assertEquals(
                List.of(true, fault(6, "SHUTDOWN_STATE"), rpc.call("system.listMethods")),
                multicall(
                                one("supervisor.shutdown"),
                                one("supervisor.getState"),
                                one("system.listMethods"))
                        .getNow(null));
    }

    @Test
    void veryManyCallsNeedNoMoreStackThanOne() throws RpcFault {
        Object[] calls = Collections.nCopies(50_000, one("supervisor.getAPIVersion")).toArray();
        assertEquals(50_000, ((List<?>) multicall(calls).getNow(null)).size());
    }

    @Test
    void veryManyCallsThatWaitNeedNoMoreStackThanOne() throws RpcFault {
        CompletableFuture<Object> later = new CompletableFuture<>();
        rpc.table.method("test.wait", "boolean done", "Waits.").does(arguments -> later);
        Object[] many = Collections.nCopies(20_000, one("test.wait")).toArray();
        CompletableFuture<?> answer = rpc.later("system.multicall", (Object) many);
        later.complete(true);
        assertEquals(20_000, ((List<?>) answer.getNow(null)).size());
    }

    @Test
    void manyLongCallsLeaveTurnsToOthers() throws RpcFault {
        rpc.table
                .method("test.long", "boolean done", "Takes 6 ms.")
                .does(
                        arguments -> {
                            bench.scheduler.clock().advance(Duration.ofMillis(6));
                            return true;
                        });
        CompletableFuture<?> answer =
                multicall(one("test.long"), one("test.long"), one("supervisor.getAPIVersion"));
        assertFalse(answer.isDone());
        bench.scheduler.runDue();
        assertEquals(List.of(true, true, "3.0"), answer.getNow(null));
    }

    @Test
    void noMoreCallsAreMadeWhenTheirAnswerIsVeryLong() throws RpcFault {
        String log = "\r".repeat(1 << 20);
        List<String> made = new ArrayList<>();
        rpc.table
                .method("test.log", "string text", "A log that grows in an answer.")
                .does(
                        arguments -> {
                            made.add("log");
                            return log;
                        });
        CompletableFuture<Object> waiting = new CompletableFuture<>();
        rpc.table.method("test.wait", "boolean done", "Waits.").does(arguments -> waiting);
        Object[] calls = Collections.nCopies(6, one("test.log")).toArray();
        calls[2] = one("test.wait");
        CompletableFuture<?> first = multicall(calls);
        CompletableFuture<?> second = multicall(calls[0], calls[1], calls[3]);
        Map<String, Object> notMade =
                fault(30, "FAILED: not called, as the answer is very long already");
        assertEquals(List.of(log, log, notMade), second.getNow(null));
        waiting.complete(true);
        assertEquals(List.of(log, log, true, log, log, notMade), first.getNow(null));
        assertEquals(List.of(log), multicall(one("test.log")).getNow(null));
        assertEquals(7, made.size());
    }

    @Test
    void aCallThatBreaksLaterDoesNotLeaveTheClientWaiting() throws RpcFault {
        for (String broken : List.of("test.later", "test.next")) {
            CompletableFuture<Object> later = new CompletableFuture<>();
            rpc.table.method("test.later", "int x", "Waits.").does(arguments -> later);
            rpc.table
                    .method("test.next", "int x", "Breaks.")
                    .does(
                            arguments -> {
                                throw new IllegalStateException("a bug");
                            });
            CompletableFuture<?> answer = multicall(one("test.later"), one("test.next"));
            if (broken.equals("test.later")) {
                later.completeExceptionally(new IllegalStateException("a bug"));
            } else {
                later.complete(true);
            }
            assertTrue(answer.isDone(), broken);
            CompletionException failure = assertThrows(CompletionException.class, answer::join);
            assertEquals("a bug", failure.getCause().getMessage());
        }
    }

    private List<?> signature(String method) throws RpcFault {
        return (List<?>) rpc.call("system.methodSignature", method);
    }

    private CompletableFuture<?> multicall(Object... calls) throws RpcFault {
        return (CompletableFuture<?>) rpc.call("system.multicall", (Object) calls);
    }

    private static Map<String, Object> one(String method, Object... parameters) {
        return Map.of("methodName", method, "params", Arrays.copyOf(parameters, parameters.length));
    }

    private static Map<String, Object> fault(int code, String text) {
        return Map.of("faultCode", code, "faultString", text);
    }
}
