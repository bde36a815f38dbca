package org.supervisord.daemon.rpc;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Passes on that nobody waits for an answer any more: it was cancelled. */
final class Abandonment {
    private Abandonment() {}

    /**
     * Has what an answer is made of cancelled with it.
     *
     * @return the answer
     */
    static <T> CompletableFuture<T> of(
            CompletableFuture<T> answer, List<? extends CompletableFuture<?>> parts) {
        answer.whenComplete(
                (value, failure) -> {
                    if (answer.isCancelled()) {
                        parts.forEach(part -> part.cancel(false));
                    }
                });
        return answer;
    }
}
