package org.supervisord.daemon.rpc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.supervision.Supervisor;

/**
 * What all processes are doing, sorted by group and name. It is put together anew only when one of
 * them does something else, or the next second has begun: what is told has no finer times.
 */
final class AllInfos {
    private final Supervisor supervisor;
    private final BiFunction<ManagedProcess, Long, Object> info;
    private List<ProcessGroup> groups = List.of();
    private List<ManagedProcess> processes = List.of();
    private List<Doing> doing = List.of();
    private long second = -1;
    private KeptList infos = new KeptList(List.of());

    /** All of a process that is told and can change by something else than time. */
    private record Doing(
            ProcessState state,
            int pid,
            long startedAtMillis,
            long stoppedAtMillis,
            Optional<String> spawnError,
            OptionalInt exitStatus) {
        static Doing of(ManagedProcess process) {
            return new Doing(
                    process.state(),
                    process.pid(),
                    process.startedAtMillis(),
                    process.stoppedAtMillis(),
                    process.spawnError(),
                    process.exitStatus());
        }
    }

    /**
     * Tells nothing yet.
     *
     * @param info what is told of one process at a time in milliseconds since 1970
     */
    AllInfos(Supervisor supervisor, BiFunction<ManagedProcess, Long, Object> info) {
        this.supervisor = supervisor;
        this.info = info;
    }

    /** What is told at this time, in milliseconds since 1970; the same list until it changes. */
    KeptList at(long nowMillis) {
        boolean sameProcesses = sort();
        List<Doing> now = new ArrayList<>(processes.size());
        for (ManagedProcess process : processes) {
            now.add(Doing.of(process));
        }
        if (!sameProcesses || nowMillis / 1000 != second || !now.equals(doing)) {
            second = nowMillis / 1000;
            doing = now;
            infos = new KeptList(processes.stream().map(it -> info.apply(it, nowMillis)).toList());
        }
        return infos;
    }

    private boolean sort() {
        List<ProcessGroup> present = List.copyOf(supervisor.groupsAsAdded());
        if (present.equals(groups)) {
            return true;
        }
        groups = present;
        processes =
                groups.stream()
                        .sorted(Comparator.comparing(ProcessGroup::name))
                        .flatMap(
                                group ->
                                        group.processes().stream()
                                                .sorted(Comparator.comparing(ManagedProcess::name)))
                        .toList();
        return false;
    }
}
