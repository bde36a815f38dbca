package org.supervisord.daemon;

import static org.supervisord.common.ProcessState.BACKOFF;
import static org.supervisord.common.ProcessState.EXITED;
import static org.supervisord.common.ProcessState.RUNNING;
import static org.supervisord.common.ProcessState.STARTING;
import static org.supervisord.common.ProcessState.STOPPING;
import static org.supervisord.common.ProcessState.UNKNOWN;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.supervisord.common.ProcessState;
import org.supervisord.config.ChannelSettings;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.sim.SimChild;
import org.supervisord.daemon.sim.SimPipe;
import org.supervisord.daemon.sim.SimSelector;

/** What must hold in every step of a simulated daemon. */
final class Invariants {
    private static final Set<ProcessState> WITH_CHILD =
            EnumSet.of(STARTING, RUNNING, STOPPING, UNKNOWN);
    private static final long MILLION = 1_000_000;

    /** The machine has no time for the daemon for so many seconds at most. */
    private static final int LONGEST_NAP = 10;

    /** The text of a child that has ended waits for five seconds. */
    private static final long LONGEST_LAST_WORDS = (5 + LONGEST_NAP) * 1000 * MILLION;

    /** More than a pipe of the machine holds. */
    private static final int MOST_READ = 3000;

    private final SimulatedDaemon daemon;
    private final ActivityLines lines;
    private final Map<ManagedProcess, Since> states = new IdentityHashMap<>();
    private final Map<String, ChannelSettings> channels = new HashMap<>();
    private long incidentsSeen;
    private long leavingSince;
    private final List<Integer> openPipes = new ArrayList<>();

    /** Children that a daemon before this one could not end, as it was not let, and their logs. */
    private final Map<Integer, List<String>> abandoned = new HashMap<>();

    /** Since when logs are open of children that have ended: their text may wait for more. */
    private final Map<String, Long> lastWords = new HashMap<>();

    private record Since(ProcessState state, long startedAt, long nanos) {}

    Invariants(SimulatedDaemon daemon, ActivityLines lines) {
        this.daemon = daemon;
        this.lines = lines;
    }

    /** A pipe that the daemon reads, and the log that its text belongs into. */
    SimPipe.Reading pipe(int pid, Optional<String> log) {
        openPipes.add(pid);
        log.ifPresent(daemon.logs::expect);
        return new SimPipe.Reading() {
            @Override
            public void taken(byte marked) {
                log.ifPresent(name -> daemon.logs.read(name, marked));
            }

            @Override
            public void closed(int left) {
                openPipes.remove((Integer) pid);
                boolean ended = daemon.machine.child(pid).isEmpty();
                must(left == 0 || !ended, "last words of " + pid + " are not read");
            }
        };
    }

    /** Programs write to this log now, under these settings. */
    void expect(String log, ChannelSettings settings) {
        channels.put(log, settings);
    }

    /** Something was written to a log, which has this size now. */
    void grown(String log, int size) {
        ChannelSettings it = channels.get(log);
        if (it == null || it.maxbytes() == 0) {
            return;
        }
        // at once, unless something is in the way; then with the next write
        boolean mayBeLarger =
                daemon.incidents() != incidentsSeen || size <= it.maxbytes() + MOST_READ;
        incidentsSeen = daemon.incidents();
        must(mayBeLarger, log + " has grown to " + size + " and is not rotated");
    }

    /** The older file of a log is given up for another one. */
    void replaced(String lost) {
        int dot = lost.lastIndexOf('.');
        ChannelSettings it = channels.get(lost.substring(0, dot));
        must(
                it == null || lost.substring(dot + 1).equals(Integer.toString(it.backups())),
                lost + " is lost");
    }

