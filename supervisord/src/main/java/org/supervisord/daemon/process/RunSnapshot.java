package org.supervisord.daemon.process;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of the latest run of a process.
 *
 * @param ageNanos how long ago it began; of no meaning when there was none
 * @param startedAtMillis when it began, in milliseconds since 1970; 0 for never
 * @param stoppedAtMillis when one last ended, in milliseconds since 1970; 0 for never
 * @param error why it failed
 * @param exitStatus how it ended: its exit code, or -1 for a signal
 */
public record RunSnapshot(
        long ageNanos,
        long startedAtMillis,
        long stoppedAtMillis,
        Optional<String> error,
        OptionalInt exitStatus) {}
