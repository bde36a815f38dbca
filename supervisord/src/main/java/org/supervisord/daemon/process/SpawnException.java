package org.supervisord.daemon.process;

/** A program could not be started. The message is what clients see as {@code spawnerr}. */
public final class SpawnException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A failure in the words that clients are to see. */
    public SpawnException(String message) {
        super(message);
    }
}
