package org.supervisord.daemon.posix;

/** A user can't be switched to. The message is in the words that operators are to see. */
public final class CredentialsException extends Exception {
    private static final long serialVersionUID = 1L;

    CredentialsException(String message) {
        super(message);
    }
}
