package org.supervisord.daemon.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.daemon.posix.Children;
import org.supervisord.daemon.posix.PosixException;
import org.supervisord.daemon.posix.PosixFailures;
import org.supervisord.daemon.posix.Reaper;
import org.supervisord.daemon.posix.SpawnRequest;
import org.supervisord.daemon.posix.SpawnedChild;
import org.supervisord.daemon.posix.StdinSource;

/** The processes of a machine: those that live, and those that are to be waited for. */
public final class SimMachine implements Children {
    private static final int PIPE_SIZE = 1500;
    private static final int ECHILD = 10;

    /** Makes programs, and is told of what they write. */
    public interface Observer {
        /** The program behind a process. */
        SimChild.Program program(String process);

        /** There is this child now. */
        default void started(SimChild child) {}

        /** Whether a process ignores SIGTERM. */
        boolean isDeaf(String process);

        /** Who is told of what the daemon reads from a process. */
        SimPipe.Reading reading(int pid, String process, boolean stderr);
    }

    private final Weather weather;
    private final Random random;
    private final Observer observer;
    private final Map<Integer, SimChild> unreaped = new LinkedHashMap<>();
    private final ArrayDeque<SimChild> ended = new ArrayDeque<>();
    private final Reaper reaper = PosixFailures.reaper(this::waitpid);
    private int nextPid = 1000;
    private boolean childSignal;
    private long spawned;

    public SimMachine(Weather weather, Random random, Observer observer) {
        this.weather = weather;
        this.random = random;
        this.observer = observer;
    }

    @Override
    public SpawnedChild spawn(SpawnRequest request) throws PosixException {
        attempt(Weather.Call.PIPE, "pipe");
        attempt(Weather.Call.SPAWN, "posix_spawn");
        boolean canRun = !weather.fails(Weather.Call.EXEC);
        Map<String, String> environment = request.environment();
        String name =
                environment.get("SUPERVISOR_GROUP_NAME")
                        + ":"
                        + environment.get("SUPERVISOR_PROCESS_NAME");
        int pid = nextPid++;
        SimPipe out = pipe();
        SimPipe err = request.stderrToStdout() ? out : pipe();
        Optional<SimPipe> in =
                request.stdin() instanceof StdinSource.Pipe
                        ? Optional.of(pipe())
                        : Optional.empty();
        SimChild child =
                new SimChild(
                        pid, name, observer.program(name), observer.isDeaf(name), in, out, err);
        unreaped.put(pid, child);
        spawned++;
        observer.started(child);
        if (!canRun) {
            err.put("supervisor: couldn't exec\n".getBytes(), true);
            child.exit(127);
            noticeEnd(child);
        }
        return new SpawnedChild(
                pid,
                in.map(SimPipe::sink),
                out.source(observer.reading(pid, name, false)),
                out == err
                        ? Optional.empty()
                        : Optional.of(err.source(observer.reading(pid, name, true))));
    }

    private SimPipe pipe() {
        return new SimPipe(PIPE_SIZE, weather);
    }

    private void attempt(Weather.Call call, String name) throws PosixException {
        int errno = weather.errno(call);
        if (errno != 0) {
            throw PosixFailures.of(name, errno);
        }
    }

    @Override
    public boolean kill(int target, Signal signal) throws PosixException {
        SimChild child = unreaped.get(Math.abs(target));
        int errno = weather.errno(Weather.Call.KILL);
        if (child == null || errno == Weather.ESRCH && !child.isAlive()) {
            return false;
        } else if (errno != 0 && errno != Weather.ESRCH) {
            throw PosixFailures.of("kill", errno);
        }
        signal(child, signal.number());
        return true;
    }

    /** Somebody sends a process a signal. */
    public void signal(SimChild child, int number) {
        if (child.isAlive()) {
            child.signal(number, random);
            if (!child.isAlive()) {
                noticeEnd(child);
            }
        }
    }

    /** A process ends. */
    public void end(SimChild child, int code) {
        child.exit(code);
        noticeEnd(child);
    }

    /** A process has its turn. */
    public void act(SimChild child) {
        if (child.isAlive()) {
            child.act(random);
            if (!child.isAlive()) {
                noticeEnd(child);
            }
        }
    }

    private void noticeEnd(SimChild child) {
        ended.add(child);
        childSignal = true;
    }

    @Override
    public void reap(BiConsumer<Integer, WaitStatus> told) {
        reaper.reap(told);
    }

    private int waitpid(int[] status) {
        if (weather.fails(Weather.Call.WAIT)) {
            return -Weather.EINTR;
        }
        if (unreaped.isEmpty()) {
            return -ECHILD;
        }
        SimChild child = ended.poll();
        if (child == null) {
            return 0;
        }
        unreaped.remove(child.pid());
        status[0] = child.status();
        return child.pid();
    }

    /** Whether the daemon is to be told that a child has ended; it is told once. */
    public boolean takeChildSignal() {
        boolean it = childSignal;
        childSignal = false;
        return it;
    }

    /** Whether the daemon has not been told yet that a child has ended. */
    public boolean isChildSignalPending() {
        return childSignal;
    }

    /** All that have not been waited for. */
    public List<SimChild> unreaped() {
        return new ArrayList<>(unreaped.values());
    }

    /** The process with this id, if it has not been waited for. */
    public Optional<SimChild> child(int pid) {
        return Optional.ofNullable(unreaped.get(pid));
    }

    public long spawned() {
        return spawned;
    }
}
