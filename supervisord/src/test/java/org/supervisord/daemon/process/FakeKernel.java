package org.supervisord.daemon.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;

/** A machine whose processes live and die as a test says. */
public final class FakeKernel implements Kernel {
    /** A signal that was sent: to a pid, or to the negative of a process group. */
    public record Sent(int target, Signal signal) {}

    private final Map<Integer, Consumer<WaitStatus>> living = new LinkedHashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> spawned = new ArrayList<>();
    private final Set<Integer> open = new LinkedHashSet<>();
    private int nextPid = 100;
    private String spawnFailure;
    private Optional<SharedSocket> socket = Optional.empty();
    private boolean refusesSignals;

    @Override
    public Optional<SharedSocket> socket(ManagedProcess process) {
        return socket;
    }

    @Override
    public Child spawn(ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended)
            throws SpawnException {
        if (spawnFailure != null) {
            throw new SpawnException(spawnFailure);
        }
        int pid = nextPid++;
        living.put(pid, ended);
        spawned.add(process.name());
        open.add(pid);
        return new FakeChild(pid, open);
    }

    @Override
    public boolean kill(int target, Signal signal) throws IOException {
        if (refusesSignals) {
            throw new IOException("kill: EPERM");
        }
        sent.add(new Sent(target, signal));
        return living.containsKey(Math.abs(target));
    }

    /** A child that is there already gets into other hands. */
    public Child adopt(int pid, Consumer<WaitStatus> ended) {
        living.put(pid, ended);
        return new FakeChild(pid, open);
    }

    /** Names of what was started, in order. */
    public List<String> spawned() {
        return spawned;
    }

    /** The signals that were sent, in order. */
    public List<Sent> sent() {
        return sent;
    }

    /** Pids of what lives now. */
    public List<Integer> living() {
        return List.copyOf(living.keySet());
    }

    /** Pids of the children whose pipes are not closed. */
    public Set<Integer> open() {
        return Set.copyOf(open);
    }

    /** From now on this socket is that of every process, or none has one. */
    public void share(Optional<SharedSocket> it) {
        socket = it;
    }

    /** From now on nothing can be spawned, or all can when the reason is null. */
    public void failSpawns(String reason) {
        spawnFailure = reason;
    }

    /** From now on no signal may be sent. */
    public void refuseSignals() {
        refuseSignals(true);
    }

    /** From now on no signal may be sent, or all may again. */
    public void refuseSignals(boolean yes) {
        refusesSignals = yes;
    }

    /** All children are gone, which nobody has been told yet. */
    public void vanish() {
        living.clear();
    }

    /** A child ends by itself. */
    public void exit(int pid, int code) {
        living.remove(pid).accept(new WaitStatus.Exited(code));
    }

    /** A child is ended by a signal. */
    public void die(int pid, Signal signal) {
        living.remove(pid).accept(new WaitStatus.Signaled(signal, false));
    }

    private record FakeChild(int pid, Set<Integer> open) implements Child {
        @Override
        public void look() {}

        @Override
        public void drain() {}

        @Override
        public void close() {
            if (!open.remove(pid)) {
                throw new IllegalStateException("closed twice: " + pid);
            }
        }

        @Override
        public void write(byte[] data) {}

        @Override
        public CompletableFuture<Integer> offer(byte[] data) {
            return CompletableFuture.completedFuture(data.length);
        }

        @Override
        public List<Long> logged() {
            return List.of(0L, 0L);
        }

        @Override
        public void clearLogs() {}

        @Override
        public void reopenLogs() {}
    }
}
