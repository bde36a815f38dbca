package org.supervisord.daemon.loop;

/** Something that will happen later, unless it is cancelled. */
public interface Timer {
    /** Makes sure it does not happen. Harmless when it has happened, or was cancelled before. */
    void cancel();
}
