package org.supervisord.daemon.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.supervisord.common.ProcessState;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.process.DueSnapshot.What;

/**
 * What a process does when something happens to it: it has a method for each {@link Occurrence},
 * and {@link LifeCycle} says what state comes of it.
 */
final class Life {
    /** A program that keeps ending at once is started once in this time at most. */
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

    /** What is killed with SIGKILL is gone sooner; another one is not sent before this time. */
    private static final Duration SHORTEST_KILL_PAUSE = Duration.ofSeconds(1);

    private final ManagedProcess process;
    private final ProgramSettings settings;
    private final ProcessWorld world;
    private final LifeLines lines;
    private final SignalPost signals;
    private final Run run;
    private final Due due;
    private final SocketUse socket;

    private ProcessState state = ProcessState.STOPPED;
    private Optional<Child> child = Optional.empty();
    private boolean beingKilled;
    private int backoff;
    private Optional<String> failure = Optional.empty();

    /** One that was never started. */
    Life(ManagedProcess process, ProcessWorld world) {
        this.process = process;
        this.settings = process.settings();
        this.world = world;
        this.lines = new LifeLines(settings.name(), world.log());
        this.signals = new SignalPost(process.fullName(), world);
        this.due = new Due(world.scheduler(), this::isDue);
        this.socket = new SocketUse(process, world.kernel());
        this.run = new Run(settings, world.scheduler().clock());
    }

    private void isDue(What what) {
        switch (what) {
            case STAYED_UP -> stayedUp();
            case START_AGAIN -> startAgain();
            case STOP_TOOK_TOO_LONG -> stopTookTooLong();
        }
    }

    /** All that another program needs to go on with it. */
    ProcessSnapshot snapshot(LogPaths logs) {
        return new ProcessSnapshot(
                settings.name(),
                state,
                beingKilled,
                backoff,
                failure,
                run.snapshot(),
                due.snapshot(),
                logs.stdout().map(Path::toString),
                logs.stderr().map(Path::toString));
    }

    /** As {@link ManagedProcess#resume}. */
    void resume(
            ProcessSnapshot former, long takenAtNanos, Optional<ManagedProcess.Adoption> adoption) {
        state = former.state();
        beingKilled = former.beingKilled();
        backoff = former.backoff();
        failure = former.failure();
        run.resume(former.run(), takenAtNanos);
        child = adoption.map(it -> it.of(this::ended));
        child.ifPresent(it -> socket.resume());
        former.due().ifPresent(it -> due.resume(it, takenAtNanos));
    }

    ProcessState state() {
        return state;
    }

    /** The latest run, or the one that it is in. */
    Run run() {
        return run;
    }

    /** Its child, while there is one. */
    Optional<Child> child() {
        return child;
    }

    /** Its process id, 0 when there is none. */
    int pid() {
        return child.map(Child::pid).orElse(0);
    }

    /** Whether its stop signal was sent and it has not ended yet. */
    boolean isBeingKilled() {
        return beingKilled;
    }

    /** As {@link ManagedProcess#start}. */
    void start() {
        if (becomesStarting()) {
            spawn();
        }
    }

    /** As {@link ManagedProcess#beginStart}. */
    BegunStart beginStart() {
        if (!becomesStarting()) {
            return new BegunStart(false, () -> {});
        }
        if (socket.isCalledFor()) {
            // its lines must not get between those of a start before it
            return new BegunStart(false, this::spawn);
        }
        try {
            Kernel.Birth birth = world.kernel().begin(process, command(), this::ended);
            return new BegunStart(true, () -> make(birth::await));
        } catch (CommandException | SpawnException e) {
            return new BegunStart(false, () -> notSpawned(e.getMessage()));
        } catch (RuntimeException | OutOfMemoryError e) {
            return new BegunStart(false, () -> unforeseen(e));
        }
    }

    private boolean becomesStarting() {
        if (child.isPresent()) {
            lines.alreadyRunning();
            return false;
        }
        due.cancel();
        beingKilled = false;
        failure = Optional.empty();
        run.begin();
        occur(Occurrence.START);
        return true;
    }

    private CommandLine command() throws CommandException {
        return CommandLine.of(settings, world.path());
    }

    private void spawn() {
        make(
                () -> {
                    socket.begin();
                    return world.kernel().spawn(process, command(), this::ended);
                });
    }

    /** How a child is made. */
    private interface Making {
        Child child() throws CommandException, SpawnException, IOException;
    }

    private void make(Making making) {
        try {
            child = Optional.of(making.child());
        } catch (CommandException | SpawnException | IOException e) {
            notSpawned(e.getMessage());
            return;
        } catch (RuntimeException | OutOfMemoryError e) {
            unforeseen(e);
        }
        spawned();
    }

    /** It is no reason to be STARTING for ever. */
    private void unforeseen(Throwable why) {
        notSpawned(why.toString());
        throw new IllegalStateException("start of " + process.fullName(), why);
    }

    private void spawned() {
        lines.spawned(pid());
        if (settings.startsecs() <= 0) {
            stayedUp();
        } else {
            due.in(settings.startsecs(), What.STAYED_UP);
        }
    }

    private void notSpawned(String why) {
        run.failed(why);
        lines.notSpawned(why);
        occur(Occurrence.SPAWN_FAILED);
        socket.end();
        retryOrGiveUp();
    }

    private void stayedUp() {
        occur(Occurrence.START_SECONDS_PASSED);
        lines.running(settings.startsecs());
    }

    /** As {@link ManagedProcess#stop}. */
    Optional<String> stop() {
        if (state == ProcessState.BACKOFF) {
            lines.stoppedWaiting();
            due.cancel();
            occur(Occurrence.STOP);
            return Optional.empty();
        }
        return kill(settings.stopsignal(), settings.stopasgroup());
    }

    /** As {@link ManagedProcess#giveUp}. */
    void giveUp() {
        due.cancel();
        occur(Occurrence.RETRIES_SPENT);
    }

    /** As {@link ManagedProcess#fail}. */
    void fail(String reason) {
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
            return signals.nobody("kill " + settings.name() + " with sig " + signal);
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

    /** As {@link ManagedProcess#signal}. */
    Optional<String> signal(Signal signal) {
        if (child.isEmpty()) {
            return signals.nobody("send " + settings.name() + " sig " + signal);
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
        socket.end();
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

    /** Nothing is to happen any more. */
    void retire() {
        due.cancel();
    }

    private void occur(Occurrence occurrence) {
        LifeCycle.Row row =
                LifeCycle.row(state, occurrence)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                process.fullName()
                                                        + ": "
                                                        + occurrence
                                                        + " while "
                                                        + state));
        ProcessState from = state;
        state = row.next();
        switch (row.backoff()) {
            case KEEP -> {}
            case RESET -> backoff = 0;
            case COUNT -> backoff++;
        }
        world.events()
                .accept(
                        new Event.ProcessStateChanged(
                                process.fullName(),
                                from,
                                state,
                                pid(),
                                backoff,
                                run.endedAsExpected()));
        process.changed();
    }
}
