package org.supervisord.daemon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.RecordedLog;

class RpcEndpointTest {
    private final RecordedLog log = new RecordedLog();
    private final MethodTable table = new MethodTable();
    private final RpcEndpoint endpoint = new RpcEndpoint(table, log.log());
    private final CompletableFuture<Object> later = new CompletableFuture<>();

    @Test
    void answersAtOnce() {
        table.method("a.now", "string text", "Now.").does(arguments -> "now");
        CompletableFuture<List<byte[]>> answer = endpoint.call(document("a.now"));
        assertTrue(text(answer).contains("<string>now</string>"));
        assertEquals(
                List.of(
                        "TRACE XML-RPC method called: a.now()",
                        "TRACE XML-RPC method a.now() returned successfully"),
                log.lines());
    }

    @Test
    void answersAFaultAtOnce() {
        CompletableFuture<List<byte[]>> answer = endpoint.call(document("no.such"));
        assertTrue(text(answer).contains("<int>1</int>"));
        assertEquals(
                "TRACE XML-RPC method no.such() returned fault: [1] UNKNOWN_METHOD",
                log.lines().get(1));
    }

    @Test
    void answersLater() {
        table.method("a.later", "int number", "Later.").does(arguments -> later);
        CompletableFuture<List<byte[]>> answer = endpoint.call(document("a.later"));
        assertFalse(answer.isDone());
        later.complete(5);
        assertTrue(text(answer).contains("<int>5</int>"));
    }

    @Test
    void answersAFaultLater() {
        table.method("a.later", "int number", "Later.").does(arguments -> later);
        CompletableFuture<List<byte[]>> answer = endpoint.call(document("a.later"));
        later.completeExceptionally(new RpcFault(Fault.SPAWN_ERROR, "web"));
        assertTrue(text(answer).contains("SPAWN_ERROR: web"));
    }

    @Test
    void findsAFaultThatComesByAnotherFuture() {
        table.method("a.later", "int number", "Later.")
                .does(arguments -> later.thenApply(value -> value));
        CompletableFuture<List<byte[]>> answer = endpoint.call(document("a.later"));
        later.completeExceptionally(new RpcFault(Fault.SPAWN_ERROR, "web"));
        assertTrue(text(answer).contains("SPAWN_ERROR: web"));
    }

    @Test
    void whatIsAskedForKnowsThatNobodyWaitsForItAnyMore() {
        table.method("a.later", "int number", "Later.").does(arguments -> later);
        endpoint.call(document("a.later")).cancel(false);
        assertTrue(later.isCancelled());
    }

    @Test
    void doesNotHideWhatIsNoFault() {
        table.method("a.later", "int number", "Later.").does(arguments -> later);
        CompletableFuture<List<byte[]>> answer = endpoint.call(document("a.later"));
        later.completeExceptionally(new IllegalStateException("a bug"));
        CompletionException failure = assertThrows(CompletionException.class, answer::join);
        assertEquals("a bug", failure.getCause().getMessage());
    }

    @Test
    void quotesTheBeginningOfWhatIsNoCall() {
        CompletableFuture<List<byte[]>> answer =
                endpoint.call(("it's\n\u0007" + "x".repeat(5000)).getBytes(UTF_8));
        CompletionException failure = assertThrows(CompletionException.class, answer::join);
        assertEquals(MalformedCallException.class, failure.getCause().getClass());
        assertEquals(
                List.of(
                        "XML-RPC request data \"it's\\n\\x07"
                                + "x".repeat(994)
                                + "\" is invalid: unmarshallable"),
                log.lines(Level.ERROR));
    }

    private static String text(CompletableFuture<List<byte[]>> answer) {
        return new String(RpcBench.joined(answer.getNow(null)), UTF_8);
    }

    private static byte[] document(String method) {
        return ("<methodCall><methodName>" + method + "</methodName></methodCall>").getBytes(UTF_8);
    }
}
