package org.supervisord.daemon.rpc;

/** A document that is no call. */
public final class MalformedCallException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedCallException(String message) {
        super(message, null, false, false);
    }
}
