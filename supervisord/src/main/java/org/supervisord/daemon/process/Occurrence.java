package org.supervisord.daemon.process;

/** What can happen to a process. */
public enum Occurrence {
    /** It is to be started: asked for, or by itself. */
    START,
    /** It could not be spawned. */
    SPAWN_FAILED,
    /** It has stayed up for {@code startsecs}. */
    START_SECONDS_PASSED,
    /** It ended, and nobody had asked for it. */
    EXITED,
    /** It ended by itself before {@code startsecs} were over. */
    EXITED_TOO_QUICKLY,
    /** It is to be stopped. */
    STOP,
    /** It ended as it was told. */
    ENDED,
    /** It was started too often in vain. */
    RETRIES_SPENT,
    /** It has ended, and is not to be started again: it can't do what it is there for. */
    GIVEN_UP,
    /** It can't be signalled, though it is there. */
    SIGNAL_FAILED
}
