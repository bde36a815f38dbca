package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Starts children with posix_spawn(3): forking a JVM is not safe. A child begins with descriptors 0
 * to 2 only, nothing blocked or ignored, and a process group of its own.
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

    private static final int SPAWN_FAILED = 127;

    private final Memory inGroup = attributes(SETPGROUP);
    private final Memory inSession = attributes(SETSID);
    private final PosixAccounts accounts;
    private Optional<UserSwitch> userSwitch = Optional.empty();

    /** A spawner; it keeps a thread of its own once a program is to run as another user. */
    public Spawner(PosixAccounts accounts) {
        this.accounts = accounts;
    }

    private static Memory attributes(short setting) {
        Memory attributes = LibC.zeroed(STRUCT_SIZE);
        LibC.posix_spawnattr_init(attributes);
        LibC.posix_spawnattr_setflags(attributes, (short) (setting | SETSIGDEF | SETSIGMASK));
        LibC.posix_spawnattr_setpgroup(attributes, 0);
        Memory signals = LibC.zeroed(STRUCT_SIZE);
        LibC.sigemptyset(signals);
        LibC.posix_spawnattr_setsigmask(attributes, signals);
        // sigfillset(3) leaves out two signals that the C library keeps to itself, and posix_spawn
        // would have the child ignore those
        signals.setMemory(0, SIGNAL_SET_SIZE, (byte) 0xff);
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

    /** Starts a program in a session of its own, as a daemon is; otherwise as {@link #spawn}. */
    public SpawnedChild spawnSession(SpawnRequest request) throws PosixException {
        return spawn(request, inSession);
    }

    private SpawnedChild spawn(SpawnRequest request, Memory attributes) throws PosixException {
        boolean wantsPipe = request.stdin() instanceof StdinSource.Pipe;
        try (ChildPipes pipes = new ChildPipes(wantsPipe, !request.stderrToStdout())) {
            int stdin =
                    request.stdin() instanceof StdinSource.Descriptor descriptor
                            ? descriptor.fd()
                            : pipes.stdinFd().orElseThrow();
            return pipes.handOver(spawn(request, attributes, stdin, pipes));
        }
    }

    private int spawn(SpawnRequest request, Memory attributes, int stdin, ChildPipes pipes)
            throws PosixException {
        Optional<PosixAccounts.Identity> identity = Optional.empty();
        if (request.user().isPresent()) {
            try {
                identity = accounts.identityToSwitchTo(request.user().get());
            } catch (CredentialsException e) {
                return spawnExcuse(
                        request,
                        "couldn't setuid to " + request.user().get().uid() + ": " + e.getMessage(),
                        stdin,
                        pipes);
            }
        }
        int[] pid = new int[1];
        int errno = attempt(request, attributes, identity, stdin, pipes, pid);
        if (errno == 0) {
            return pid[0];
        }
        if (errno == Errno.EAGAIN || errno == Errno.EMFILE || errno == 12) {
            throw new PosixException("posix_spawn", errno);
        }
        return spawnExcuse(request, excuse(request, identity, errno), stdin, pipes);
    }

    private int attempt(
            SpawnRequest request,
            Memory attributes,
            Optional<PosixAccounts.Identity> identity,
            int stdin,
            ChildPipes pipes,
            int[] pid) {
        Memory actions = LibC.zeroed(STRUCT_SIZE);
        LibC.posix_spawn_file_actions_init(actions);
        try {
            LibC.posix_spawn_file_actions_adddup2(actions, stdin, 0);
            LibC.posix_spawn_file_actions_adddup2(actions, pipes.stdoutFd(), 1);
            LibC.posix_spawn_file_actions_adddup2(actions, pipes.stderrFd(), 2);
            LibC.posix_spawn_file_actions_addclosefrom_np(actions, 3);
            if (request.directory().isPresent()) {
                LibC.posix_spawn_file_actions_addchdir_np(
                        actions, LibC.cString(request.directory().get()));
            }
            return withUmask(
                    request.umask(),
                    () ->
                            as(
                                    identity,
                                    () ->
                                            LibC.posix_spawn(
                                                    pid,
                                                    LibC.cString(request.file()),
                                                    actions,
                                                    attributes,
                                                    LibC.strings(request.argv()),
                                                    LibC.strings(pairs(request.environment())))));
        } finally {
            LibC.posix_spawn_file_actions_destroy(actions);
        }
    }

    /** A call that answers with an error number. */
    interface Attempt {
        int run();
    }

    private static int withUmask(OptionalInt umask, Attempt attempt) {
        if (umask.isEmpty()) {
            return attempt.run();
        }
        // the umask belongs to the whole process, but only this thread makes files
        int before = LibC.umask(umask.getAsInt());
        try {
            return attempt.run();
        } finally {
            LibC.umask(before);
        }
    }

    private int as(Optional<PosixAccounts.Identity> identity, Attempt attempt) {
        if (identity.isEmpty()) {
            return attempt.run();
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
    private int spawnExcuse(SpawnRequest request, String excuse, int stdin, ChildPipes pipes)
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
        int errno = attempt(stand, inGroup, Optional.empty(), stdin, pipes, pid);
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
    }
}
