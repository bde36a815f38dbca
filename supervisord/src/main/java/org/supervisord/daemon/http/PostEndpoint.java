package org.supervisord.daemon.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.supervisord.daemon.handover.LeftToSuccessor;
import org.supervisord.daemon.log.ActivityLog;

/**
 * A path where bodies are posted and answered with bodies, such as remote procedure calls. Refuses
 * other methods (400), posts that do not say how long they are (411), and those that foreign web
 * pages send (403).
 */
public final class PostEndpoint implements HttpHandler {
    private final Headers headers;
    private final Function<byte[], CompletableFuture<List<byte[]>>> call;
    private final Predicate<Throwable> isClientsFault;
    private final OriginPolicy origins;
    private final ActivityLog log;

    /**
     * @param contentType of the answers
     * @param call takes a body and answers on the loop's thread, at once or later, with the pieces
     *     of one; what it gives is cancelled when the client does not wait for it any more
     * @param isClientsFault which failures of a call become a 400; the others become a 500
     */
    public PostEndpoint(
            String contentType,
            Function<byte[], CompletableFuture<List<byte[]>>> call,
            Predicate<Throwable> isClientsFault,
            OriginPolicy origins,
            ActivityLog log) {
        this.headers = Headers.of("Content-Type", contentType);
        this.call = call;
        this.isClientsFault = isClientsFault;
        this.origins = origins;
        this.log = log;
    }

    @Override
    public void handle(HttpRequest request, Responder responder) {
        if (!request.method().equals("POST")) {
            responder.respond(HttpResponse.error(HttpStatus.BAD_REQUEST));
        } else if (!request.declaresBody()) {
            responder.respond(HttpResponse.error(HttpStatus.LENGTH_REQUIRED));
        } else if (origins.isForeign(request)) {
            log.warn("refused a request that a foreign web page sent");
            responder.respond(HttpResponse.error(HttpStatus.FORBIDDEN));
        } else {
            CompletableFuture<List<byte[]>> answer = call.apply(request.body());
            responder.whenGone(() -> answer.cancel(false));
            answer.whenComplete(
                    (body, failure) -> {
                        if (!answer.isCancelled()) {
                            answer(responder, body, failure);
                        }
                    });
        }
    }

    private void answer(Responder responder, List<byte[]> body, Throwable failure) {
        if (failure == null) {
            responder.respond(new HttpResponse(HttpStatus.OK, headers, body));
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof LeftToSuccessor) {
            responder.leave();
        } else if (isClientsFault.test(cause)) {
            responder.respond(HttpResponse.error(HttpStatus.BAD_REQUEST));
        } else {
            log.error("Server Error: " + cause);
            responder.respond(
                    HttpResponse.error(
                            cause instanceof OutOfMemoryError
                                    ? HttpStatus.SERVICE_UNAVAILABLE
                                    : HttpStatus.INTERNAL_SERVER_ERROR));
        }
    }
}
