package org.supervisord.daemon.process;

import java.io.IOException;
import java.util.Optional;
import org.supervisord.common.ProcessName;
import org.supervisord.common.Signal;
import org.supervisord.daemon.fatal.Operation;

/** Sends signals to one process and says how that went, in the words of the activity log. */
final class SignalPost {
    private final ProcessName process;
    private final ProcessWorld world;

    SignalPost(ProcessName process, ProcessWorld world) {
        this.process = process;
        this.world = world;
    }

    /**
     * Sends a signal that is to end the process.
     *
     * @param asGroup whether all of its process group gets it
     * @return what went wrong; empty also when the process has just ended
     */
    Optional<String> kill(int pid, Signal signal, boolean asGroup) {
        world.log()
                .debug(
                        "killing "
                                + process.process()
                                + " (pid "
                                + pid
                                + ") "
                                + (asGroup ? "process group " : "")
                                + "with signal "
                                + signal);
        return deliver(
                pid,
                asGroup ? -pid : pid,
                signal,
                "killing " + process.process() + " (" + pid + ")",
                "just exited");
    }

    /** Sends any signal, as {@link #kill}. */
    Optional<String> send(int pid, Signal signal) {
        world.log().debug("sending " + process.process() + " (pid " + pid + ") sig " + signal);
        return deliver(
                pid,
                pid,
                signal,
                "sending sig " + process.process() + " (" + pid + ")",
                "just now exited");
    }

    /** There is no process to be signalled. */
    Optional<String> nobody(String doing) {
        String message = "attempted to " + doing + " but it wasn't running";
        world.log().debug(message);
        return Optional.of(message);
    }

    private Optional<String> deliver(
            int pid, int target, Signal signal, String doing, String whatItMayHaveDone) {
        Operation signalling = new Operation("signal", process.toString());
        try {
            if (world.kernel().kill(target, signal)) {
                world.fatalReasons().clear(signalling);
            } else {
                // its end will be told by SIGCHLD, and changes the state then
                world.log()
                        .debug(
                                "unable to signal "
                                        + process.process()
                                        + " (pid "
                                        + pid
                                        + "), it probably "
                                        + whatItMayHaveDone
                                        + " on its own: [Errno 3] No such process");
            }
            return Optional.empty();
        } catch (IOException e) {
            String message = "unknown problem " + doing + ":" + e.getMessage();
            world.log().critical(message);
            world.fatalReasons().raise(signalling, String.valueOf(e.getMessage()));
            return Optional.of(message);
        }
    }
}
