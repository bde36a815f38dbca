package org.supervisord.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.supervisord.common.Signal;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.posix.Execution;
import org.supervisord.daemon.posix.LaunchEnvironment;
import org.supervisord.daemon.posix.MemoryFile;
import org.supervisord.daemon.posix.SignalInbox;
import org.supervisord.daemon.upgrade.State;
import org.supervisord.daemon.upgrade.StateException;
import org.supervisord.daemon.upgrade.TrialReport;

/**
 * What is done when a program that has replaced another can't go on with what that has left. No
 * program is to suffer from it: the process stays, with all that it has open.
 */
final class LastTry {
    /** Which one of the tries this is. */
    private static final String TRY = "supervisord.try";

    /** Why the one before has failed. */
    private static final String FAILURE = "supervisord.failure";

    /** What is still open of the descriptors that the former program has left. */
    private static final String OPEN = "supervisord.open";

    /** The same program once more, leaving out what it can't go on with. */
    private static final int CAREFUL = 2;

    /** The program that was replaced. */
    private static final int BACK = 3;

    /** That one, leaving out what it can't go on with. */
    private static final int BACK_CAREFUL = 4;

    private static final List<String> OURS = List.of(Upgrade.STATE, TRY, FAILURE, OPEN);

    /** What is behind the descriptors that were left, as the kernel describes it. */
    private static final Map<Integer, String> left = new HashMap<>();

    /** More of a reason is not handed on. */
    private static final int LONGEST_REASON = 2000;

    private final int state;
    private final List<String> arguments;
    private final LastWords words = new LastWords();

    private LastTry(int state, List<String> arguments) {
        this.state = state;
        this.arguments = arguments;
    }

    /** Whether to leave out what can't be gone on with. */
    static boolean isCareful() {
        return number() == CAREFUL || number() == BACK_CAREFUL;
    }

    /** Whether this is the program that was to be replaced. */
    static boolean isBack() {
        return number() >= BACK;
    }

    private static int number() {
        return Integer.getInteger(TRY, 1);
    }

    /** What the activity log is to be told of the tries before this one. */
    static Optional<String> failure() {
        return Optional.ofNullable(System.getProperty(FAILURE));
    }

    /**
     * Which of these descriptors are open since the former program. To be asked before any of them
     * is used.
     */
    static Set<Integer> stillOpen(List<Integer> descriptors) {
        Set<Integer> open = new TreeSet<>(descriptors);
        String known = System.getProperty(OPEN);
        if (known != null) {
            open.retainAll(Stream.of(known.split(",")).map(Integer::valueOf).toList());
        }
        open.forEach(it -> behind(it).ifPresent(what -> left.put(it, what)));
        return open;
    }

