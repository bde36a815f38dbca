package org.supervisord.daemon.rpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;

/** {@code system.*}: what there is to be called, and many calls in one. */
final class SystemMethods {
    private static final String MULTICALL = "system.multicall";

    /** What clients of the reference don't expect to see among the methods. */
    private static final String OURS = "daemon.";

    private final MethodTable table;

    private SystemMethods(MethodTable table) {
        this.table = table;
    }

    static void addTo(MethodTable table) {
        SystemMethods system = new SystemMethods(table);
        table.method(
                        "system.listMethods",
                        "array names",
                        "Names of all methods, sorted, but for those of daemon.*.")
                .onlyReads()
                .does(arguments -> table.names(name -> !name.startsWith(OURS)));
        table.method("daemon.listMethods", "array names", "Names of the methods of daemon.*.")
                .onlyReads()
                .does(arguments -> table.names(name -> name.startsWith(OURS)));
        table.method("system.methodHelp", "string text", "What a method does.")
                .takes("string name the full name of the method")
                .onlyReads()
                .does(arguments -> system.find(arguments).documentation());
        table.method(
                        "system.methodSignature",
                        "array types",
                        "The type of a method's result, followed by those of its parameters.")
                .takes("string name the full name of the method")
                .onlyReads()
                .does(arguments -> system.signature(arguments));
        table.method(
                        MULTICALL,
                        "array results",
                        "Calls several methods, one after the other. Gives a result for each: its"
                                + " value, or a struct with faultCode and faultString.")
                .takes("array calls structs with methodName and params")
                .onlyReads()
                .does(arguments -> system.multicall(arguments.list(0)));
    }

    private RpcMethod find(Arguments arguments) throws RpcFault {
        return table.find(arguments.text(0))
                .orElseThrow(() -> new RpcFault(Fault.SIGNATURE_UNSUPPORTED));
    }

    private List<String> signature(Arguments arguments) throws RpcFault {
        return find(arguments).signature().stream().map(type -> type.split(" ")[0]).toList();
    }

    private CompletableFuture<Object> multicall(List<Object> calls) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        next(calls, 0, new ArrayList<>(), done);
        return done;
    }

    /** Goes on with the calls until one has to wait, and then when that one is done. */
    private void next(
            List<Object> calls, int first, List<Object> results, CompletableFuture<Object> done) {
        for (int i = first; i < calls.size(); i++) {
            Object value = callOne(calls.get(i));
            if (value instanceof CompletableFuture<?> future && !future.isDone()) {
                int following = i + 1;
                future.handle(
                                (ignored, failure) -> {
                                    results.add(outcome(future));
                                    next(calls, following, results, done);
                                    return null;
                                })
                        .exceptionally(bug -> done.completeExceptionally(bug));
                return;
            }
            results.add(value instanceof CompletableFuture<?> future ? outcome(future) : value);
        }
        done.complete(results);
    }

    private Object callOne(Object call) {
        try {
            if (!(call instanceof Map<?, ?> struct)) {
                throw new RpcFault(Fault.INCORRECT_PARAMETERS, "No methodName");
            }
            if (!(struct.get("methodName") instanceof String name)) {
                throw new RpcFault(Fault.INCORRECT_PARAMETERS, "No methodName");
            }
            if (name.equals(MULTICALL)) {
                throw new RpcFault(
                        Fault.INCORRECT_PARAMETERS, "Recursive system.multicall forbidden");
            }
            Object parameters = struct.get("params");
            if (parameters != null && !(parameters instanceof Object[])) {
                throw new RpcFault(Fault.INCORRECT_PARAMETERS);
            }
            List<Object> values =
                    parameters == null ? List.of() : Arrays.asList((Object[]) parameters);
            return table.call(new RpcCall(name, values));
        } catch (RpcFault fault) {
            return AnswerWriter.asValue(fault);
        }
    }

    private static Object outcome(CompletableFuture<?> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RpcFault fault) {
                return AnswerWriter.asValue(fault);
            }
            throw e;
        }
    }
}