    private static void must(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /**
     * To be called whenever the daemon is about to sleep.
     *
     * @param millis for how long
     */
    void check(long millis) {
        if (daemon.run().isEmpty()) {
            return;
        }
        DaemonRun run = daemon.run().get();
        boolean asleep = millis != SimSelector.NOW;
        Set<Integer> known = new HashSet<>(abandoned.keySet());
        Map<String, Integer> mayBeOpen = new HashMap<>();
        abandoned
                .values()
                .forEach(logs -> logs.forEach(log -> mayBeOpen.merge(log, 1, Integer::sum)));
        boolean waits = false;
        for (ProcessGroup group : run.supervisor().groupsAsAdded()) {
            for (ManagedProcess process : group.processes()) {
                checkChild(process);
                known.add(process.pid());
                if (process.pid() != 0) {
                    logsOf(process).forEach(log -> mayBeOpen.merge(log, 1, Integer::sum));
                }
                if (asleep) {
                    waits |= checkTime(process, run.supervisor().mayStart());
                }
            }
        }
        checkEnd(run);
        must(
                !waits || millis != SimSelector.FOREVER,
                "a state that waits, and no timer: " + shown());
        checkReaped(known, asleep);
        checkDescriptors(known, mayBeOpen);
        if (asleep) {
            daemon.events.check(run.pools(), !run.supervisor().mayStart(), lines);
        }
    }

    /**
     * All programs one after the other, and listeners with what they have to do, take no longer.
     */
    private void checkEnd(DaemonRun run) {
        long now = daemon.clock.nanos();
        if (run.supervisor().mayStart()) {
            leavingSince = now;
            return;
        }
        long most = 10 + run.supervisor().settings().eventDrainSecs();
        for (ProcessGroup group : run.supervisor().groupsAsAdded()) {
            for (ManagedProcess process : group.processes()) {
                most += Math.max(1, process.settings().stopwaitsecs()) + LONGEST_NAP;
            }
        }
        must(
                now - leavingSince <= most * 1000 * MILLION,
                "it does not end within " + most + " seconds: " + shown());
    }

    private static List<String> logsOf(ManagedProcess process) {
        return Stream.of(process.stdoutLog(), process.stderrLog())
                .flatMap(Optional::stream)
                .map(Path::toString)
                .toList();
    }

    private void checkChild(ManagedProcess process) {
        ProcessState state = process.state();
        must(
                (process.pid() != 0) == WITH_CHILD.contains(state),
                process.fullName() + " is " + state + " with pid " + process.pid());
        if (process.pid() != 0) {
            Optional<SimChild> child = daemon.machine.child(process.pid());
            must(
                    child.map(SimChild::name).equals(Optional.of(process.fullName().toString())),
                    process.fullName() + " has the pid of " + child.map(SimChild::name));
        }
    }

    /** Whether it waits for something that is to come by itself. */
    private boolean checkTime(ManagedProcess process, boolean mayStart) {
        ProcessState state = process.state();
        long now = daemon.clock.nanos();
        Since since = states.get(process);
        if (since == null
                || since.state != state
                || since.startedAt != process.startedAtMillis()
                || !mayStart && state != STOPPING) {
            if (since == null || since.state != state) {
                daemon.note(process.fullName() + " " + state);
            }
            since = new Since(state, process.startedAtMillis(), now);
            states.put(process, since);
        }
        long longest =
                switch (state) {
                    case STARTING -> process.settings().startsecs();
                    case BACKOFF -> process.settings().startretries() + 1L;
                    case STOPPING -> Math.max(1, process.settings().stopwaitsecs());
                    case EXITED -> mayStart && isToRestart(process) ? 1 : Long.MAX_VALUE;
                    case STOPPED, RUNNING, FATAL, UNKNOWN -> Long.MAX_VALUE;
                };
        if (longest == Long.MAX_VALUE || state == BACKOFF && !mayStart) {
            return false;
        }
        boolean isStopped = state == STOPPING && !isAlive(process);
        must(
                isStopped || now - since.nanos <= longest * 1000 * MILLION + MILLION,
                process.fullName() + " is " + state + " for too long: " + (now - since.nanos));
        return true;
    }

    private boolean isAlive(ManagedProcess process) {
        return daemon.machine.child(process.pid()).filter(SimChild::isAlive).isPresent();
    }

    private static boolean isToRestart(ManagedProcess process) {
        return switch (process.settings().autorestart()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case UNEXPECTED ->
                    !process.settings().exitcodes().contains(process.exitStatus().orElseThrow());
        };
    }

    private void checkReaped(Set<Integer> known, boolean asleep) {
        for (SimChild child : daemon.machine.unreaped()) {
            if (child.isAlive()) {
                must(
                        known.contains(child.pid()),
                        "nobody knows " + child.name() + " " + child.pid());
            } else {
                must(
                        !asleep || daemon.machine.isChildSignalPending(),
                        child.name() + " " + child.pid() + " is not reaped");
            }
        }
    }

    private void checkDescriptors(Set<Integer> known, Map<String, Integer> mayBeOpen) {
        for (int pid : openPipes) {
            must(known.contains(pid), "a pipe of " + pid + " is left open");
        }
        Set<String> forNobody = new HashSet<>();
        for (String name : daemon.disk.open()) {
            if (name.startsWith("/logs/") && mayBeOpen.merge(name, -1, Integer::sum) < 0) {
                forNobody.add(name);
            }
        }
        lastWords.keySet().retainAll(forNobody);
        long now = daemon.clock.nanos();
        for (String name : forNobody) {
            long since = lastWords.computeIfAbsent(name, it -> now);
            must(now - since <= LONGEST_LAST_WORDS, name + " is left open");
        }
    }

    /** The states of all processes. */
    String shown() {
        return daemon.run().stream()
                .flatMap(run -> run.supervisor().groupsAsAdded().stream())
                .flatMap(group -> group.processes().stream())
                .map(it -> it.fullName() + " " + it.state() + " " + it.pid())
                .collect(Collectors.joining(", "));
    }

    /** A life of the daemon has ended; another may follow. */
    void checkAfterRun(DaemonRun run) {
        for (ProcessGroup group : run.supervisor().groupsAsAdded()) {
            for (ManagedProcess process : group.processes()) {
                must(process.state().isStopped(), process.fullName() + " is " + process.state());
                if (process.state() == UNKNOWN) {
                    abandoned.put(process.pid(), logsOf(process));
                    logsOf(process).forEach(daemon.logs::ignore);
                }
            }
        }
        must(daemon.openSockets() == 0, "a listening socket is left open");
        states.clear();
    }

    /** All is over. */
    void checkEnd() {
        for (SimChild child : daemon.machine.unreaped()) {
            must(
                    abandoned.containsKey(child.pid()) || !child.isAlive(),
                    child.name() + " " + child.pid() + " is left");
        }
        for (String log : daemon.logs.logs()) {
            must(
                    daemon.logs.waiting(log) == 0 || lines.isTroubled(log),
                    daemon.logs.waiting(log) + " bytes are missing at the end of " + log);
        }
    }
}
