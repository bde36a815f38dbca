package org.supervisord.daemon.replacement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.supervisord.common.Signal;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.notify.NotifySettings;
import org.supervisord.daemon.notify.NotifySocket;
import org.supervisord.daemon.notify.ServiceNotifier;
import org.supervisord.daemon.posix.Execution;
import org.supervisord.daemon.posix.HeldSignals;
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
public final class LastTry {
    /** More of a reason is not handed on. */
    private static final int LONGEST_REASON = 2000;

    private final int state;
    private final List<String> arguments;
    private final LastWords words = new LastWords();

    private LastTry(int state, List<String> arguments) {
        this.state = state;
        this.arguments = arguments;
    }

    /**
     * Tries something else.
     *
     * @param failure why the present try has failed
     * @param state the descriptor of the document that the former program has left
     * @param arguments what the daemon was started with
     * @return the exit status, when nothing helps and somebody wants the daemon to end
     */
    public static int after(Throwable failure, int state, List<String> arguments) {
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
        int next = Tries.number() + 1;
        if (next == Tries.CAREFUL || next == Tries.BACK_CAREFUL) {
            attempt(() -> replace(Execution.current(), next, why));
        }
        if (next <= Tries.BACK) {
            attempt(() -> goBack(why));
        }
        return hold();
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
        } catch (RuntimeException | LinkageError e) {
            // whatever it is, there is something else to try, and at the end the hold
            words.say("can't go on after an upgrade: " + e);
        }
    }

    private void goBack(String why) throws IOException, StateException {
        State document = State.read(new String(MemoryFile.read(state), StandardCharsets.UTF_8));
        State.Command it = document.previous();
        List<String> command = Tries.untold(it.words());
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
        replace(new Execution.Program(command, it.environment(), it.folder()), Tries.BACK, why);
    }

    /** What is installed now, from the beginning. */
    private void beginAgain() throws IOException, StateException {
        Launch launch = Launch.ofAnother(arguments);
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
                Tries.FIRST,
                "it was held");
    }

    private void replace(Execution.Program program, int number, String why) throws IOException {
        Set<Integer> open = Tries.open();
        open.add(state);
        List<String> command = Tries.untold(program.words());
        Tries.tell(command, state, number, why, open);
        words.tell(command);
        try (HeldSignals held = HeldSignals.hold()) {
            Execution.replace(
                    held,
                    new Execution.Program(command, program.environment(), program.folder()),
                    open);
        }
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
            tellServiceManager(loop);
            loop.run();
        }
        return 1;
    }

    /** A service manager that hears nothing would end the process, and all programs with it. */
    private void tellServiceManager(EventLoop loop) {
        NotifySettings settings =
                NotifySettings.of(LaunchEnvironment.read(), ProcessHandle.current().pid());
        new ServiceNotifier(
                        settings.socket().map(NotifySocket::new),
                        settings.watchdog(),
                        loop,
                        words::say)
                .ready(() -> "held after a failed upgrade: programs run and are not supervised");
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
