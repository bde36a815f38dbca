package org.supervisord.daemon.rpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.loop.Scheduler;

/** {@code system.*}: what there is to be called, and many calls in one. */
final class SystemMethods {
    /** A call of many can't be left to another program: it would begin anew there. */
    static final String REEXEC = "daemon.reexec";

    private static final String MULTICALL = "system.multicall";

    /** What clients of the reference don't expect to see among the methods. */
    private static final String OURS = "daemon.";

    /** The most bytes of results, of all calls of many together; further calls are not made. */
    static final long MOST_COLLECTED = 16L << 20;

    private static final Map<String, Object> NOT_MADE =
            AnswerWriter.asValue(
                    new RpcFault(Fault.FAILED, "not called, as the answer is very long already"));

    private static final long SLICE_NANOS = 10_000_000;

    private final MethodTable table;
    private final Scheduler scheduler;

    /** Bytes of the results of calls of many that are not answered yet. */
    private long collected;

    private SystemMethods(MethodTable table, Scheduler scheduler) {
        this.table = table;
        this.scheduler = scheduler;
    }

    /** A table for those who may only read. */
    static MethodTable forReaders(MethodTable all, Scheduler scheduler) {
        MethodTable table = all.forReaders();
        // calls of many have to go through the new table
        addTo(table, scheduler);
        return table;
    }

    static void addTo(MethodTable table, Scheduler scheduler) {
        SystemMethods system = new SystemMethods(table, scheduler);
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
                .does(arguments -> system.new Multicall(arguments.list(0)).begin());
    }

    private RpcMethod find(Arguments arguments) throws RpcFault {
        return table.find(arguments.text(0))
                .orElseThrow(() -> new RpcFault(Fault.SIGNATURE_UNSUPPORTED));
    }

    private List<String> signature(Arguments arguments) throws RpcFault {
        return find(arguments).signature().stream().map(type -> type.split(" ")[0]).toList();
    }

    /** Many calls in one, one after the other; those behind one that waits wait as well. */
    private final class Multicall {
        private final List<Object> calls;
        private final List<Object> results = new ArrayList<>();
        private final CompletableFuture<Object> done = new CompletableFuture<>();
        private int made;
        private long size;

        Multicall(List<Object> calls) {
            this.calls = calls;
        }

        CompletableFuture<Object> begin() {
            proceed();
            return done;
        }

        private void proceed() {
            long begun = scheduler.clock().nanos();
            while (made < calls.size()) {
                if (scheduler.clock().nanos() - begun > SLICE_NANOS) {
                    // others have a turn
                    scheduler.post(() -> resume(() -> {}));
                    return;
                }
                Object value = collected < MOST_COLLECTED ? callOne(calls.get(made)) : NOT_MADE;
                made++;
                if (value instanceof CompletableFuture<?> future && !future.isDone()) {
                    future.whenComplete((ignored, failure) -> resume(() -> collect(future)));
                    return;
                }
                collect(value);
            }
            collected -= size;
            done.complete(results);
        }

        private void resume(Runnable first) {
            try {
                first.run();
                proceed();
            } catch (RuntimeException bug) {
                collected -= size;
                done.completeExceptionally(bug);
            }
        }

        private void collect(Object value) {
            Object result = value instanceof CompletableFuture<?> future ? outcome(future) : value;
            long bytes = AnswerWriter.size(result);
            results.add(result);
            size += bytes;
            collected += bytes;
        }
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
            if (name.equals(REEXEC)) {
                throw new RpcFault(
                        Fault.INCORRECT_PARAMETERS, name + " in system.multicall forbidden");
            }
            return table.call(new RpcCall(name, parameters(struct.get("params"))));
        } catch (RpcFault fault) {
            return AnswerWriter.asValue(fault);
        }
    }

    /** Some languages have one way only to write an empty array, an empty struct and nothing. */
    private static List<Object> parameters(Object said) throws RpcFault {
        if (said == null || said.equals("") || said.equals(Map.of())) {
            return List.of();
        }
        if (said instanceof Object[] parameters) {
            return Arrays.asList(parameters);
        }
        throw new RpcFault(Fault.INCORRECT_PARAMETERS);
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
