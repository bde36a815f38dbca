package org.supervisord.daemon.handover;

/** How a request fails that is not answered here: the next program in this process will do it. */
public final class LeftToSuccessor extends Exception {
    private static final long serialVersionUID = 1L;

    /** One for any number of requests. */
    public LeftToSuccessor() {
        super("left to the next program");
    }
}
