package org.supervisord.daemon.process;

/** A command that can't be run, as far as can be told without running it. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why it can't be run. */
    public enum Reason {
        /** The command line is empty or can't be split. */
        MALFORMED,
        NOT_FOUND,
        NOT_EXECUTABLE,
        NO_PERMISSION
    }

    private final Reason reason;

    CommandException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why it can't be run. */
    public Reason reason() {
        return reason;
    }
}
