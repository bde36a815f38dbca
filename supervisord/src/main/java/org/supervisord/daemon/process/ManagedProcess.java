package org.supervisord.daemon.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.supervisord.common.ProcessName;
import org.supervisord.common.ProcessState;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.fatal.Operation;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Timer;

/**
 * One supervised process: its state, and what it does when something happens to it. To be used on
 * the loop's thread alone.
 */
public final class ManagedProcess {
    /** A program that keeps ending at once is started once in this time at most. */
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

    /** What is killed with SIGKILL is gone sooner; another one is not sent before this time. */
    private static final Duration SHORTEST_KILL_PAUSE = Duration.ofSeconds(1);

    private static final Timer NO_TIMER = () -> {};

    private final ProgramSettings settings;
    private final ProcessName fullName;
    private final LogPaths logs;
    private final ProcessWorld world;
    private final ActivityLog log;
    private final List<Waiter> waiters = new ArrayList<>();

    private ProcessState state = ProcessState.STOPPED;
    private Optional<Child> child = Optional.empty();
    private boolean beingKilled;
    private int backoff;
    private long startedAtNanos;
    private long startedAtMillis;
    private long stoppedAtMillis;
    private Optional<String> failure = Optional.empty();
    private Optional<String> spawnError = Optional.empty();
    private OptionalInt exitStatus = OptionalInt.empty();

    /** The one thing that is due: the end of startsecs, a retry, a restart, or a kill. */
    private Timer due = NO_TIMER;

    private record Waiter(Predicate<ManagedProcess> condition, CompletableFuture<Void> reached) {}

    /** A process that was never started. */
    public ManagedProcess(
            String group, ProgramSettings settings, LogPaths logs, ProcessWorld world) {
        this.settings = settings;
        this.fullName = new ProcessName(group, settings.name());
        this.logs = logs;
        this.world = world;
        this.log = world.log();
    }

    /** What it was configured with. */
    public ProgramSettings settings() {
        return settings;
    }

    /** Its own name, without the group. */
    public String name() {
        return settings.name();
    }

    /** Its group and name. */
    public ProcessName fullName() {
        return fullName;
    }

    public ProcessState state() {
        return state;
    }

    /** Its process id, 0 when there is none. */
    public int pid() {
        return child.map(Child::pid).orElse(0);
    }

    /** When it was last started, in milliseconds since 1970; 0 for never. */
    public long startedAtMillis() {
        return startedAtMillis;
    }

    /** When it last ended, in milliseconds since 1970; 0 for never. */
    public long stoppedAtMillis() {
        return stoppedAtMillis;
    }

    /** Why it could not be started or ended unexpectedly, since its last start. */
    public Optional<String> spawnError() {
        return spawnError;
    }

    /** How it ended: its exit code, or -1 for a signal. */
    public OptionalInt exitStatus() {
        return exitStatus;
    }

    public Optional<Path> stdoutLog() {
        return logs.stdout();
    }

    public Optional<Path> stderrLog() {
        return logs.stderr();
    }

    /** Whether its stop signal was sent and it has not ended yet. */
    public boolean isBeingKilled() {
        return beingKilled;
    }

