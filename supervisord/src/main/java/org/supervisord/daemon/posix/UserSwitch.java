package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import org.supervisord.daemon.posix.PosixAccounts.Identity;

/**
 * A thread that can be another user for a moment. On Linux, credentials belong to a thread; the C
 * library's functions change those of all threads, the system calls behind them only the caller's.
 * A child is made with the credentials of the thread that makes it, and exec takes the saved root
 * id from it.
 */
final class UserSwitch implements Closeable {
    private static final SystemCalls CALLS = SystemCalls.ofThisMachine();

    // <linux/prctl.h>, <linux/securebits.h>
    private static final int PR_GET_SECUREBITS = 27;
    private static final int PR_CAP_AMBIENT = 47;
    private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
    private static final int SECBIT_NO_SETUID_FIXUP = 1 << 2;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(UserSwitch::thread);

    /** A thread for making children that does not keep the daemon from ending. */
    static Thread thread(Runnable task) {
        Thread made = new Thread(task, "spawner");
        made.setDaemon(true);
        return made;
    }

    /** Numbers of system calls, which differ by architecture. */
    private record SystemCalls(int setgroups, int setresuid, int setresgid) {
        static SystemCalls ofThisMachine() {
            return switch (System.getProperty("os.arch")) {
                case "amd64", "x86_64" -> new SystemCalls(116, 117, 119);
                case "aarch64" -> new SystemCalls(159, 147, 149);
                default ->
                        throw new IllegalStateException(
                                "user= is not supported on " + System.getProperty("os.arch"));
            };
        }
    }

    /** The system did not let the thread become somebody else; the message says what it refused. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Refused(String what) {
            super("Could not set " + what + " of effective user", null, false, false);
        }
    }

    /**
     * Does something as somebody else, and answers its error number. The caller waits for it.
     *
     * @throws Refused when it can't, as one without the capability for it
     */
    int runAs(Identity identity, IntSupplier attempt) {
        try {
            return thread.submit(() -> switched(identity, attempt)).get();
        } catch (OutOfMemoryError noMoreThreads) {
            return Errno.EAGAIN;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Errno.EINTR;
        }
    }

    private static int switched(Identity identity, IntSupplier attempt) {
        int[] groups = currentGroups();
        return with(
                "groups",
                () -> call(CALLS.setgroups, identity.groups()),
                () -> call(CALLS.setgroups, groups),
                () -> withGroupsOf(identity, attempt));
    }

    private static int withGroupsOf(Identity identity, IntSupplier attempt) {
        int gid = LibC.getgid();
        return with(
                "group id",
                () -> call(CALLS.setresgid, identity.gid(), identity.gid(), gid),
                () -> call(CALLS.setresgid, gid, gid, gid),
                () ->
                        with(
                                "user id",
                                () -> call(CALLS.setresuid, identity.uid(), identity.uid(), 0),
                                () -> call(CALLS.setresuid, 0, 0, 0),
                                () -> withoutAmbient(attempt)));
    }

    /**
     * A program gets the ambient capabilities of the thread that makes it, which the kernel drops
     * with the last root id only; this thread keeps one. They are not needed here again: programs
     * of the daemon's own user are made by other threads. Source: capabilities(7).
     */
    private static int withoutAmbient(IntSupplier attempt) {
        int bits = LibC.prctl(PR_GET_SECUREBITS, 0, 0, 0, 0);
        boolean keeps = bits != -1 && (bits & SECBIT_NO_SETUID_FIXUP) != 0;
        if (!keeps
                && LibC.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0
                // before Linux 4.3 there are none
                && Native.getLastError() != Errno.EINVAL) {
            throw new Refused("capabilities");
        }
        return attempt.getAsInt();
    }

    /** Makes an attempt between a change and its undoing, both of which answer error numbers. */
    private static int with(
            String what, IntSupplier change, IntSupplier undoing, IntSupplier attempt) {
        if (change.getAsInt() != 0) {
            throw new Refused(what);
        }
        try {
            return attempt.getAsInt();
        } finally {
            if (undoing.getAsInt() != 0) {
                throw new IllegalStateException("the spawner could not become root again");
            }
        }
    }

    private static int[] currentGroups() {
        int count = LibC.getgroups(0, Pointer.NULL);
        try (Memory groups = LibC.zeroed(4L * Math.max(1, count))) {
            int got = LibC.getgroups(count, groups);
            return groups.getIntArray(0, Math.max(0, got));
        }
    }

    private static int call(int number, int[] list) {
        try (Memory block = LibC.zeroed(4L * Math.max(1, list.length))) {
            block.write(0, list, 0, list.length);
            return result(LibC.syscall(number, list.length, Pointer.nativeValue(block), 0));
        }
    }

    private static int call(int number, int first, int second, int third) {
        return result(
                LibC.syscall(
                        number,
                        Integer.toUnsignedLong(first),
                        Integer.toUnsignedLong(second),
                        Integer.toUnsignedLong(third)));
    }

    private static int result(long answer) {
        return answer == -1 ? Native.getLastError() : 0;
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
