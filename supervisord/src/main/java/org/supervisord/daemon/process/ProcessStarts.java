package org.supervisord.daemon.process;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Starts of many processes. Most of the time that a start takes, somebody waits for the new process
 * to leave its parent's memory, and others can be started meanwhile.
 */
public final class ProcessStarts {
    /** So many are on their way at a time. */
    static final int AT_A_TIME = 8;

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
        Queue<Runnable> begun = new ArrayDeque<>();
        try {
            for (ManagedProcess process : processes) {
                BegunStart start = process.beginStart();
                begun.add(start.rest());
                if (!start.isOnItsWay()) {
                    finish(begun);
                } else if (begun.size() == AT_A_TIME) {
                    begun.remove().run();
                }
            }
        } finally {
            finish(begun);
        }
    }

    /** Whatever happens, nobody may be left waiting. */
    private static void finish(Queue<Runnable> begun) {
        while (!begun.isEmpty()) {
            try {
                begun.remove().run();
            } finally {
                finish(begun);
            }
        }
    }
}
