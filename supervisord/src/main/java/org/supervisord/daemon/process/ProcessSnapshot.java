package org.supervisord.daemon.process;

import java.util.Optional;
import org.supervisord.common.ProcessState;

/**
 * A process, its child aside.
 *
 * @param beingKilled whether its stop signal was sent and it has not ended yet
 * @param backoff how often it was started in vain since it last was running
 * @param failure why it is being given up
 * @param due what is due for it
 * @param stdoutLog its log, whose name may have been made for it
 * @param stderrLog its log, whose name may have been made for it
 */
public record ProcessSnapshot(
        String name,
        ProcessState state,
        boolean beingKilled,
        int backoff,
        Optional<String> failure,
        RunSnapshot run,
        Optional<DueSnapshot> due,
        Optional<String> stdoutLog,
        Optional<String> stderrLog) {}
