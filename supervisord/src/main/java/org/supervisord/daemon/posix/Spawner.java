package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.supervisord.common.Signal;

/**
 * Starts children with posix_spawn(3): forking a JVM is not safe. A child begins with descriptors 0
 * to 2 only, nothing blocked, nothing ignored but {@link #IGNORED}, and a process group of its own.
 *
 * <p>What the system refuses only once there would be a child (its program, folder or user) does
 * not fail here: as with fork and exec, there is a child then, which says so on its stderr and
 * exits with 127. Not thread-safe: to be used by one thread.
 */
public final class Spawner implements Closeable {
    // <spawn.h>; the structures are opaque, and smaller than this on every platform
    private static final short SETPGROUP = 0x02;
    private static final short SETSID = 0x80;
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final int STRUCT_SIZE = 1024;

    private static final int SIGNAL_SET_SIZE = 128;

    /**
     * What Python ignores and, with it, whatever Supervisor starts. A program that writes to a
     * reader that has gone, or more than a file may have, is told by write(2) and lives on; many
     * have come to rely on that.
     */
    private static final List<Signal> IGNORED = List.of(Signal.PIPE, Signal.XFSZ);

    private static final int SPAWN_FAILED = 127;

    private static final int AT_A_TIME = 4;
    private static final int SECONDS_TO_KEEP_A_THREAD = 1;

    private final Place inGroup = new Place(attributes(SETPGROUP), ChildDescriptors.NONE);
    private final Pointer inSession = attributes(SETSID);
    private final List<Future<?>> begun = new ArrayList<>();
    private final PosixAccounts accounts;
    private Optional<UserSwitch> userSwitch = Optional.empty();
    private Optional<ThreadPoolExecutor> threads = Optional.empty();

    /**
     * Where a child begins.
     *
     * @param attributes its group or session and its signals
     */
    private record Place(Pointer attributes, ChildDescriptors descriptors) {}

    /** A spawner; it keeps a thread of its own once a program is to run as another user. */
    public Spawner(PosixAccounts accounts) {
        this.accounts = accounts;
        // a child can only be made to have the default, or what its parent has; Java does nothing
        // when these come
        IGNORED.forEach(SignalAction.ignore()::put);
    }

    private static Pointer attributes(short setting) {
        Pointer attributes = LibC.permanent(STRUCT_SIZE);
        LibC.posix_spawnattr_init(attributes);
        LibC.posix_spawnattr_setflags(attributes, (short) (setting | SETSIGDEF | SETSIGMASK));
        LibC.posix_spawnattr_setpgroup(attributes, 0);
        Pointer signals = LibC.permanent(STRUCT_SIZE);
        LibC.sigemptyset(signals);
        LibC.posix_spawnattr_setsigmask(attributes, signals);
        // sigfillset(3) leaves out two signals that the C library keeps to itself, and posix_spawn
        // would have the child ignore those
        signals.setMemory(0, SIGNAL_SET_SIZE, (byte) 0xff);
        IGNORED.forEach(signal -> LibC.sigdelset(signals, signal.number()));
        LibC.posix_spawnattr_setsigdefault(attributes, signals);
        return attributes;
    }

    /**
     * Starts a program.
     *
     * @throws PosixException when there are no pipes or no child; nothing is left open then
     */
    public SpawnedChild spawn(SpawnRequest request) throws PosixException {
        return spawn(request, inGroup);
    }

    /**
     * Starts a program in a session of its own, as a daemon is, with this process's stderr and the
     * descriptors that it was started with; otherwise as {@link #spawn}.
     */
    public SpawnedChild spawnSession(SpawnRequest request) throws PosixException {
        return spawn(request, new Place(inSession, ChildDescriptors.ofLaunch()));
    }

    /**
     * Begins to start a program, while others are started; otherwise as {@link #spawn}.
     *
     * @throws PosixException when there are no pipes, or no thread for it
     */
    public SpawnedChild.Birth begin(SpawnRequest request) throws PosixException {
        ChildPipes pipes = pipes(request, inGroup);
        if (request.user().isPresent() || request.umask().isPresent()) {
            return () -> {
                try (pipes) {
                    awaitBegun();
                    return pipes.handOver(spawn(request, inGroup, pipes));
                }
            };
        }
        int[] pid = new int[1];
        Future<Integer> attempt;
        try {
            attempt =
                    threads().submit(() -> attempt(request, inGroup, Optional.empty(), pipes, pid));
        } catch (OutOfMemoryError noMoreThreads) {
            pipes.close();
            throw new PosixException("posix_spawn", Errno.EAGAIN);
        }
        begun.add(attempt);
        return () -> {
            begun.remove(attempt);
            try (pipes) {
                int errno = result(attempt);
                return pipes.handOver(settled(request, Optional.empty(), errno, pid[0], pipes));
            }
        };
    }

    private ThreadPoolExecutor threads() {
        if (threads.isEmpty()) {
            ThreadPoolExecutor made =
                    new ThreadPoolExecutor(
                            AT_A_TIME,
                            AT_A_TIME,
                            SECONDS_TO_KEEP_A_THREAD,
                            TimeUnit.SECONDS,
                            new LinkedBlockingQueue<>(),
                            UserSwitch::thread);
            made.allowCoreThreadTimeOut(true);
            threads = Optional.of(made);
        }
        return threads.get();
    }

