package org.supervisord.daemon.supervision;

/** A group can't be supervised. The message is for the operator. */
public final class GroupException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A group that lacks something. */
    public GroupException(String message) {
        super(message);
    }
}
