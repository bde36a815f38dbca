package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.log.ActivityLogFile;
import org.supervisord.daemon.log.LogBench;

/** All methods on a supervisor with a fake kernel, called without XML. */
final class RpcBench {
    private static final Upgrading NO_UPGRADES =
            new Upgrading() {
                @Override
                public CompletableFuture<Outcome> upgrade() throws RpcFault {
                    throw new RpcFault(Fault.FAILED, "not here");
                }

                @Override
                public Optional<Outcome> last() {
                    return Optional.empty();
                }
            };

    final MethodTable table = new MethodTable();

    RpcBench(SupervisorBench bench) {
        SystemMethods.addTo(table, bench.scheduler);
        SupervisorMethods shared = new SupervisorMethods(bench.supervisor);
        ActivityLogFile logFile = new LogBench().activityLog(bench.supervisor.settings());
        LogParts logParts =
                new LogParts(new Turns(bench.scheduler, new AnswerRoom(() -> true, task -> {})));
        new DaemonMethods(shared, logParts, logFile, "1.2.3").addTo(table);
        new InfoMethods(shared, bench.scheduler.clock()).addTo(table);
        new ControlMethods(shared, bench.scheduler, bench.log.log()).addTo(table);
        new ProcessLogMethods(shared, logParts).addTo(table);
        new MessageMethods(shared, bench.scheduler, bench.events::add).addTo(table);
        new EventPoolMethods(shared, bench.bus::pools).addTo(table);
        new UpgradeMethods(shared, NO_UPGRADES).addTo(table);
    }

    /** A document from its pieces. */
    static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Calls a method of {@code supervisor.*}, or one by its full name. */
    Object call(String method, Object... parameters) throws RpcFault {
        String name = method.contains(".") ? method : "supervisor." + method;
        return LogText.plain(table.call(new RpcCall(name, Arrays.asList(parameters))));
    }

    /** Calls a method that is answered later. */
    CompletableFuture<?> later(String method, Object... parameters) throws RpcFault {
        CompletableFuture<?> answer = (CompletableFuture<?>) call(method, parameters);
        assertFalse(answer.isDone(), "this is answered already");
        return answer;
    }

    /** The fault of a call: its code and its string. */
    String fault(String method, Object... parameters) {
        RpcFault fault = assertThrows(RpcFault.class, () -> call(method, parameters));
        return text(fault);
    }

    /** The fault of a call that was answered later. */
    static String fault(CompletableFuture<?> answer) {
        assertTrue(answer.isDone(), "this is not answered yet");
        CompletionException failure = assertThrows(CompletionException.class, answer::join);
        return text((RpcFault) failure.getCause());
    }

    private static String text(RpcFault fault) {
        return fault.fault().code() + " " + fault.text();
    }

    /** The results of a call for many, each as {@code group:name status description}. */
    static List<String> results(Object answer) {
        Object value = answer instanceof CompletableFuture<?> future ? future.getNow(null) : answer;
        return ((List<?>) value)
                .stream()
                        .map(result -> (Map<?, ?>) result)
                        .map(
                                result ->
                                        result.get("group")
                                                + ":"
                                                + result.get("name")
                                                + " "
                                                + result.get("status")
                                                + " "
                                                + result.get("description"))
                        .toList();
    }
}
