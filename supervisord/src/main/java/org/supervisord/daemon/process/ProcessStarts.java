package org.supervisord.daemon.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Starts of many processes. Most of the time that a start takes, somebody waits for the new process
 * to leave its parent's memory, and others can be started meanwhile.
 */
public final class ProcessStarts {
    /** So many are on their way at a time. */
    static final int AT_A_TIME = 8;

    private final Queue<Runnable> begun = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();

    private ProcessStarts() {}

    /**
     * Starts all of them, in this order, as {@link ManagedProcess#start} does. How each of them
     * went is told in this order as well; what fails before there could be a child, before another
     * one begins.
     */
    public static void of(List<ManagedProcess> processes) {
        if (processes.size() == 1) {
            processes.get(0).start();
            return;
        }
        ProcessStarts starts = new ProcessStarts();
        processes.forEach(starts::begin);
        starts.finish();
        if (!starts.failures.isEmpty()) {
            RuntimeException failure = new IllegalStateException("starts that nobody foresaw");
            starts.failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void begin(ManagedProcess process) {
        guarded(
                () -> {
                    BegunStart start = process.beginStart();
                    begun.add(start.rest());
                    if (!start.isOnItsWay()) {
                        finish();
                    } else if (begun.size() == AT_A_TIME) {
                        begun.remove().run();
                    }
                });
    }

    private void finish() {
        while (!begun.isEmpty()) {
            guarded(begun.remove());
        }
    }

    /** Whatever happens, nobody may be left waiting, and others are to be started. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            failures.add(e);
        }
    }
}
