package org.supervisord.daemon;

/** The daemon can't start. The message is for the operator, on the terminal. */
final class StartupException extends Exception {
    private static final long serialVersionUID = 1L;

    StartupException(String message) {
        super(message);
    }
}
