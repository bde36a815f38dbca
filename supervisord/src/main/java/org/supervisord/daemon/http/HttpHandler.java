package org.supervisord.daemon.http;

/** Answers requests. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Called on the loop's thread with a request that came in full and whose sender may ask. Must
     * not block; the answer may be given at once or later, on the same thread. An exception that is
     * thrown before answering becomes a 500.
     */
    void handle(HttpRequest request, Responder responder);

    /**
     * How many bytes the body of a request to a path may have, if that is less than the server
     * takes; more is a 413.
     */
    default int mostBodyBytes(String path) {
        return Integer.MAX_VALUE;
    }
}
