package org.supervisord.daemon.upgrade;

/** A state can't be taken over. The message says why. */
public final class StateException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the reason. */
    public StateException(String message) {
        super(message);
    }
}
