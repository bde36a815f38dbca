package org.supervisord.daemon.rpc;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.common.plugin.RpcMethods;
import org.supervisord.daemon.fatal.Survivable;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Scheduler;

/**
 * Puts the methods of a plug-in into the table, so that nothing it does wrong goes further than the
 * call: its errors become faults, as do results that can't be sent.
 */
final class PluginMethods implements RpcMethods {
    private static final String WORD = "[A-Za-z_][A-Za-z0-9_]*";
    private static final String PARAMETER = "[a-z0-9]+ " + WORD + "( .*)?";

    /** What the log is told of where something failed: a recursion without end has thousands. */
    private static final int MOST_FRAMES = 64;

    private final MethodTable table;
    private final String namespace;
    private final Scheduler scheduler;
    private final ActivityLog log;

    PluginMethods(MethodTable table, String namespace, Scheduler scheduler, ActivityLog log) {
        this.table = table;
        this.namespace = namespace;
        this.scheduler = scheduler;
        this.log = log;
    }

    @Override
    public Method method(String name, String result, String help) {
        if (!name.matches(WORD)) {
            throw new IllegalArgumentException("not a name for a method: " + name);
        }
        return new Described(table.method(namespace + "." + name, result, help));
    }

    private final class Described implements Method {
        private final MethodTable.Entry entry;

        Described(MethodTable.Entry entry) {
            this.entry = entry;
        }

        @Override
        public Method takes(String parameter) {
            entry.takes(checked(parameter));
            return this;
        }

        @Override
        public Method mayTake(String parameter) {
            entry.mayTake(checked(parameter));
            return this;
        }

        private static String checked(String parameter) {
            if (!parameter.matches(PARAMETER)) {
                throw new IllegalArgumentException("not a type and a name: " + parameter);
            }
            return parameter;
        }

        @Override
        public Method onlyReads() {
            entry.onlyReads();
            return this;
        }

        @Override
        public void does(Handler handler) {
            entry.does(arguments -> guarded(handler, arguments));
        }
    }

    private Object guarded(RpcMethods.Handler handler, Arguments arguments) throws RpcFault {
        Object value;
        try {
            value = handler.call(arguments);
            if (value instanceof CompletableFuture<?> future) {
                // some can't be asked whether they are done
                value = future.toCompletableFuture();
            }
        } catch (RpcFault fault) {
            throw fault;
        } catch (Throwable e) {
            throw failed(e);
        }
        return value instanceof CompletableFuture<?> future
                ? settled(future).thenCompose(it -> it)
                : sendable(value);
    }

    private CompletableFuture<CompletableFuture<Object>> settled(CompletableFuture<?> future) {
        // whichever thread of the plug-in's own completes it, the client is answered by the loop's
        return future.isDone()
                ? future.handle(this::settled)
                : future.handleAsync(this::settled, scheduler::post);
    }

    private CompletableFuture<Object> settled(Object value, Throwable failure) {
        try {
            if (failure == null) {
                return CompletableFuture.completedFuture(sendable(value));
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return CompletableFuture.failedFuture(
                    cause instanceof RpcFault fault ? fault : failed(cause));
        } catch (RpcFault fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private Object sendable(Object value) throws RpcFault {
        try {
            // throws
            AnswerWriter.size(value);
            return value;
        } catch (IllegalArgumentException | StackOverflowError e) {
            throw failed(e);
        }
    }

    private RpcFault failed(Throwable e) {
        Survivable.orThrow(e);
        StackTraceElement[] frames = e.getStackTrace();
        e.setStackTrace(Arrays.copyOf(frames, Math.min(frames.length, MOST_FRAMES)));
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        log.error("RPC interface '%s' failed: %s".formatted(namespace, trace));
        return new RpcFault(Fault.FAILED, "an error in the plug-in for " + namespace + ": " + e);
    }
}
