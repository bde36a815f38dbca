package org.supervisord.daemon.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.common.ProcessState;
import org.supervisord.config.GroupSettings;

/** Processes that are started and stopped together. To be used on the loop's thread alone. */
public final class ProcessGroup {
    private final GroupSettings settings;
    private final List<ManagedProcess> processes;
    private final Map<String, ManagedProcess> byName = new HashMap<>();

    /**
     * A group of processes.
     *
     * @param processes in the order in which they are listed
     */
    public ProcessGroup(GroupSettings settings, List<ManagedProcess> processes) {
        this.settings = settings;
        this.processes = List.copyOf(processes);
        processes.forEach(process -> byName.put(process.name(), process));
    }

    /** What it was configured with. */
    public GroupSettings settings() {
        return settings;
    }

    /** As in the configuration; that of its process, where that is in no group. */
    public String name() {
        return settings.name();
    }

    /** Groups of a low one start first and stop last. */
    public int priority() {
        return settings.priority();
    }

    /** Its processes as they are listed, which is the order in which they start. */
    public List<ManagedProcess> processes() {
        return processes;
    }

    /** Whether its processes are event listeners. */
    public boolean isListenerPool() {
        return settings instanceof GroupSettings.EventListenerPool;
    }

    /** Its processes by their own priorities; those that have the same, as they are listed. */
    public List<ManagedProcess> byPriority() {
        List<ManagedProcess> ordered = new ArrayList<>(processes);
        ordered.sort((a, b) -> Integer.compare(a.settings().priority(), b.settings().priority()));
        return ordered;
    }

    /**
     * Its processes in the order in which they stop: by descending priority, the last ones first.
     */
    public List<ManagedProcess> inStopOrder() {
        List<ManagedProcess> ordered = byPriority();
        Collections.reverse(ordered);
        return ordered;
    }

    /** The process of this name. */
    public Optional<ManagedProcess> process(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Those that there is still something to stop of. */
    public List<ManagedProcess> unstopped() {
        return processes.stream().filter(process -> !process.state().isStopped()).toList();
    }

    /** How long all of them take to stop at the most, if nothing keeps SIGKILL from working. */
    public Duration patience() {
        return Duration.ofSeconds(
                unstopped().stream()
                        .mapToInt(process -> process.settings().stopwaitsecs())
                        .max()
                        .orElse(0));
    }

    /** Whether there is a child of one of them, be it one that can't be signalled. */
    public boolean hasChildren() {
        return processes.stream().anyMatch(process -> process.pid() != 0);
    }

    /** Begins to stop all of them; those that wait for their next try give up. */
    public void stopAll() {
        for (ManagedProcess process : inStopOrder()) {
            if (process.state() == ProcessState.BACKOFF) {
                process.giveUp();
            } else if (process.state().isRunning()) {
                process.stop();
            }
        }
    }

    /** Nothing is to happen to its processes any more. */
    public void retire() {
        processes.forEach(ManagedProcess::retire);
    }

    /** Opens the log files of all again by name. */
    public void reopenLogs() {
        processes.forEach(ManagedProcess::reopenLogs);
    }
}
