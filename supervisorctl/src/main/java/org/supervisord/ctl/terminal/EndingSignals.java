package org.supervisord.ctl.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The signals that end a program. They end this one as any other: who waits for it sees that it was
 * killed, which is what makes a shell give up its script at Ctrl-C. The JVM would exit with a
 * status that only looks like it. One that was ignored from the start stays so.
 */
public final class EndingSignals {
    private static final String[] NAMES = {"HUP", "INT", "TERM"};
    private static final int STATUS = 128;

    private EndingSignals() {}

    /** Has them end the program at once. */
    public static void endAtOnce() {
        if (isFirst()) {
            return;
        }
        for (String name : NAMES) {
            leave(new sun.misc.Signal(name));
        }
    }

    /**
     * Whether this is the first process of a container, which the kernel spares such an end: there
     * the JVM's exit is the only one. Source: pid_namespaces(7).
     */
    private static boolean isFirst() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self")).toString().equals("1");
        } catch (IOException e) {
            return false;
        }
    }

    /** To the kernel. */
    private static void leave(sun.misc.Signal signal) {
        try {
            sun.misc.Signal.handle(signal, sun.misc.SignalHandler.SIG_DFL);
        } catch (IllegalArgumentException e) {
            // the JVM was told to leave it alone, and it does that already
        }
    }

    /**
     * Has them end the program after something was put in order.
     *
     * @return what is to be run when there is nothing to be put in order any more; if one of them
     *     has come, that is the end
     */
    public static Runnable endAfter(Runnable tidying) {
        Object end = new Object();
        List<Runnable> undoings = new ArrayList<>();
        for (String name : NAMES) {
            sun.misc.Signal signal = new sun.misc.Signal(name);
            try {
                sun.misc.SignalHandler before =
                        sun.misc.Signal.handle(
                                signal,
                                it -> {
                                    synchronized (end) {
                                        end(it, tidying);
                                    }
                                });
                undoings.add(() -> sun.misc.Signal.handle(signal, before));
            } catch (IllegalArgumentException e) {
                // the JVM was told to leave it alone
            }
        }
        return () -> {
            synchronized (end) {
                undoings.forEach(Runnable::run);
            }
        };
    }

    /** Ends the program as the hanging up of its terminal does. */
    public static void hangUp() {
        leaveFor(new sun.misc.Signal("HUP"));
    }

    private static void end(sun.misc.Signal signal, Runnable tidying) {
        try {
            tidying.run();
        } finally {
            leaveFor(signal);
        }
    }

    private static void leaveFor(sun.misc.Signal signal) {
        try {
            leave(signal);
            send(signal);
        } finally {
            Runtime.getRuntime().halt(STATUS + signal.getNumber());
        }
    }

    /** To this process. Java sends itself none that it does not catch. */
    private static void send(sun.misc.Signal signal) {
        String process = String.valueOf(ProcessHandle.current().pid());
        try {
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", signal.getName(), process)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // no process can be made at the moment
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
