package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import java.util.function.BiConsumer;
import org.supervisord.common.WaitStatus;

/** Collects children that have ended. */
public final class Reaper {
    private static final int WNOHANG = 1;

    /** waitpid(2), for any child and without waiting. */
    @FunctionalInterface
    interface Waiting {
        /**
         * Collects a child.
         *
         * @param status filled with the word that tells how it ended
         * @return its process id, 0 when none has ended, or an error's negative number
         */
        int next(int[] status);
    }

    private final Waiting waiting;
    private final int[] status = new int[1];

    /** A reaper of the daemon's own children. */
    public Reaper() {
        this(
                status -> {
                    int pid = LibC.waitpid(-1, status, WNOHANG);
                    return pid < 0 ? -Native.getLastError() : pid;
                });
    }

    /** A reaper on a system of a test. */
    Reaper(Waiting waiting) {
        this.waiting = waiting;
    }

    /**
     * Collects every child that has ended by now; never waits.
     *
     * @param ended told each one's process id and how it ended
     */
    public void reap(BiConsumer<Integer, WaitStatus> ended) {
        while (true) {
            int pid = waiting.next(status);
            if (pid > 0) {
                ended.accept(pid, WaitStatus.decode(status[0]));
            } else if (pid != -Errno.EINTR) {
                return;
            }
        }
    }
}
