package org.supervisord.daemon.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.supervisord.common.ProcessName;
import org.supervisord.common.ProcessState;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.process.DueSnapshot.What;

/**
 * One supervised process: its state, and what it does when something happens to it. To be used on
 * the loop's thread alone.
 */
public final class ManagedProcess {
    /** A program that keeps ending at once is started once in this time at most. */
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

    /** What is killed with SIGKILL is gone sooner; another one is not sent before this time. */
    private static final Duration SHORTEST_KILL_PAUSE = Duration.ofSeconds(1);

    private final ProgramSettings settings;
    private final ProcessName fullName;
    private final LogPaths logs;
    private final ProcessWorld world;
    private final LifeLines lines;
    private final Waiters waiters;
    private final SignalPost signals;
    private final Run run;
    private final Due due;

    private ProcessState state = ProcessState.STOPPED;
    private Optional<Child> child = Optional.empty();
    private boolean beingKilled;
    private int backoff;
    private Optional<String> failure = Optional.empty();

    /** A process that was never started. */
    public ManagedProcess(
            String group, ProgramSettings settings, LogPaths logs, ProcessWorld world) {
        this.settings = settings;
        this.fullName = new ProcessName(group, settings.name());
        this.logs = logs;
        this.world = world;
        this.lines = new LifeLines(settings.name(), world.log());
        this.waiters = new Waiters(world.scheduler());
        this.signals = new SignalPost(fullName, world);
        this.due = new Due(world.scheduler(), this::isDue);
        this.run = new Run(settings, world.scheduler().clock());
    }

    private void isDue(What what) {
        switch (what) {
            case STAYED_UP -> stayedUp();
            case START_AGAIN -> startAgain();
            case STOP_TOOK_TOO_LONG -> stopTookTooLong();
        }
    }

    /** All that another program needs to go on with it, its child aside. */
    public ProcessSnapshot snapshot() {
        return new ProcessSnapshot(
                name(),
                state,
                beingKilled,
                backoff,
                failure,
                run.snapshot(),
                due.snapshot(),
                logs.stdout().map(Path::toString),
                logs.stderr().map(Path::toString));
    }

    /** Takes over a child that is there already. */
    public interface Adoption {
        /**
         * The child that a former program has started.
         *
         * @param ended told on the loop's thread when it has been reaped
         */
        Child of(Consumer<WaitStatus> ended);
    }

    /**
     * Goes on where a former program was; to be called before anything else. Nobody is told.
     *
     * @param takenAtNanos when that was, by the clock here
     * @param adoption empty when it had no child
     */
    public void resume(ProcessSnapshot former, long takenAtNanos, Optional<Adoption> adoption) {
        state = former.state();
        beingKilled = former.beingKilled();
        backoff = former.backoff();
        failure = former.failure();
        run.resume(former.run(), takenAtNanos);
        child = adoption.map(it -> it.of(this::ended));
        former.due().ifPresent(it -> due.resume(it, takenAtNanos));
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
        return run.startedAtMillis();
    }

    /** When it last ended, in milliseconds since 1970; 0 for never. */
    public long stoppedAtMillis() {
        return run.stoppedAtMillis();
    }

    /** Why it could not be started or ended unexpectedly, since its last start. */
    public Optional<String> spawnError() {
        return run.error();
    }

    /** How it ended: its exit code, or -1 for a signal. */
    public OptionalInt exitStatus() {
        return run.exitStatus();
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
        return waiters.await(this, condition);
    }

    /** Whether its command could be run. */
    public void checkCommand() throws CommandException {
        CommandLine.of(settings, world.path());
    }

    /** Whether it is to start by itself, was never started, and may be. */
    public boolean isToAutostart() {
        return state == ProcessState.STOPPED
                && run.startedAtMillis() == 0
                && settings.autostart()
                && world.mayStart().getAsBoolean();
    }

    /**
     * Starts it. Afterwards it is STARTING, RUNNING (with {@code startsecs=0}), or, when it could
     * not be spawned, BACKOFF or FATAL with a {@link #spawnError}.
     */
    public void start() {
        start(
                        command -> {
                            Child made = world.kernel().spawn(this, command, this::ended);
                            return () -> made;
                        })
                .run();
    }

    /** How a child is made, of which somebody knows who can wait for it. */
    private interface Making {
        Kernel.Birth begin(CommandLine command) throws SpawnException;
    }

    /**
     * Begins to start it, as {@link #start}, while others are started.
     *
     * @return what waits for it; to be run in the same turn of the loop
     */
    Runnable beginStart() {
        return start(command -> world.kernel().begin(this, command, this::ended));
    }

