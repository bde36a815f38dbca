package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.supervisord.daemon.SupervisorBench.group;
import static org.supervisord.daemon.process.Programs.program;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.Signal;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.process.FakeKernel;
import org.supervisord.daemon.process.ManagedProcess;

/** The one order of starting, of stopping and of all else, in whatever way it is asked for. */
class OrderTest {
    /** As listed; the members' own priorities would have it otherwise. */
    private static final List<String> STARTING = List.of("a", "b", "c", "d");

    /** By descending priority, those listed last first. */
    private static final List<String> STOPPING = List.of("c", "a", "d", "b");

    /** By the members' priorities, those of the same as listed. */
    private static final List<String> BY_PRIORITY = List.of("b", "d", "a", "c");

    private final SupervisorBench bench =
            new SupervisorBench(
                    group(
                            "g",
                            1,
                            program("a").priority(9),
                            program("b").priority(1),
                            program("c").priority(9),
                            program("d").priority(5)));
    private final RpcBench rpc = new RpcBench(bench);

    @ParameterizedTest
    @ValueSource(strings = {"startAllProcesses", "startProcessGroup g", "startProcess g:*"})
    void everyStartOfManyHasTheOrderOfStarting(String call) throws Exception {
        CompletableFuture<?> answer = later(call);
        assertEquals(STARTING, bench.kernel.spawned());
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals(STARTING, names(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopAllProcesses", "stopProcessGroup g", "stopProcess g:*"})
    void everyStopOfManyHasTheOrderOfStopping(String call) throws Exception {
        bench.allRunning();
        CompletableFuture<?> answer = later(call);
        assertEquals(STOPPING, signalled());
        bench.obey();
        assertEquals(STOPPING, names(answer));
    }

    @Test
    void theStartOfTheDaemonHasTheOrderOfStarting() {
        bench.run();
        assertEquals(STARTING, bench.kernel.spawned());
    }

    @Test
    void theEndOfTheDaemonHasTheOrderOfStopping() {
        bench.allRunning();
        bench.supervisor.shutdown();
        bench.scheduler.runDue();
        assertEquals(STOPPING, signalled());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signalAllProcesses HUP",
                "signalProcessGroup g HUP",
                "signalProcess g:* HUP"
            })
    void signalsToManyGoByPriority(String call) throws Exception {
        bench.allRunning();
        assertEquals(BY_PRIORITY, names(later(call)));
        assertEquals(BY_PRIORITY, signalled());
        assertEquals(
                List.of(Signal.HUP),
                bench.kernel.sent().stream().map(FakeKernel.Sent::signal).distinct().toList());
    }

    @Test
    void logsAreClearedByPriority() throws Exception {
        bench.allRunning();
        assertEquals(BY_PRIORITY, names(later("clearAllProcessLogs")));
        assertEquals(BY_PRIORITY, bench.cleared);
    }

    private CompletableFuture<?> later(String call) throws Exception {
        String[] words = call.split(" ");
        Object[] arguments = new Object[words.length - 1];
        System.arraycopy(words, 1, arguments, 0, arguments.length);
        Object answer = rpc.call(words[0], arguments);
        return answer instanceof CompletableFuture<?> later
                ? later
                : CompletableFuture.completedFuture(answer);
    }

    private List<String> signalled() {
        List<String> names = new ArrayList<>();
        for (FakeKernel.Sent sent : bench.kernel.sent()) {
            bench.supervisor.group("g").orElseThrow().processes().stream()
                    .filter(process -> process.pid() == sent.target())
                    .map(ManagedProcess::name)
                    .forEach(names::add);
        }
        return names;
    }

    private static List<String> names(CompletableFuture<?> answer) {
        List<String> names = new ArrayList<>();
        for (Object result : (List<?>) answer.getNow(null)) {
            names.add((String) ((Map<?, ?>) result).get("name"));
        }
        return names;
    }
}
