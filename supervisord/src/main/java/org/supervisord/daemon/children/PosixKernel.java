package org.supervisord.daemon.children;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.config.Configuration;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.posix.Children;
import org.supervisord.daemon.posix.FileError;
import org.supervisord.daemon.posix.PosixException;
import org.supervisord.daemon.posix.SpawnRequest;
import org.supervisord.daemon.posix.SpawnedChild;
import org.supervisord.daemon.posix.StdinSource;
import org.supervisord.daemon.process.Child;
import org.supervisord.daemon.process.CommandLine;
import org.supervisord.daemon.process.Kernel;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.SharedSocket;
import org.supervisord.daemon.process.SpawnException;
import org.supervisord.daemon.upgrade.ChildState;

/** The real machine: spawns programs with their logs and pipes connected, and reaps them. */
public final class PosixKernel implements Kernel {
    private static final int EAGAIN = 11;
    private static final int EMFILE = 24;

    private final Configuration configuration;
    private final Map<String, String> environment;
    private final Children system;
    private final ActivityLog log;
    private final ChildConnector connector;
    private final Function<ManagedProcess, Optional<SharedSocket>> sockets;
    private final Map<Integer, Known> children = new HashMap<>();

    /**
     * A child that was not reaped yet.
     *
     * @param child empty when it is no program's
     * @param ended told when it was reaped
     */
    private record Known(Optional<PipedChild> child, Consumer<WaitStatus> ended) {}

    /**
     * The machine as one run of the daemon uses it.
     *
     * @param environment what every program finds in its environment
     * @param system makes, signals and collects the children
     * @param sockets the listening socket that a process is to find on its descriptor 0
     */
    public PosixKernel(
            Configuration configuration,
            Map<String, String> environment,
            Children system,
            ChildConnector connector,
            Function<ManagedProcess, Optional<SharedSocket>> sockets,
            ActivityLog log) {
        this.configuration = configuration;
        this.environment = environment;
        this.system = system;
        this.connector = connector;
        this.sockets = sockets;
        this.log = log;
    }

    @Override
    public Optional<SharedSocket> socket(ManagedProcess process) {
        return sockets.apply(process);
    }

    @Override
    public Child spawn(ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended)
            throws SpawnException {
        SpawnRequest request = request(process, command);
        ChildLogs logs = openLogs(process);
        return connected(process, () -> system.spawn(request), logs, ended);
    }

    @Override
    public Birth begin(ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended)
            throws SpawnException {
        SpawnRequest request = request(process, command);
        ChildLogs logs = openLogs(process);
        SpawnedChild.Birth birth = made(process, logs, () -> system.begin(request));
        return () -> connected(process, birth, logs, ended);
    }

    /** Something on the way to a child. */
    private interface Making<T> {
        T make() throws PosixException;
    }

    /** Closes the logs of a child that there is not going to be. */
    private static <T> T made(ManagedProcess process, ChildLogs logs, Making<T> making)
            throws SpawnException {
        try {
            return making.make();
        } catch (PosixException e) {
            logs.close();
            throw new SpawnException(reason(e, process.name()));
        } catch (RuntimeException | OutOfMemoryError unforeseen) {
            logs.close();
            throw unforeseen;
        }
    }

    private StdinSource stdin(ManagedProcess process) {
        Optional<SharedSocket> shared = sockets.apply(process);
        return shared.isPresent()
                ? new StdinSource.Descriptor(shared.get().descriptor().orElseThrow())
                : new StdinSource.Pipe();
    }

    private SpawnRequest request(ManagedProcess process, CommandLine command) {
        ProgramSettings settings = process.settings();
        return new SpawnRequest(
                command.file(),
                command.argv(),
                environmentOf(process),
                settings.directory(),
                settings.umask(),
                settings.user(),
                stdin(process),
                settings.redirectStderr());
    }

    private Child connected(
            ManagedProcess process,
            SpawnedChild.Birth birth,
            ChildLogs logs,
            Consumer<WaitStatus> ended)
            throws SpawnException {
        SpawnedChild spawned = made(process, logs, birth::await);
        try {
            PipedChild child = connector.connect(process, spawned, logs);
            children.put(spawned.pid(), new Known(Optional.of(child), ended));
            return child;
        } catch (IOException e) {
            logs.close();
            discard(spawned);
            throw new SpawnException(
                    noOutputs(process.name(), FileError.errno(e).orElse(0), FileError.name(e)));
        } catch (RuntimeException | OutOfMemoryError unforeseen) {
            logs.close();
            discard(spawned);
            throw unforeseen;
        }
    }

