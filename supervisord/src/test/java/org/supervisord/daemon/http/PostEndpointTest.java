package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.RecordedLog;

class PostEndpointTest {
    private final RecordedLog log = new RecordedLog();
    private final List<HttpStatus> answers = new ArrayList<>();
    private final PostEndpoint endpoint =
            new PostEndpoint(
                    "text/xml",
                    body -> CompletableFuture.completedFuture(List.of(body)),
                    failure -> false,
                    new OriginPolicy(Set.of()),
                    log.log());

    /** Takes one answer in full. */
    private final Responder responder =
            new Responder() {
                @Override
                public void respond(HttpResponse response) {
                    answers.add(response.status());
                }

                @Override
                public void leave() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void whenGone(Runnable task) {
                    // it stays
                }

                @Override
                public void stream(HttpResponse head, BodySource source) {
                    throw new UnsupportedOperationException();
                }
            };

    @Test
    void whatAForeignPageAsksForWritesNoLinesOfItsOwnIntoTheLog() {
        endpoint.handle(
                new HttpRequest(
                        "POST",
                        "/RPC2\n2026-01-31 12:00:00,123 CRIT forged",
                        Optional.empty(),
                        HttpVersion.HTTP_1_1,
                        Headers.of("Origin", "http://evil.example"),
                        true,
                        new byte[0]),
                responder);
        assertEquals(List.of(HttpStatus.FORBIDDEN), answers);
        assertEquals(List.of("WARN refused a request that a foreign web page sent"), log.lines());
    }
}
