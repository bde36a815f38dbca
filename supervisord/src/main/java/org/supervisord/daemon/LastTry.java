package org.supervisord.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.supervisord.common.Signal;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.posix.Execution;
import org.supervisord.daemon.posix.MemoryFile;
import org.supervisord.daemon.posix.SignalInbox;
import org.supervisord.daemon.upgrade.State;
import org.supervisord.daemon.upgrade.StateException;

/**
 * What is done when a program that has replaced another can't go on with what that has left. No
 * program is to suffer from it: the process stays, with all that it has open.
 */
final class LastTry {
    /** Which one of the tries this is. */
    static final String TRY = "supervisord.try";

    /** Why the one before has failed. */
    static final String FAILURE = "supervisord.failure";

    /** What is still open of the descriptors that the former program has left. */
    static final String OPEN = "supervisord.open";

    /** The same program once more, leaving out what it can't go on with. */
    private static final int CAREFUL = 2;

    /** The program that was replaced. */
    private static final int BACK = 3;

    /** That one, leaving out what it can't go on with. */
    private static final int BACK_CAREFUL = 4;

    private static final List<String> OURS = List.of(Upgrade.STATE, TRY, FAILURE, OPEN);

    private LastTry() {}

    /** Whether to leave out what can't be gone on with. */
    static boolean isCareful() {
        return number() == CAREFUL || number() == BACK_CAREFUL;
    }

    private static int number() {
        return Integer.getInteger(TRY, 1);
    }

    /** What the activity log is to be told of the tries before this one. */
    static Optional<String> failure() {
        return Optional.ofNullable(System.getProperty(FAILURE));
    }

    /**
     * Tries something else.
     *
     * @param failure why the present try has failed
     * @param state the descriptor of the document that the former program has left
     * @return the exit status, when nothing helps and somebody wants the daemon to end
     */
    static int after(Throwable failure, int state) throws IOException {
        String why = String.valueOf(failure.getMessage());
        System.err.println("supervisord: can't go on after an upgrade: " + failure);
        int next = number() + 1;
        if (next <= BACK_CAREFUL) {
            try {
                Execution.Program program = program(next == BACK, state);
                replace(program, state, next, why);
            } catch (IOException e) {
                System.err.println("supervisord: " + e.getMessage());
            }
        }
        return hold(state);
    }

    private static void replace(Execution.Program program, int state, int number, String why)
            throws IOException {
        Set<Integer> open = Execution.inheritedDescriptors();
        List<String> words = new ArrayList<>(program.words());
        words.removeIf(word -> OURS.stream().anyMatch(it -> word.startsWith("-D" + it + "=")));
        words.add(1, "-D" + Upgrade.STATE + "=" + state);
        words.add(2, "-D" + TRY + "=" + number);
        words.add(3, "-D" + FAILURE + "=" + why);
        // a number that was closed here may stand for something else in the next program
        words.add(
                4,
                "-D"
                        + OPEN
                        + "="
                        + open.stream().map(String::valueOf).collect(Collectors.joining(",")));
        Execution.replace(
                new Execution.Program(words, program.environment(), program.folder()), open);
    }

    /** Which of these descriptors are open since the former program. */
    static Set<Integer> stillOpen(List<Integer> left) {
        Set<Integer> open = new TreeSet<>(left);
        String known = System.getProperty(OPEN);
        if (known != null) {
            open.retainAll(Stream.of(known.split(",")).map(Integer::valueOf).toList());
        }
        return open;
    }

    private static Execution.Program program(boolean former, int state) throws IOException {
        Execution.Program present = Execution.current(System.getProperty("user.dir"));
        if (!former) {
            return present;
        }
        try {
            State.Command it =
                    State.read(new String(MemoryFile.read(state), StandardCharsets.UTF_8))
                            .previous();
            return new Execution.Program(it.words(), it.environment(), it.folder());
        } catch (StateException e) {
            return present;
        }
    }

    /** Stays, so that pipes and sockets do, until somebody has mended what is broken. */
    private static int hold(int state) throws IOException {
        System.err.println(
                "supervisord: programs are kept and not supervised; SIGHUP tries again, SIGTERM"
                        + " ends this");
        try (EventLoop loop = new EventLoop(Clock.system(), (what, e) -> e.printStackTrace())) {
            SignalInbox.open(loop, signal -> take(signal, state, loop));
            Execution.releaseSignals();
            loop.run();
        }
        return 1;
    }

    private static void take(Signal signal, int state, EventLoop loop) {
        if (signal.equals(Signal.HUP)) {
            try {
                replace(Execution.current(System.getProperty("user.dir")), state, 1, "it was held");
            } catch (IOException e) {
                System.err.println("supervisord: " + e.getMessage());
            }
        } else if (!signal.equals(Signal.CHLD) && !signal.equals(Signal.USR2)) {
            loop.stop();
        }
    }
}