    /** A child that can't be connected to anything is not to go on unseen. */
    private void discard(SpawnedChild spawned) {
        expect(spawned.pid(), status -> {});
        try {
            spawned.close();
            system.kill(spawned.pid(), Signal.KILL);
        } catch (IOException e) {
            log.error("can't end pid " + spawned.pid() + ": " + e.getMessage());
        }
    }

    private ChildLogs openLogs(ManagedProcess process) throws SpawnException {
        try {
            return connector.openLogs(process);
        } catch (IOException e) {
            throw new SpawnException(
                    noOutputs(process.name(), FileError.errno(e).orElse(0), FileError.name(e)));
        }
    }

    private static String reason(PosixException e, String name) {
        if (e.call().equals("pipe")) {
            return noOutputs(name, e.errno(), e.errorName());
        }
        return switch (e.errno()) {
            case EMFILE -> tooManyOpenFiles(name);
            case EAGAIN -> "Too many processes in process table to spawn '" + name + "'";
            default -> "unknown error during fork for '" + name + "': " + e.errorName();
        };
    }

    private static String noOutputs(String name, int errno, String error) {
        return errno == EMFILE
                ? tooManyOpenFiles(name)
                : "unknown error making dispatchers for '" + name + "': " + error;
    }

    private static String tooManyOpenFiles(String name) {
        return "too many open files to spawn '" + name + "'";
    }

    private Map<String, String> environmentOf(ManagedProcess process) {
        ProgramSettings settings = process.settings();
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("SUPERVISOR_ENABLED", "1");
        configuration
                .serverurlFor(settings)
                .ifPresent(url -> all.put("SUPERVISOR_SERVER_URL", url));
        all.put("SUPERVISOR_PROCESS_NAME", process.name());
        all.put("SUPERVISOR_GROUP_NAME", process.fullName().group());
        all.putAll(settings.environment());
        return all;
    }

    @Override
    public boolean kill(int target, Signal signal) throws IOException {
        return system.kill(target, signal);
    }

    /** A child that is no program's is told of when it has ended. */
    public void expect(int pid, Consumer<WaitStatus> ended) {
        children.put(pid, new Known(Optional.empty(), ended));
    }

    /** Has children wait soon that write very much, as they will not be read from for a while. */
    public void narrowPipes() {
        children.values().forEach(it -> it.child.ifPresent(PipedChild::narrow));
    }

    /** How many bytes came from children and wait for more. */
    public long waitingBytes() {
        return children.values().stream()
                .flatMap(it -> it.child.stream())
                .mapToLong(PipedChild::waitingBytes)
                .sum();
    }

    /** What another program needs to go on with a process's child; empty when it has none. */
    public Optional<ChildState> snapshot(ManagedProcess process, Keeper keeper) throws IOException {
        Known known = children.get(process.pid());
        return known == null || known.child.isEmpty()
                ? Optional.empty()
                : Optional.of(known.child.get().snapshot(keeper));
    }

    /**
     * Takes over a child that a former program has started.
     *
     * @param parts has to know what becomes of a pipe that can't be taken over
     * @param ended told on the loop's thread when the child has been reaped
     */
    public Child adopt(
            ManagedProcess process,
            ChildState former,
            Inheritance inheritance,
            Parts parts,
            Consumer<WaitStatus> ended) {
        PipedChild child = connector.resume(process, former, inheritance, parts);
        children.put(former.pid(), new Known(Optional.of(child), ended));
        return child;
    }

    /** Nobody is told any more when a child that was taken over ends. */
    public void forget(ChildState former) {
        children.remove(former.pid());
    }

    /**
     * Collects the children that have ended, and tells those who wait for them: all of them, before
     * it throws what one of those has thrown.
     */
    public void reap() {
        List<RuntimeException> failures = new ArrayList<>();
        system.reap(
                (pid, status) -> {
                    try {
                        reaped(pid, status);
                    } catch (RuntimeException e) {
                        failures.add(e);
                    }
                });
        if (!failures.isEmpty()) {
            RuntimeException failure = new IllegalStateException("after children had ended");
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void reaped(int pid, WaitStatus status) {
        Known known = children.remove(pid);
        if (known == null) {
            log.info("reaped unknown pid " + pid + " (" + status + ")");
        } else {
            known.ended.accept(status);
        }
    }
}
