package org.supervisord.daemon.process;

import org.supervisord.common.WaitStatus;
import org.supervisord.daemon.log.ActivityLog;

/** What the activity log says of one process's life, in words that scripts match on. */
final class LifeLines {
    private final String name;
    private final ActivityLog log;

    LifeLines(String name, ActivityLog log) {
        this.name = name;
        this.log = log;
    }

    void alreadyRunning() {
        log.warn("process '" + name + "' already running");
    }

    void spawned(int pid) {
        log.info("spawned: '" + name + "' with pid " + pid);
    }

    void notSpawned(String why) {
        log.info("spawnerr: " + why);
    }

    void running(int startsecs) {
        log.info(
                "success: "
                        + name
                        + " entered RUNNING state, process has stayed up for > than "
                        + startsecs
                        + " seconds (startsecs)");
    }

    void stoppedWaiting() {
        log.debug("Attempted to kill " + name + ", which is in BACKOFF state.");
    }

    void stopTookTooLong(int pid) {
        log.warn("killing '" + name + "' (" + pid + ") with SIGKILL");
    }

    void stopped(WaitStatus status, boolean expected) {
        end("stopped: " + name + " (" + status + ")", expected);
    }

    void exited(WaitStatus status, boolean expected) {
        String judged = expected ? "; expected)" : "; not expected)";
        end("exited: " + name + " (" + status + judged, expected);
    }

    private void end(String message, boolean expected) {
        if (expected) {
            log.info(message);
        } else {
            log.warn(message);
        }
    }

    void outOfRetries() {
        log.info("gave up: " + name + " entered FATAL state, too many start retries too quickly");
    }

    void ofNoUse(String why) {
        log.warn("gave up: " + name + " entered FATAL state, " + why);
    }
}
