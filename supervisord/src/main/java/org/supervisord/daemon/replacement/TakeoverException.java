package org.supervisord.daemon.replacement;

/** What a former program has left can't be gone on with, though it was tried before. */
final class TakeoverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TakeoverException(String message, Exception cause) {
        super(message, cause);
    }
}
