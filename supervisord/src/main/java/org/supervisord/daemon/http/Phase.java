package org.supervisord.daemon.http;

/** How far a connection is with the request that it is at. */
enum Phase {
    /** Waiting for a request's head. */
    HEAD,
    /** Finding out who is asking. */
    CHECKING,
    /** Waiting for a request's body. */
    BODY,
    /** The handler has the request. */
    HANDLING,
    /** Another program is going to have the request. */
    LEFT,
    /** An answer is there, and is to be written when the loop has dealt with others. */
    ANSWERED,
    /** An answer is being written. */
    WRITING,
    /** An answer without a known end is being written. */
    STREAMING,
    /** All is said; waiting for the client to see that. */
    LINGERING,
    CLOSED;

    /** As {@link Exchange#wantsAnswers}. */
    boolean wantsAnswers() {
        return switch (this) {
            case HEAD, CHECKING, BODY, ANSWERED, WRITING -> true;
            case HANDLING, LEFT, STREAMING, LINGERING, CLOSED -> false;
        };
    }
}
