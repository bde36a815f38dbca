package org.supervisord.daemon.process;

/**
 * What is due for a process.
 *
 * @param inNanos how long it is until then; negative when it should have been
 */
public record DueSnapshot(What what, long inNanos) {
    /** What can be due. */
    public enum What {
        /** The end of startsecs. */
        STAYED_UP,
        /** A retry or a restart. */
        START_AGAIN,
        /** The end of stopwaitsecs. */
        STOP_TOOK_TOO_LONG
    }
}
