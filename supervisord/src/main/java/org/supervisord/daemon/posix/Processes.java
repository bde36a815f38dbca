package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;

/** What the daemon does to processes, its own included. */
public final class Processes {
    private Processes() {}

    /**
     * Has the means for calls of the system made ready. Whoever makes a call before they are waits.
     *
     * @throws LinkageError when they can't be made, as anybody who makes one is told
     */
    public static void prepareCalls() {
        LibC.getuid();
    }

    /**
     * Sends a signal.
     *
     * @param target a pid, or the negative of a process group
     * @return false when there is no such process
     * @throws PosixException when the system refuses
     */
    public static boolean kill(int target, Signal signal) throws PosixException {
        if (LibC.kill(target, signal.number()) == 0) {
            return true;
        }
        int errno = Native.getLastError();
        if (errno == Errno.ESRCH) {
            return false;
        }
        throw new PosixException("kill", errno);
    }

    /** Waits for a child of this process to end; nobody else may wait for it. */
    public static WaitStatus await(int pid) {
        int[] status = new int[1];
        while (LibC.waitpid(pid, status, 0) < 0 && Native.getLastError() == Errno.EINTR) {
            // a signal that has nothing to do with it
        }
        return WaitStatus.decode(status[0]);
    }

    /** Sets the umask of the daemon. */
    public static void umask(int mask) {
        LibC.umask(mask);
    }

    /** Makes the daemon show under this name in ps and top, as far as the system lets it. */
    public static void showAs(String name) {
        try {
            Files.write(Path.of("/proc/self/comm"), name.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException ignored) {
            // it shows as java then, which harms nobody
        }
    }
}
