package org.supervisord.daemon.rpc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.supervisord.common.PythonRepr;
import org.supervisord.common.RpcFault;
import org.supervisord.common.XmlText;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.log.ActivityLog;

/** Takes documents with calls and gives documents with answers. */
public final class RpcEndpoint {
    private static final int MOST_TO_QUOTE = 1000;

    private static final byte[] ANY_CALL =
            ("<methodCall><methodName>supervisor.startProcess</methodName><params>"
                            + "<param><value><string>any</string></value></param>"
                            + "<param><value><boolean>1</boolean></value></param>"
                            + "</params></methodCall>")
                    .getBytes(StandardCharsets.UTF_8);

    private final CallReader reader = new CallReader();
    private final MethodTable table;
    private final ActivityLog log;

    RpcEndpoint(MethodTable table, ActivityLog log) {
        this.table = table;
        this.log = log;
    }

    /** Has ready what the first call takes; see {@link org.supervisord.common.HeadStart}. */
    public static void prepare() {
        try {
            RpcCall call = new CallReader().read(ANY_CALL);
            AnswerWriter.result(Map.of("statecode", 1, "statename", call.method()));
        } catch (MalformedCallException e) {
            throw new IllegalStateException("it is a call", e);
        }
    }

    MethodTable table() {
        return table;
    }

    /**
     * Answers a call. To be used on the loop's thread.
     *
     * @return the pieces of the answer, a fault included, completed on the loop's thread; fails
     *     with {@link MalformedCallException} when the document is no call. May be cancelled when
     *     nobody waits for it any more; what is being done is done all the same
     */
    public CompletableFuture<List<byte[]>> call(byte[] document) {
        RpcCall call;
        try {
            call = reader.read(document);
        } catch (MalformedCallException e) {
            String text = XmlText.decode(document);
            log.error(
                    "XML-RPC request data "
                            + PythonRepr.of(
                                    text.substring(0, Math.min(text.length(), MOST_TO_QUOTE)))
                            + " is invalid: "
                            + e.getMessage());
            return CompletableFuture.failedFuture(e);
        }
        // put together only where somebody reads it: names and texts may be long
        boolean traced = log.tells(LogLevel.TRACE);
        try {
            if (traced) {
                trace("called: " + onOneLine(call.method()) + "()");
            }
            Object value = table.call(call);
            if (traced) {
                trace(onOneLine(call.method()) + "() returned successfully");
            }
            if (value instanceof CompletableFuture<?> future) {
                return Abandonment.of(future.handle(RpcEndpoint::answer), List.of(future));
            }
            return CompletableFuture.completedFuture(AnswerWriter.result(value));
        } catch (RpcFault fault) {
            if (traced) {
                trace(
                        onOneLine(call.method())
                                + "() returned fault: ["
                                + fault.code()
                                + "] "
                                + onOneLine(fault.text()));
            }
            return CompletableFuture.completedFuture(AnswerWriter.fault(fault));
        }
    }

    private void trace(String what) {
        log.trace("XML-RPC method " + what);
    }

    /**
     * Calls a method from within the daemon. To be used on the loop's thread.
     *
     * @param parameters as a client would give them
     * @return the value, completed on the loop's thread; fails with {@link RpcFault}
     */
    public CompletableFuture<Object> call(String method, Object... parameters) {
        try {
            Object value = table.call(new RpcCall(method, List.of(parameters)));
            return value instanceof CompletableFuture<?> future
                    ? plain(future)
                    : CompletableFuture.completedFuture(LogText.plain(value));
        } catch (RpcFault fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private static CompletableFuture<Object> plain(CompletableFuture<?> future) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        future.whenComplete(
                (value, failure) -> {
                    if (failure == null) {
                        answer.complete(LogText.plain(value));
                    } else {
                        answer.completeExceptionally(cause(failure));
                    }
                });
        return answer;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    /** What a client has written must not look like a line of its own in the activity log. */
    private static String onOneLine(String text) {
        String quoted = PythonRepr.of(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static List<byte[]> answer(Object value, Throwable failure) {
        if (failure == null) {
            return AnswerWriter.result(value);
        }
        Throwable cause = cause(failure);
        if (cause instanceof RpcFault fault) {
            return AnswerWriter.fault(fault);
        }
        throw new CompletionException(cause);
    }
}
