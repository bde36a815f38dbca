package org.supervisord.daemon.process;

import java.io.IOException;
import java.nio.file.Path;
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

/**
 * One supervised process, as everybody else sees it: who it is, how it is, and what can be asked of
 * it. To be used on the loop's thread alone.
 */
public final class ManagedProcess {
    private final ProgramSettings settings;
    private final ProcessName fullName;
    private final LogPaths logs;
    private final ProcessWorld world;
    private final Waiters waiters;
    private final Life life;

    /** A process that was never started. */
    public ManagedProcess(
            String group, ProgramSettings settings, LogPaths logs, ProcessWorld world) {
        this.settings = settings;
        this.fullName = new ProcessName(group, settings.name());
        this.logs = logs;
        this.world = world;
        this.waiters = new Waiters(world.scheduler());
        this.life = new Life(this, world);
    }

    /** All that another program needs to go on with it, its child aside. */
    public ProcessSnapshot snapshot() {
        return life.snapshot(logs);
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
        life.resume(former, takenAtNanos, adoption);
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

    /** Where it is in its life. */
    public ProcessState state() {
        return life.state();
    }

    /** Its process id, 0 when there is none. */
    public int pid() {
        return life.pid();
    }

    /** When it was last started, in milliseconds since 1970; 0 for never. */
    public long startedAtMillis() {
        return life.run().startedAtMillis();
    }

    /** When it last ended, in milliseconds since 1970; 0 for never. */
    public long stoppedAtMillis() {
        return life.run().stoppedAtMillis();
    }

    /** Why it could not be started or ended unexpectedly, since its last start. */
    public Optional<String> spawnError() {
        return life.run().error();
    }

    /** How it ended: its exit code, or -1 for a signal. */
    public OptionalInt exitStatus() {
        return life.run().exitStatus();
    }

    /** The file that its stdout goes to, if it goes to one. */
    public Optional<Path> stdoutLog() {
        return logs.stdout();
    }

    /** The file that its stderr goes to, if it goes to one. */
    public Optional<Path> stderrLog() {
        return logs.stderr();
    }

    /** What clients are told that the file of its stdout is called. */
    public Optional<String> stdoutLogName() {
        return stdoutLog().map(settings().stdout().logfile()::nameOf);
    }

    /** What clients are told that the file of its stderr is called. */
    public Optional<String> stderrLogName() {
        return stderrLog().map(settings().stderr().logfile()::nameOf);
    }

    /** Whether its stop signal was sent and it has not ended yet. */
    public boolean isBeingKilled() {
        return life.isBeingKilled();
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
        return life.state() == ProcessState.STOPPED
                && life.run().startedAtMillis() == 0
                && settings.autostart()
                && world.mayStart().getAsBoolean();
    }

    /**
     * Starts it. Afterwards it is STARTING, RUNNING (with {@code startsecs=0}), or, when it could
     * not be spawned, BACKOFF or FATAL with a {@link #spawnError}.
     */
    public void start() {
        life.start();
    }

    /**
     * Begins to start it, as {@link #start}, while others are started.
     *
     * @return the rest of it; to be run in the same turn of the loop
     */
    BegunStart beginStart() {
        return life.beginStart();
    }

    /**
     * Stops it: sends its stop signal, and SIGKILL after {@code stopwaitsecs}. One that waits for
     * its next try is STOPPED at once.
     *
     * @return what went wrong, empty when the signal was sent or none was needed
     */
    public Optional<String> stop() {
        return life.stop();
    }

    /** Gives up trying to start it, as at the end of the daemon; only in BACKOFF. */
    public void giveUp() {
        life.giveUp();
    }

    /**
     * Gives it up, as it can't do what it is there for: it is stopped if it has not ended yet, and
     * is FATAL then.
     *
     * @param reason why
     */
    public void fail(String reason) {
        life.fail(reason);
    }

    /**
     * Sends it a signal that is not meant to stop it.
     *
     * @return what went wrong, empty when the signal was sent
     */
    public Optional<String> signal(Signal signal) {
        return life.signal(signal);
    }

    /** Its group is no longer supervised: nothing is to happen to it any more. */
    void retire() {
        life.retire();
    }

    /** Takes what its stdout has now, without waiting until the loop comes by. */
    public void look() {
        life.child().ifPresent(Child::look);
    }

    /**
     * Writes to its stdin.
     *
     * @throws IOException when it has no stdin, or it is closed, or too much is waiting
     */
    public void writeStdin(byte[] data) throws IOException {
        Optional<Child> child = life.child();
        if (child.isEmpty() || life.isBeingKilled()) {
            throw new IOException("the process is not running");
        }
        child.get().write(data);
    }

    /**
     * How many bytes of its stdout have been logged since it was started, and of its stderr; empty
     * when it is not up.
     */
    public Optional<List<Long>> logged() {
        return life.child().map(Child::logged);
    }

    /**
     * Writes to its stdin what fits, as soon as something does; the rest is not kept.
     *
     * @return how many bytes it has taken; fails with an IOException when it has no stdin, or it is
     *     closed. Once it is completed by somebody else, nothing of the data will be written
     */
    public CompletableFuture<Integer> offerStdin(byte[] data) {
        Optional<Child> child = life.child();
        if (child.isEmpty() || life.isBeingKilled()) {
            return CompletableFuture.failedFuture(new IOException("it is not running"));
        }
        return child.get().offer(data);
    }

    /**
     * Removes its log files and begins new ones. When it is not running nothing is done, but that
     * they are no reason to be FATAL: nobody writes to them.
     */
    public void clearLogs() throws IOException {
        Optional<Child> child = life.child();
        if (child.isPresent()) {
            child.get().clearLogs();
        } else {
            stdoutLog().map(Path::toString).ifPresent(world.fatalReasons()::dismiss);
            stderrLog().map(Path::toString).ifPresent(world.fatalReasons()::dismiss);
        }
    }

    /** Opens its log files again by name. */
    public void reopenLogs() {
        life.child().ifPresent(Child::reopenLogs);
    }

    /** Its state is another one. */
    void changed() {
        waiters.changed(this);
    }
}
