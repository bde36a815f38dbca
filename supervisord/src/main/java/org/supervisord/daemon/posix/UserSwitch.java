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

    /** Does something as somebody else, and answers its error number. The caller waits for it. */
    int runAs(Identity identity, IntSupplier attempt) {
        try {
            return thread.submit(() -> switched(identity, attempt)).get();
        } catch (OutOfMemoryError noMoreThreads) {
            return Errno.EAGAIN;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Errno.EINTR;
        }
    }

    private static int switched(Identity identity, IntSupplier attempt) {
        int[] before = currentGroups();
        int gid = LibC.getgid();
        int errno = call(CALLS.setgroups, identity.groups());
        if (errno == 0) {
            errno = call(CALLS.setresgid, identity.gid(), identity.gid(), gid);
        }
        if (errno == 0) {
            errno = call(CALLS.setresuid, identity.uid(), identity.uid(), 0);
        }
        try {
            return errno != 0 ? errno : attempt.getAsInt();
        } finally {
            restore(before, gid);
        }
    }

    private static void restore(int[] groups, int gid) {
        if (call(CALLS.setresuid, 0, 0, 0) != 0
                || call(CALLS.setresgid, gid, gid, gid) != 0
                || call(CALLS.setgroups, groups) != 0) {
            throw new IllegalStateException("the spawner could not become root again");
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
