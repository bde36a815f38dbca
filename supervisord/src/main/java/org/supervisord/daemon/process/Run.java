package org.supervisord.daemon.process;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.common.WaitStatus;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.loop.Clock;

/**
 * What is known of the latest run of a process: when it began and ended, how, and why it failed.
 * The times of day are only to be shown; how long it ran is measured by the clock that does not
 * jump.
 */
final class Run {
    private final ProgramSettings settings;
    private final Clock clock;
    private long startedAtNanos;
    private long startedAtMillis;
    private long stoppedAtMillis;
    private Optional<String> error = Optional.empty();
    private OptionalInt exitStatus = OptionalInt.empty();

    Run(ProgramSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** What is known of it. */
    RunSnapshot snapshot() {
        return new RunSnapshot(
                clock.nanos() - startedAtNanos,
                startedAtMillis,
                stoppedAtMillis,
                error,
                exitStatus);
    }

    /** Takes over what a former program has known of it. */
    void resume(RunSnapshot former, long takenAtNanos) {
        startedAtNanos = takenAtNanos - former.ageNanos();
        startedAtMillis = former.startedAtMillis();
        stoppedAtMillis = former.stoppedAtMillis();
        error = former.error();
        exitStatus = former.exitStatus();
    }

    /** Another one begins, of which nothing bad is known. */
    void begin() {
        error = Optional.empty();
        exitStatus = OptionalInt.empty();
        startedAtNanos = clock.nanos();
        startedAtMillis = clock.wallMillis();
    }

    /** It has ended, in a way that says nothing of the program. */
    void end() {
        stoppedAtMillis = clock.wallMillis();
        exitStatus = OptionalInt.empty();
    }

    /** It has ended. */
    void end(WaitStatus status) {
        stoppedAtMillis = clock.wallMillis();
        exitStatus = OptionalInt.of(status.exitStatus());
    }

    /** It is a failure. */
    void failed(String why) {
        error = Optional.of(why);
    }

    /** How long ago it began. */
    Duration length() {
        return Duration.ofNanos(clock.nanos() - startedAtNanos);
    }

    /** Whether it has not lasted for {@code startsecs} yet. */
    boolean isShort() {
        return length().compareTo(Duration.ofSeconds(settings.startsecs())) < 0;
    }

    /** Whether it ended with one of the codes that are expected. */
    boolean endedAsExpected() {
        return exitStatus.isPresent() && settings.exitcodes().contains(exitStatus.getAsInt());
    }

    /** Whether another run is to follow one that ended by itself. */
    boolean isToBeFollowed() {
        return switch (settings.autorestart()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case UNEXPECTED -> !endedAsExpected();
        };
    }

    /** When it began, in milliseconds since 1970; 0 for never. */
    long startedAtMillis() {
        return startedAtMillis;
    }

    /** When one last ended, in milliseconds since 1970; 0 for never. */
    long stoppedAtMillis() {
        return stoppedAtMillis;
    }

    /** Why it failed. */
    Optional<String> error() {
        return error;
    }

    /** How it ended: its exit code, or -1 for a signal. */
    OptionalInt exitStatus() {
        return exitStatus;
    }
}
