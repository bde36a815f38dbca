package org.supervisord.daemon;

import java.util.List;
import java.util.Map;
import org.supervisord.daemon.posix.Execution;

/**
 * How the operator has started the daemon.
 *
 * @param program the launcher, as it was called
 * @param arguments its arguments
 * @param environment without what the launcher adds to it
 * @param command what the launcher has made of it
 */
record Launch(
        String program,
        List<String> arguments,
        Map<String, String> environment,
        Execution.Program command) {
    /** Where it was called. */
    String folder() {
        return command.folder();
    }
}
