package org.supervisord.ctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.supervisord.common.Fault;
import org.supervisord.common.LineInterpreter;
import org.supervisord.common.ProcessState;
import org.supervisord.common.RpcFault;
import org.supervisord.ctl.client.FakeSupervisor;

class PageInterpreterTest {
    private final LineInterpreter interpreter = new PageInterpreter();
    private final List<String> calls = new ArrayList<>();

    private Object call(String method, Object... parameters) throws RpcFault {
        calls.add(method.substring(method.indexOf('.') + 1) + List.of(parameters));
        return switch (method) {
            case "supervisor.getVersion" -> "3.0";
            case "supervisor.getState" -> Map.of("statecode", 1, "statename", "RUNNING");
            case "supervisor.getAllProcessInfo" ->
                    List.of(
                            FakeSupervisor.info("x", "x", ProcessState.RUNNING, 7, "pid 7"),
                            FakeSupervisor.info("g", "a", ProcessState.STOPPED, 0, "Not started"));
            case "supervisor.stopProcess" -> true;
            case "supervisor.readLog" -> "y".repeat(2 << 20) + "\u00e9the end";
            default -> throw new RpcFault(Fault.SPAWN_ERROR, "x");
        };
    }

    private String run(String line) {
        return interpreter.run(line, this::call).output();
    }

    @Test
    void isFoundAsAService() {
        assertInstanceOf(
                PageInterpreter.class,
                ServiceLoader.load(LineInterpreter.class).findFirst().orElseThrow());
    }

    @Test
    void printsWhatTheClientPrints() {
        assertEquals(
                "x                                RUNNING   pid 7\n"
                        + "g:a                              STOPPED   Not started\n",
                run("status"));
        assertEquals("x: stopped\nx: ERROR (spawn error)\n", run("restart x"));
        assertEquals(7, interpreter.run("start x", this::call).exitStatus());
    }

    @Test
    void hasNoActionsThatNeedATerminal() {
        assertTrue(run("fg x").startsWith("*** Unknown syntax"));
        assertTrue(run("open http://localhost:9001").startsWith("*** Unknown syntax"));
        assertTrue(run("tail -f x").startsWith("Error: nothing can be followed"));
        assertTrue(run("quit").startsWith("There is no shell"));
        assertFalse(run("help").contains("fg"));
        assertEquals(List.of(), calls);
    }

    @Test
    void asksBeforeTheDaemonIsEnded() {
        assertTrue(interpreter.isDrastic(" shutdown"));
        assertTrue(interpreter.isDrastic("reload"));
        assertFalse(interpreter.isDrastic("stop all"));
        assertFalse(interpreter.isDrastic(""));
    }

    @Test
    void waitsNoLongerThanItIsTold() {
        CountDownLatch never = new CountDownLatch(1);
        LineInterpreter.Result result =
                interpreter.run(
                        "stop --timeout 0.1 x y",
                        (method, parameters) -> {
                            if (method.endsWith("getVersion")) {
                                return "3.0";
                            }
                            try {
                                return never.await(60, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                throw new IOException("interrupted", e);
                            }
                        });
        assertEquals(
                "left undone: y not stopped\nerror: no answer within 0.1 s;"
                        + " supervisord goes on with what it was told\n",
                result.output());
        assertEquals(1, result.exitStatus());
    }

    @Test
    void showsTheEndOfALogThatIsTooMuch() {
        String shown = run("maintail -9999999");
        assertEquals(1 << 20, shown.getBytes(StandardCharsets.UTF_8).length);
        assertTrue(shown.endsWith("y\u00e9the end\n"));
        assertEquals(1, interpreter.run("maintail -9999999", this::call).exitStatus());
        assertTrue(calls.contains("readLog[-1048577, 0]"), "no more is asked for than is kept");
        run("maintail -0");
        assertTrue(calls.contains("readLog[0, 1048576]"));
    }

    @Test
    void completesActionsAndNames() {
        assertEquals(List.of("start", "status", "stop"), interpreter.complete("st", this::call));
        assertEquals(List.of("shutdown"), interpreter.complete("help sh", this::call));
        assertEquals(List.of("all", "x"), interpreter.complete("stop ", this::call));
        assertEquals(List.of("g:*", "g:a"), interpreter.complete("stop x g", this::call));
        assertEquals(List.of("g", "x"), interpreter.complete("update ", this::call));
        assertEquals(List.of(), interpreter.complete("version ", this::call));
        assertEquals(List.of(), interpreter.complete("nonsense ", this::call));
    }
}
