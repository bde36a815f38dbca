package org.supervisord.daemon.rpc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.process.ManagedProcess;

/** The result of doing one thing to many processes: a struct for each, in their order. */
final class ManyResults {
    private ManyResults() {}

    /** What is done to each. */
    interface Action {
        /** A value, or a CompletableFuture of one. */
        Object on(ManagedProcess process) throws RpcFault;
    }

    /**
     * Does it to all of them at once, and waits for those that need time.
     *
     * @return the results, or a CompletableFuture of them
     */
    static Object of(List<ManagedProcess> processes, Action action) {
        List<CompletableFuture<Map<String, Object>>> outcomes = new ArrayList<>();
        for (ManagedProcess process : processes) {
            outcomes.add(outcome(process, action));
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new));
        CompletableFuture<Object> results =
                all.thenApply(nothing -> outcomes.stream().map(CompletableFuture::join).toList());
        return results.isDone() ? results.join() : Abandonment.of(results, outcomes);
    }

    private static CompletableFuture<Map<String, Object>> outcome(
            ManagedProcess process, Action action) {
        try {
            Object value = action.on(process);
            if (value instanceof CompletableFuture<?> future) {
                return Abandonment.of(
                        future.handle(
                                (done, failure) ->
                                        failure == null
                                                ? result(process, Fault.SUCCESS.code(), "OK")
                                                : failed(process, failure)),
                        List.of(future));
            }
            return CompletableFuture.completedFuture(result(process, Fault.SUCCESS.code(), "OK"));
        } catch (RpcFault fault) {
            return CompletableFuture.completedFuture(result(process, fault.code(), fault.text()));
        }
    }

    private static Map<String, Object> failed(ManagedProcess process, Throwable failure) {
        RpcFault fault =
                failure instanceof RpcFault known
                        ? known
                        : new RpcFault(Fault.FAILED, process.fullName() + ": " + failure);
        return result(process, fault.code(), fault.text());
    }

    private static Map<String, Object> result(
            ManagedProcess process, int status, String description) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("name", process.name());
        result.put("group", process.fullName().group());
        result.put("status", status);
        result.put("description", description);
        return result;
    }
}