    /**
     * A promise kept when the condition holds: now, or at a later change of state.
     *
     * @return completed on the loop's thread
     */
    public CompletableFuture<Void> await(Predicate<ManagedProcess> condition) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        if (condition.test(this)) {
            reached.complete(null);
        } else {
            waiters.add(new Waiter(condition, reached));
        }
        return reached;
    }

    /** Whether its command could be run. */
    public void checkCommand() throws CommandException {
        command();
    }

    private CommandLine command() throws CommandException {
        String path = settings.environment().get("PATH");
        return CommandLine.resolve(
                settings.command(), path == null ? world.path() : List.of(path.split(":", -1)));
    }

    /** Starts it for the first time, if it is to start by itself and never was started. */
    public void autostart() {
        if (state == ProcessState.STOPPED
                && startedAtMillis == 0
                && settings.autostart()
                && world.mayStart().getAsBoolean()) {
            start();
        }
    }

    /**
     * Starts it. Afterwards it is STARTING, RUNNING (with {@code startsecs=0}), or, when it could
     * not be spawned, BACKOFF or FATAL with a {@link #spawnError}.
     */
    public void start() {
        if (child.isPresent()) {
            log.warn("process '" + name() + "' already running");
            return;
        }
        due.cancel();
        beingKilled = false;
        spawnError = Optional.empty();
        failure = Optional.empty();
        exitStatus = OptionalInt.empty();
        startedAtNanos = world.scheduler().clock().nanos();
        startedAtMillis = world.scheduler().clock().wallMillis();
        occur(Occurrence.START);
        try {
            child = Optional.of(world.kernel().spawn(this, command(), this::ended));
        } catch (CommandException | SpawnException e) {
            spawnError = Optional.of(e.getMessage());
            log.info("spawnerr: " + e.getMessage());
            occur(Occurrence.SPAWN_FAILED);
            retryOrGiveUp();
            return;
        }
        log.info("spawned: '" + name() + "' with pid " + pid());
        if (settings.startsecs() <= 0) {
            stayedUp();
        } else {
            due = after(Duration.ofSeconds(settings.startsecs()), this::stayedUp);
        }
    }

    private void stayedUp() {
        occur(Occurrence.START_SECONDS_PASSED);
        log.info(
                "success: "
                        + name()
                        + " entered RUNNING state, process has stayed up for > than "
                        + settings.startsecs()
                        + " seconds (startsecs)");
    }

    /**
     * Stops it: sends its stop signal, and SIGKILL after {@code stopwaitsecs}. One that waits for
     * its next try is STOPPED at once.
     *
     * @return what went wrong, empty when the signal was sent or none was needed
     */
    public Optional<String> stop() {
        if (state == ProcessState.BACKOFF) {
            log.debug("Attempted to kill " + name() + ", which is in BACKOFF state.");
            due.cancel();
            occur(Occurrence.STOP);
            return Optional.empty();
        }
        return kill(settings.stopsignal(), settings.stopasgroup());
    }

    /** Gives up trying to start it, as at the end of the daemon; only in BACKOFF. */
    public void giveUp() {
        due.cancel();
        occur(Occurrence.RETRIES_SPENT);
    }

    /**
     * Gives it up, as it can't do what it is there for: it is stopped if it has not ended yet, and
     * is FATAL then.
     *
     * @param reason why
     */
    public void fail(String reason) {
        if (state == ProcessState.STOPPING) {
            return; // somebody wants it to be STOPPED
        }
        failure = Optional.of(reason);
        if (state == ProcessState.RUNNING || state == ProcessState.STARTING) {
            stop();
        }
    }

    private void endedInVain() {
        spawnError = failure;
        occur(Occurrence.GIVEN_UP);
        log.warn("gave up: " + name() + " entered FATAL state, " + failure.orElseThrow());
    }

    private Optional<String> kill(Signal signal, boolean asGroup) {
        if (child.isEmpty()) {
            String message =
                    "attempted to kill "
                            + name()
                            + " with sig "
                            + signal
                            + " but it wasn't running";
            log.debug(message);
            return Optional.of(message);
        }
        log.debug(
                "killing "
                        + name()
                        + " (pid "
                        + pid()
                        + ") "
                        + (asGroup ? "process group " : "")
                        + "with signal "
                        + signal);
        due.cancel();
        beingKilled = true;
        Duration patience = Duration.ofSeconds(settings.stopwaitsecs());
        if (state != ProcessState.STOPPING) {
            occur(Occurrence.STOP);
        } else if (patience.compareTo(SHORTEST_KILL_PAUSE) < 0) {
            patience = SHORTEST_KILL_PAUSE;
        }
        due = after(patience, this::stopTookTooLong);
        return deliver(asGroup ? -pid() : pid(), signal, "killing");
    }

    private void stopTookTooLong() {
        log.warn("killing '" + name() + "' (" + pid() + ") with SIGKILL");
        kill(Signal.KILL, settings.killasgroup());
    }

    /**
     * Sends it a signal that is not meant to stop it.
     *
     * @return what went wrong, empty when the signal was sent
     */
    public Optional<String> signal(Signal signal) {
        if (child.isEmpty()) {
            String message =
                    "attempted to send " + name() + " sig " + signal + " but it wasn't running";
            log.debug(message);
            return Optional.of(message);
        }
        log.debug("sending " + name() + " (pid " + pid() + ") sig " + signal);
        return deliver(pid(), signal, "sending sig " + signal + " to");
    }

    private Optional<String> deliver(int target, Signal signal, String doing) {
        try {
            if (!world.kernel().kill(target, signal)) {
                // its end will be told by SIGCHLD, and changes the state then
                log.debug(
                        "unable to signal "
                                + name()
                                + " (pid "
                                + pid()
                                + "), it probably just exited on its own");
            } else {
                world.fatalReasons().clear(signalling());
            }
            return Optional.empty();
        } catch (IOException e) {
            String message =
                    "unknown problem "
                            + doing
                            + " "
                            + name()
                            + " ("
                            + pid()
                            + "):"
                            + e.getMessage();
            log.critical(message);
            world.fatalReasons().raise(signalling(), String.valueOf(e.getMessage()));
            due.cancel();
            beingKilled = false;
            occur(Occurrence.SIGNAL_FAILED);
            return Optional.of(message);
        }
    }

    private Operation signalling() {
        return new Operation("signal", fullName.toString());
    }

    /** The child was reaped. */
    private void ended(WaitStatus status) {
        due.cancel();
        child.ifPresent(Child::drain);
        Duration ranFor = Duration.ofNanos(world.scheduler().clock().nanos() - startedAtNanos);
        boolean tooQuickly =
                state == ProcessState.STARTING
                        && ranFor.compareTo(Duration.ofSeconds(settings.startsecs())) < 0;
        stoppedAtMillis = world.scheduler().clock().wallMillis();
        if (beingKilled) {
            endedAsTold(status);
        } else if (tooQuickly) {
            endedTooQuickly(status);
        } else {
            endedByItself(status);
        }
        child.ifPresent(Child::close);
        child = Optional.empty();
        switch (state) {
            case BACKOFF -> retryOrGiveUp();
            case EXITED -> {
                if (failure.isPresent()) {
                    endedInVain();
                } else {
                    restartIfWanted(ranFor);
                }
            }
            case STOPPED, STARTING, RUNNING, STOPPING, FATAL, UNKNOWN -> {}
        }
    }

    private void endedAsTold(WaitStatus status) {
        beingKilled = false;
        exitStatus = OptionalInt.of(status.exitStatus());
        if (failure.isPresent()) {
            endedInVain();
        } else {
            occur(Occurrence.ENDED);
        }
        String message = "stopped: " + name() + " (" + status + ")";
        if (isExpected(status)) {
            log.info(message);
        } else {
            log.warn(message);
        }
    }

    private void endedTooQuickly(WaitStatus status) {
        exitStatus = OptionalInt.empty();
        spawnError = Optional.of("Exited too quickly (process log may have details)");
        occur(Occurrence.EXITED_TOO_QUICKLY);
        log.warn("exited: " + name() + " (" + status + "; not expected)");
    }

    private void endedByItself(WaitStatus status) {
        exitStatus = OptionalInt.of(status.exitStatus());
        if (state == ProcessState.STARTING) {
            // it was up for long enough, but the timer has not had its turn
            occur(Occurrence.START_SECONDS_PASSED);
        }
        if (isExpected(status)) {
            occur(Occurrence.EXITED);
            log.info("exited: " + name() + " (" + status + "; expected)");
        } else {
            spawnError = Optional.of("Bad exit code " + status.exitStatus());
            occur(Occurrence.EXITED);
            log.warn("exited: " + name() + " (" + status + "; not expected)");
        }
    }

    private boolean isExpected(WaitStatus status) {
        return settings.exitcodes().contains(status.exitStatus());
    }

    private void restartIfWanted(Duration ranFor) {
        boolean wanted =
                switch (settings.autorestart()) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case UNEXPECTED -> !settings.exitcodes().contains(exitStatus.orElseThrow());
                };
        if (wanted) {
            due = after(RESTART_PAUSE.minus(ranFor), this::startAgain);
        }
    }

    private void retryOrGiveUp() {
        if (backoff > settings.startretries()) {
            giveUp();
            log.info(
                    "gave up: "
                            + name()
                            + " entered FATAL state, too many start retries too quickly");
        } else {
            due = after(Duration.ofSeconds(backoff), this::startAgain);
        }
    }

    private void startAgain() {
        if (world.mayStart().getAsBoolean()) {
            start();
        }
    }

    /** Its group is no longer supervised: nothing is to happen to it any more. */
    void retire() {
        due.cancel();
    }

    /**
     * Writes to its stdin.
     *
     * @throws IOException when it has no stdin, or it is closed, or too much is waiting
     */
    public void writeStdin(byte[] data) throws IOException {
        if (child.isEmpty() || beingKilled) {
            throw new IOException("the process is not running");
        }
        child.get().write(data);
    }

    /**
     * How many bytes of its stdout have been logged since it was started, and of its stderr; empty
     * when it is not up.
     */
    public Optional<List<Long>> logged() {
        return child.map(Child::logged);
    }

    /**
     * Writes to its stdin what fits, as soon as something does; the rest is not kept.
     *
     * @return how many bytes it has taken; fails with an IOException when it has no stdin, or it is
     *     closed. Once it is completed by somebody else, nothing of the data will be written
     */
    public CompletableFuture<Integer> offerStdin(byte[] data) {
        if (child.isEmpty() || beingKilled) {
            return CompletableFuture.failedFuture(new IOException("it is not running"));
        }
        return child.get().offer(data);
    }

    /** Removes its log files and begins new ones; nothing is done when it is not running. */
    public void clearLogs() throws IOException {
        if (child.isPresent()) {
            child.get().clearLogs();
        }
    }

    /** Opens its log files again by name. */
    public void reopenLogs() {
        child.ifPresent(Child::reopenLogs);
    }

    void resetBackoff() {
        backoff = 0;
    }

    void countFailure() {
        backoff++;
    }

    private Timer after(Duration delay, Runnable task) {
        return world.scheduler().after(delay, task);
    }

    private void occur(Occurrence occurrence) {
        LifeCycle.Row row =
                LifeCycle.row(state, occurrence)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                fullName + ": " + occurrence + " while " + state));
        ProcessState from = state;
        state = row.next();
        row.effect().accept(this);
        boolean expected =
                exitStatus.isPresent() && settings.exitcodes().contains(exitStatus.getAsInt());
        world.events()
                .accept(
                        new Event.ProcessStateChanged(
                                fullName, from, state, pid(), backoff, expected));
        tellWaiters();
    }

    private void tellWaiters() {
        // told in the next turn: what they do then must not meet a change that is half done
        waiters.removeIf(
                waiter -> {
                    boolean reached = waiter.condition.test(this);
                    if (reached) {
                        world.scheduler().post(() -> waiter.reached.complete(null));
                    }
                    return reached;
                });
    }
}
