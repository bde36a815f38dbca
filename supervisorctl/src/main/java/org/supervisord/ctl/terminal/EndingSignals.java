package org.supervisord.ctl.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The signals that end a program. They end this one as any other: who waits for it sees that it was
 * killed, which is what makes a shell give up its script at Ctrl-C. The JVM would exit with a
 * status that only looks like it. One that was ignored from the start stays so.
 */
public final class EndingSignals {
    private static final List<String> NAMES = List.of("HUP", "INT", "TERM");

    /** What Ctrl-Z sends. */
    private static final String STOP = "TSTP";

    private static final int STATUS = 128;

    private EndingSignals() {}

    /** Has them end the program at once. */
    public static void endAtOnce() {
        if (isFirst()) {
            return;
        }
        for (String name : NAMES) {
            leave(name);
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

    /**
     * To the kernel.
     *
     * @return who had it before
     */
    private static sun.misc.SignalHandler leave(String name) {
        return handle(name, sun.misc.SignalHandler.SIG_DFL);
    }

    /** Returns who had it before. */
    private static sun.misc.SignalHandler handle(String name, sun.misc.SignalHandler handler) {
        try {
            return sun.misc.Signal.handle(new sun.misc.Signal(name), handler);
        } catch (IllegalArgumentException e) {
            // the JVM was told to leave it alone, and it does that already
            return handler;
        }
    }

    /**
     * Has them end the program after something was put in order.
     *
     * @return what is to be run when there is nothing to be put in order any more; if one of them
     *     has come, that is the end
     */
    public static Runnable endAfter(Runnable tidying) {
        return handle(NAMES, name -> end(name, tidying));
    }

    /**
     * Has something be done when the program is to stop, which is left to that.
     *
     * @param stopping is expected to call {@link #stop}
     * @return what is to be run when that is not to be done any more
     */
    static Runnable onStop(Runnable stopping) {
        return handle(List.of(STOP), name -> stopping.run());
    }

    /** Does something at these signals, one after the other. */
    private static Runnable handle(List<String> names, Consumer<String> action) {
        Object turn = new Object();
        Map<String, sun.misc.SignalHandler> before = new HashMap<>();
        for (String name : names) {
            sun.misc.SignalHandler handler =
                    signal -> {
                        synchronized (turn) {
                            action.accept(name);
                        }
                    };
            before.put(name, handle(name, handler));
            if (before.get(name) == sun.misc.SignalHandler.SIG_IGN) {
                handle(name, sun.misc.SignalHandler.SIG_IGN);
            }
        }
        return () -> {
            synchronized (turn) {
                before.forEach(EndingSignals::handle);
            }
        };
    }

    /**
     * Stops the program until somebody has it go on. Meanwhile signals that end it do so at once.
     *
     * @param goingOn is done before they are handled as they were; what the kernel grants to the
     *     foreground only keeps the program stopped until it is there
     */
    static void stop(Runnable goingOn) {
        Map<String, sun.misc.SignalHandler> before = new HashMap<>();
        for (String name : NAMES) {
            before.put(name, leave(name));
        }
        before.put(STOP, leave(STOP));
        send(STOP);
        goingOn.run();
        before.forEach(EndingSignals::handle);
    }

    /** Ends the program as the hanging up of its terminal does. */
    public static void hangUp() {
        leaveFor("HUP");
    }

    private static void end(String name, Runnable tidying) {
        try {
            tidying.run();
        } finally {
            leaveFor(name);
        }
    }

    private static void leaveFor(String name) {
        try {
            leave(name);
            send(name);
        } finally {
            Runtime.getRuntime().halt(STATUS + new sun.misc.Signal(name).getNumber());
        }
    }

    /** To this process. Java sends itself none that it does not catch. */
    private static void send(String name) {
        String process = String.valueOf(ProcessHandle.current().pid());
        try {
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, process)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // no process can be made at the moment
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
