package org.supervisord.daemon.supervision;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;

/**
 * The end of all programs: group after group, the last priority first, each waited for. Pools of
 * event listeners come after all others, and have time to deal with what they are to be told.
 */
final class StopSequence {
    private static final Duration REPORT_EVERY = Duration.ofSeconds(3);

    private final Supplier<Collection<ProcessGroup>> all;
    private final Deque<ProcessGroup> left = new ArrayDeque<>();
    private final PoolDrain drain;
    private final Scheduler scheduler;
    private final ActivityLog log;
    private final Runnable finished;
    private Timer report = () -> {};

    /**
     * A sequence that has not begun.
     *
     * @param all all groups, in the order in which reports name their processes
     * @param finished called when nothing is left to stop
     */
    StopSequence(
            Supplier<Collection<ProcessGroup>> all,
            PoolDrain drain,
            Scheduler scheduler,
            ActivityLog log,
            Runnable finished) {
        this.all = all;
        this.drain = drain;
        this.scheduler = scheduler;
        this.log = log;
        this.finished = finished;
    }

    /** Begins to stop the groups. */
    void begin() {
        all.get().stream()
                .sorted(
                        Comparator.comparing((ProcessGroup group) -> !group.isListenerPool())
                                .thenComparing(ProcessGroup::priority))
                .forEach(left::addFirst);
        boolean isStopped = left.isEmpty() || stopFirst();
        // told before the others' turn, so that those are named which have yet to be given up
        report();
        if (isStopped) {
            stopNext();
        }
    }

    private void stopNext() {
        while (!left.isEmpty()) {
            if (!stopFirst()) {
                return;
            }
        }
        drain.end();
        report.cancel();
        finished.run();
    }

    /** Stops the group whose turn it is, and answers whether none of it is left to wait for. */
    private boolean stopFirst() {
        ProcessGroup group = left.getFirst();
        if (!drain.mayStop(group.name(), this::stopNext)) {
            return false;
        }
        group.stopAll();
        List<ManagedProcess> unstopped = group.unstopped();
        if (!unstopped.isEmpty()) {
            whenStopped(unstopped).thenRun(this::stopNext);
            return false;
        }
        drain.stopped(group.name());
        left.removeFirst();
        return true;
    }

    private static CompletableFuture<Void> whenStopped(List<ManagedProcess> processes) {
        return CompletableFuture.allOf(
                processes.stream()
                        .map(process -> process.await(p -> p.state().isStopped()))
                        .toArray(CompletableFuture<?>[]::new));
    }

    private void report() {
        List<ManagedProcess> unstopped =
                all.get().stream().flatMap(group -> group.unstopped().stream()).toList();
        if (!unstopped.isEmpty()) {
            log.info(
                    "waiting for "
                            + unstopped.stream()
                                    .map(ManagedProcess::name)
                                    .collect(Collectors.joining(", "))
                            + " to die");
        }
        for (ManagedProcess process : unstopped) {
            log.blather(process.name() + " state: " + process.state());
        }
        report = scheduler.after(REPORT_EVERY, this::report);
    }
}
