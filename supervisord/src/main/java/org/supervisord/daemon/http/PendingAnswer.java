package org.supervisord.daemon.http;

/** The right to answer one request, once. */
final class PendingAnswer implements Responder {
    private static final Runnable NOTHING = () -> {};

    private final Exchange exchange;
    private boolean given;
    private Runnable gone = NOTHING;

    PendingAnswer(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void respond(HttpResponse response) {
        if (take()) {
            exchange.answer(response);
        }
    }

    @Override
    public void leave() {
        if (take()) {
            exchange.leave();
        }
    }

    @Override
    public void stream(HttpResponse response, BodySource source) {
        if (take()) {
            exchange.answer(response, source);
        } else {
            source.close();
        }
    }

    @Override
    public void whenGone(Runnable task) {
        gone = task;
    }

    /** The client waits for it no longer. */
    void abandon() {
        gone.run();
        gone = NOTHING;
    }

    /** Says that there is no answer, if there is none. */
    void fail(HttpStatus status) {
        if (!given) {
            respond(HttpResponse.error(status));
        }
    }

    private boolean take() {
        if (given) {
            throw new IllegalStateException("answered twice");
        }
        given = true;
        gone = NOTHING;
        return exchange.waitsForAnswer();
    }
}