    private static Optional<String> behind(int descriptor) {
        try {
            Path there = Path.of("/proc/self/fd/" + descriptor);
            String what = Files.readSymbolicLink(there).toString();
            return Optional.of(what.replaceFirst(" \\(deleted\\)$", ""));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Tries something else.
     *
     * @param failure why the present try has failed
     * @param state the descriptor of the document that the former program has left
     * @param arguments what the daemon was started with
     * @return the exit status, when nothing helps and somebody wants the daemon to end
     */
    static int after(Throwable failure, int state, List<String> arguments) {
        try {
            return new LastTry(state, arguments).after(failure);
        } catch (Throwable e) {
            // not even what is needed for that is there: a broken installation
            System.err.println("supervisord: can't go on after an upgrade: " + failure);
            System.err.println("supervisord: programs are kept and not supervised: " + e);
            while (true) {
                LockSupport.park();
            }
        }
    }

    private int after(Throwable failure) throws IOException {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String why = message.substring(0, Math.min(message.length(), LONGEST_REASON));
        words.say("can't go on after an upgrade: " + failure);
        int next = number() + 1;
        if (next == CAREFUL || next == BACK_CAREFUL) {
            attempt(() -> replace(Execution.current(here()), next, why));
        }
        if (next <= BACK) {
            attempt(() -> goBack(why));
        }
        return hold();
    }

    private static String here() {
        return System.getProperty("user.dir");
    }

    /** Something that does not return when it succeeds. */
    private interface Attempt {
        void make() throws IOException, StateException;
    }

    private void attempt(Attempt attempt) {
        try {
            attempt.make();
        } catch (IOException | StateException e) {
            words.say("can't go on after an upgrade: " + e.getMessage());
        }
    }

    private void goBack(String why) throws IOException, StateException {
        State document = State.read(new String(MemoryFile.read(state), StandardCharsets.UTF_8));
        State.Command it = document.previous();
        List<String> command = withoutOurs(it.words());
        try {
            // it may be gone by now, and a program that can't begin would be the end of the process
            Rehearsal.of(
                    command.get(0),
                    Rehearsal.asked(command),
                    LaunchEnvironment.variables(it.environment()),
                    it.folder(),
                    state);
        } catch (IOException | StateException e) {
            throw new StateException("the former program can't be gone back to: " + e.getMessage());
        }
        replace(new Execution.Program(command, it.environment(), it.folder()), BACK, why);
    }

    /** What is installed now, from the beginning. */
    private void beginAgain() throws IOException, StateException {
        Launch launch = Launch.of(arguments);
        TrialReport report =
                Rehearsal.of(
                        launch.file(),
                        Trial.words(launch),
                        launch.environment(),
                        launch.folder(),
                        state);
        List<String> command = new ArrayList<>(report.words());
        command.remove(Trial.ARGUMENT);
        replace(
                new Execution.Program(command, report.environment(), launch.folder()),
                1,
                "it was held");
    }

    private void replace(Execution.Program program, int number, String why) throws IOException {
        Set<Integer> open = open();
        open.add(state);
        List<String> command = withoutOurs(program.words());
        // a number that was closed here may stand for something else in the next program
        String numbers = open.stream().map(String::valueOf).collect(Collectors.joining(","));
        command.addAll(
                1,
                List.of(
                        "-D" + Upgrade.STATE + "=" + state,
                        "-D" + TRY + "=" + number,
                        "-D" + FAILURE + "=" + why,
                        "-D" + OPEN + "=" + numbers));
        words.tell(command);
        Execution.replace(
                new Execution.Program(command, program.environment(), program.folder()), open);
    }

    /** As it was before anything was tried. */
    private static List<String> withoutOurs(List<String> words) {
        List<String> command = new ArrayList<>(words);
        command.removeIf(word -> OURS.stream().anyMatch(it -> word.startsWith("-D" + it + "=")));
        command.removeIf(LastWords::isTold);
        return command;
    }

    /** What was left and is not closed, nor something else by now. */
    private static Set<Integer> open() throws IOException {
        if (left.isEmpty()) {
            return Execution.inheritedDescriptors();
        }
        Set<Integer> open = new TreeSet<>();
        left.forEach(
                (descriptor, what) -> {
                    if (behind(descriptor).equals(Optional.of(what))) {
                        open.add(descriptor);
                    }
                });
        return open;
    }

    /** Stays, so that pipes and sockets do, until somebody has mended what is broken. */
    private int hold() throws IOException {
        words.say(
                "programs are kept and not supervised; SIGHUP tries again, SIGTERM ends this"
                        + " process (pid "
                        + ProcessHandle.current().pid()
                        + ")");
        try (EventLoop loop = new EventLoop(Clock.system(), (what, e) -> words.say(what + e))) {
            SignalInbox.open(loop, signal -> take(signal, loop));
            Execution.releaseSignals();
            loop.run();
        }
        return 1;
    }

    private void take(Signal signal, EventLoop loop) {
        if (signal.equals(Signal.HUP)) {
            attempt(this::beginAgain);
        } else if (!signal.equals(Signal.CHLD) && !signal.equals(Signal.USR2)) {
            words.say("received " + signal + ", ends and leaves programs as they are");
            loop.stop();
        }
    }
}
