package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import java.util.function.BiConsumer;
import org.supervisord.common.WaitStatus;

/** Collects children that have ended. */
public final class Reaper {
    private static final int WNOHANG = 1;

    private final int[] status = new int[1];

    /**
     * Collects every child that has ended by now; never waits.
     *
     * @param ended told each one's process id and how it ended
     */
    public void reap(BiConsumer<Integer, WaitStatus> ended) {
        while (true) {
            int pid = LibC.waitpid(-1, status, WNOHANG);
            if (pid > 0) {
                ended.accept(pid, WaitStatus.decode(status[0]));
            } else if (pid == 0 || Native.getLastError() != Errno.EINTR) {
                return;
            }
        }
    }
}
