package org.supervisord.daemon.http;

/** A request that is not handled but answered with an error, after which the connection ends. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final HttpStatus status;

    Refusal(HttpStatus status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }
}
