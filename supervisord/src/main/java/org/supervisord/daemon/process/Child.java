package org.supervisord.daemon.process;

import java.io.IOException;

/** A program that was started, with the daemon's ends of its pipes. */
public interface Child {
    /** Its process id. */
    int pid();

    /** Takes what it has written so far, without waiting for more. */
    void drain();

    /** Closes the daemon's ends of its pipes, and its logs. */
    void close();

    /**
     * Writes to its stdin: at once what fits, the rest when there is room.
     *
     * @throws IOException when its stdin is closed, or when too much is waiting already
     */
    void write(byte[] data) throws IOException;

    /** Removes its log files and begins new ones. */
    void clearLogs() throws IOException;

    /** Closes its log files and opens them again by name. */
    void reopenLogs();
}
