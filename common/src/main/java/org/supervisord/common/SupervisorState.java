package org.supervisord.common;

/** The states of the daemon itself, with the codes that clients see. */
public enum SupervisorState {
    SHUTDOWN(-1),
    RESTARTING(0),
    RUNNING(1),
    FATAL(2);

    private final int code;

    SupervisorState(int code) {
        this.code = code;
    }

    /** The number sent as {@code statecode}. */
    public int code() {
        return code;
    }

    /** Whether the daemon is on its way out, for good or to come back. */
    public boolean isStopping() {
        return this == SHUTDOWN || this == RESTARTING;
    }
}
