package org.supervisord.daemon.http;

/**
 * Takes the one answer to a request. To be used on the loop's thread. When the client has gone
 * meanwhile, the answer is dropped.
 */
public interface Responder {
    /**
     * Sends an answer.
     *
     * @throws IllegalStateException when the request was answered before
     */
    void respond(HttpResponse response);

    /**
     * Gives the request back: another program in this process is going to take it over as if it had
     * just come, or, when there will be none, it is handled here once more.
     */
    void leave();

    /** Has something done, if the client goes before there is an answer. */
    void whenGone(Runnable task);

    /**
     * Sends an answer whose body comes bit by bit: chunked, or up to the connection's end for
     * clients that do not know chunks. The source is closed when it is at its end, when it fails
     * and when the client goes.
     *
     * @throws IllegalStateException when the request was answered before
     */
    void stream(HttpResponse head, BodySource source);
}
