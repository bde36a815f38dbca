package org.supervisord.common;

/** The states a supervised process can be in, with the codes that clients see. */
public enum ProcessState {
    STOPPED(0),
    STARTING(10),
    RUNNING(20),
    BACKOFF(30),
    STOPPING(40),
    EXITED(100),
    FATAL(200),
    UNKNOWN(1000);

    private final int code;

    ProcessState(int code) {
        this.code = code;
    }

    /** The number sent as {@code state} in process information. */
    public int code() {
        return code;
    }

    /** Whether the process is up or on its way there: it can be stopped, but not started. */
    public boolean isRunning() {
        return this == RUNNING || this == BACKOFF || this == STARTING;
    }

    /** Whether there is nothing left to stop. */
    public boolean isStopped() {
        return this == STOPPED || this == EXITED || this == FATAL || this == UNKNOWN;
    }

    /** Whether a signal can be delivered: there is a process behind the state. */
    public boolean isSignallable() {
        return this == RUNNING || this == STARTING || this == STOPPING;
    }
}