    /** The umask is one for all threads, so that nobody else may make a child meanwhile. */
    private void awaitBegun() {
        begun.forEach(Spawner::result);
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ChildPipes pipes(SpawnRequest request, Place place) throws PosixException {
        return new ChildPipes(
                request.stdin() instanceof StdinSource.Pipe,
                !request.stderrToStdout() && !place.descriptors.sharesStderr());
    }

    private SpawnedChild spawn(SpawnRequest request, Place place) throws PosixException {
        try (ChildPipes pipes = pipes(request, place)) {
            return pipes.handOver(spawn(request, place, pipes));
        }
    }

    private int spawn(SpawnRequest request, Place place, ChildPipes pipes) throws PosixException {
        Optional<PosixAccounts.Identity> identity = Optional.empty();
        if (request.user().isPresent()) {
            try {
                identity = accounts.identityToSwitchTo(request.user().get());
            } catch (CredentialsException e) {
                return spawnExcuse(request, notAs(request.user().get().uid(), e), pipes);
            }
        }
        int[] pid = new int[1];
        int errno;
        try {
            errno = attempt(request, place, identity, pipes, pid);
        } catch (UserSwitch.Refused e) {
            return spawnExcuse(request, notAs(identity.orElseThrow().uid(), e), pipes);
        }
        return settled(request, identity, errno, pid[0], pipes);
    }

    private static String notAs(int uid, Exception why) {
        return "couldn't setuid to " + Integer.toUnsignedString(uid) + ": " + why.getMessage();
    }

    /** The child that an attempt has made, or one that tells why it has made none. */
    private int settled(
            SpawnRequest request,
            Optional<PosixAccounts.Identity> identity,
            int errno,
            int pid,
            ChildPipes pipes)
            throws PosixException {
        if (errno == 0) {
            return pid;
        }
        if (errno == Errno.EAGAIN || errno == Errno.EMFILE || errno == 12) {
            throw new PosixException("posix_spawn", errno);
        }
        return spawnExcuse(request, excuse(request, identity, errno), pipes);
    }

    private int attempt(
            SpawnRequest request,
            Place place,
            Optional<PosixAccounts.Identity> identity,
            ChildPipes pipes,
            int[] pid) {
        int stdin =
                request.stdin() instanceof StdinSource.Descriptor descriptor
                        ? descriptor.fd()
                        : pipes.stdinFd().orElseThrow();
        try (Memory actions = LibC.zeroed(STRUCT_SIZE);
                Memory words = LibC.strings(request.argv());
                Memory environment = LibC.strings(pairs(request.environment()))) {
            LibC.posix_spawn_file_actions_init(actions);
            place.descriptors.addTo(actions, stdin, pipes);
            if (request.directory().isPresent()) {
                LibC.posix_spawn_file_actions_addchdir_np(
                        actions, LibC.cString(request.directory().get()));
            }
            byte[] file = LibC.cString(request.file());
            try {
                return withUmask(
                        request.umask(),
                        () ->
                                as(
                                        identity,
                                        () ->
                                                LibC.posix_spawn(
                                                        pid,
                                                        file,
                                                        actions,
                                                        place.attributes,
                                                        words,
                                                        environment)));
            } finally {
                LibC.posix_spawn_file_actions_destroy(actions);
            }
        }
    }

    /**
     * Makes an attempt with this umask.
     *
     * @param attempt answers with an error number
     */
    private static int withUmask(OptionalInt umask, IntSupplier attempt) {
        if (umask.isEmpty()) {
            return attempt.getAsInt();
        }
        // the umask belongs to the whole process, but only this thread makes files
        int before = LibC.umask(umask.getAsInt());
        try {
            return attempt.getAsInt();
        } finally {
            LibC.umask(before);
        }
    }

    private int as(Optional<PosixAccounts.Identity> identity, IntSupplier attempt) {
        if (identity.isEmpty()) {
            return attempt.getAsInt();
        }
        if (userSwitch.isEmpty()) {
            userSwitch = Optional.of(new UserSwitch());
        }
        return userSwitch.get().runAs(identity.get(), attempt);
    }

    private String excuse(
            SpawnRequest request, Optional<PosixAccounts.Identity> identity, int errno) {
        // posix_spawn does not tell which of its steps failed
        if (request.directory().isPresent()) {
            String folder = request.directory().get();
            int chdir = as(identity, () -> Folders.whyNot(folder));
            if (chdir != 0) {
                return "couldn't chdir to " + request.directory().get() + ": " + Errno.name(chdir);
            }
        }
        return "couldn't exec " + request.argv().get(0) + ": " + Errno.name(errno);
    }

    /** A child that tells why the program itself is not there. */
    private int spawnExcuse(SpawnRequest request, String excuse, ChildPipes pipes)
            throws PosixException {
        String text = "supervisor: " + excuse + "\nsupervisor: child process was not spawned\n";
        SpawnRequest stand =
                new SpawnRequest(
                        "/bin/sh",
                        List.of(
                                "sh",
                                "-c",
                                "printf %s \"$1\" >&2; exit " + SPAWN_FAILED,
                                "sh",
                                text),
                        Map.of("PATH", "/usr/bin:/bin"),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        request.stdin(),
                        request.stderrToStdout());
        int[] pid = new int[1];
        int errno = attempt(stand, inGroup, Optional.empty(), pipes, pid);
        if (errno != 0) {
            throw new PosixException(excuse + "; posix_spawn", errno);
        }
        return pid[0];
    }

    private static List<String> pairs(Map<String, String> environment) {
        List<String> pairs = new ArrayList<>();
        environment.forEach((name, value) -> pairs.add(name + "=" + value));
        return pairs;
    }

    @Override
    public void close() {
        userSwitch.ifPresent(UserSwitch::close);
        threads.ifPresent(ThreadPoolExecutor::shutdown);
    }
}
