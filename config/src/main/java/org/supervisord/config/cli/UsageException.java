package org.supervisord.config.cli;

/** A command line that can't be used. The message is for the one who typed it. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An error in these words. */
    public UsageException(String message) {
        super(message);
    }
}