    private Runnable start(Making making) {
        if (child.isPresent()) {
            lines.alreadyRunning();
            return () -> {};
        }
        due.cancel();
        beingKilled = false;
        failure = Optional.empty();
        run.begin();
        occur(Occurrence.START);
        try {
            Kernel.Birth birth = making.begin(CommandLine.of(settings, world.path()));
            return () -> finishStart(birth);
        } catch (CommandException | SpawnException e) {
            return () -> notSpawned(e);
        }
    }

    private void finishStart(Kernel.Birth birth) {
        try {
            child = Optional.of(birth.await());
        } catch (SpawnException e) {
            notSpawned(e);
            return;
        }
        lines.spawned(pid());
        if (settings.startsecs() <= 0) {
            stayedUp();
        } else {
            due.in(settings.startsecs(), What.STAYED_UP);
        }
    }

    private void notSpawned(Exception why) {
        run.failed(why.getMessage());
        lines.notSpawned(why.getMessage());
        occur(Occurrence.SPAWN_FAILED);
        retryOrGiveUp();
    }

    private void stayedUp() {
        occur(Occurrence.START_SECONDS_PASSED);
        lines.running(settings.startsecs());
    }

    /**
     * Stops it: sends its stop signal, and SIGKILL after {@code stopwaitsecs}. One that waits for
     * its next try is STOPPED at once.
     *
     * @return what went wrong, empty when the signal was sent or none was needed
     */
    public Optional<String> stop() {
        if (state == ProcessState.BACKOFF) {
            lines.stoppedWaiting();
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
        run.failed(failure.orElseThrow());
        occur(Occurrence.GIVEN_UP);
        lines.ofNoUse(failure.orElseThrow());
    }

    private Optional<String> kill(Signal signal, boolean asGroup) {
        if (child.isEmpty()) {
            return signals.nobody("kill " + name() + " with sig " + signal);
        }
        due.cancel();
        beingKilled = true;
        Duration patience = Duration.ofSeconds(settings.stopwaitsecs());
        if (state != ProcessState.STOPPING) {
            occur(Occurrence.STOP);
        } else if (patience.compareTo(SHORTEST_KILL_PAUSE) < 0) {
            patience = SHORTEST_KILL_PAUSE;
        }
        due.in(patience, What.STOP_TOOK_TOO_LONG);
        return signalled(signals.kill(pid(), signal, asGroup));
    }

    private void stopTookTooLong() {
        lines.stopTookTooLong(pid());
        kill(Signal.KILL, settings.killasgroup());
    }

    /**
     * Sends it a signal that is not meant to stop it.
     *
     * @return what went wrong, empty when the signal was sent
     */
    public Optional<String> signal(Signal signal) {
        if (child.isEmpty()) {
            return signals.nobody("send " + name() + " sig " + signal);
        }
        return signalled(signals.send(pid(), signal));
    }

    private Optional<String> signalled(Optional<String> problem) {
        if (problem.isPresent()) {
            due.cancel();
            beingKilled = false;
            occur(Occurrence.SIGNAL_FAILED);
        }
        return problem;
    }

    /** The child was reaped. */
    private void ended(WaitStatus status) {
        due.cancel();
        child.ifPresent(Child::drain);
        boolean tooQuickly = state == ProcessState.STARTING && run.isShort();
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
                    restartIfWanted();
                }
            }
            case STOPPED, STARTING, RUNNING, STOPPING, FATAL, UNKNOWN -> {}
        }
    }

    private void endedAsTold(WaitStatus status) {
        beingKilled = false;
        run.end(status);
        if (failure.isPresent()) {
            endedInVain();
        } else {
            occur(Occurrence.ENDED);
        }
        lines.stopped(status, run.endedAsExpected());
    }

    private void endedTooQuickly(WaitStatus status) {
        run.end();
        run.failed("Exited too quickly (process log may have details)");
        occur(Occurrence.EXITED_TOO_QUICKLY);
        lines.exited(status, false);
    }

    private void endedByItself(WaitStatus status) {
        run.end(status);
        if (state == ProcessState.STARTING) {
            // it was up for long enough, but the timer has not had its turn
            occur(Occurrence.START_SECONDS_PASSED);
        }
        if (!run.endedAsExpected()) {
            run.failed("Bad exit code " + status.exitStatus());
        }
        occur(Occurrence.EXITED);
        lines.exited(status, run.endedAsExpected());
    }

    private void restartIfWanted() {
        if (run.isToBeFollowed()) {
            due.in(RESTART_PAUSE.minus(run.length()), What.START_AGAIN);
        }
    }

    private void retryOrGiveUp() {
        if (backoff > settings.startretries()) {
            giveUp();
            lines.outOfRetries();
        } else {
            due.in(backoff, What.START_AGAIN);
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

    /** Takes what its stdout has now, without waiting until the loop comes by. */
    public void look() {
        child.ifPresent(Child::look);
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
        world.events()
                .accept(
                        new Event.ProcessStateChanged(
                                fullName, from, state, pid(), backoff, run.endedAsExpected()));
        waiters.changed(this);
    }
}
