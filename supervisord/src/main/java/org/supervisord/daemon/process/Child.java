package org.supervisord.daemon.process;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A program that was started, with the daemon's ends of its pipes. */
public interface Child {
    /** Its process id. */
    int pid();

    /** Takes what its stdout has now, in one piece: as much as costs next to nothing. */
    void look();

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

    /**
     * Writes to its stdin what fits, as soon as something does; the rest is not kept.
     *
     * @return how many bytes it has taken; fails with an IOException when its stdin is closed. Once
     *     it is completed by somebody else, nothing of the data will be written
     */
    CompletableFuture<Integer> offer(byte[] data);

    /** How many bytes of its stdout have been logged so far, and of its stderr. */
    List<Long> logged();

    /** Removes its log files and begins new ones. */
    void clearLogs() throws IOException;

    /** Closes its log files and opens them again by name. */
    void reopenLogs();
}
