package org.supervisord.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.supervisord.daemon.posix.Execution;
import org.supervisord.daemon.posix.LaunchEnvironment;

/**
 * How the operator has started the daemon.
 *
 * @param program the launcher, as it was called
 * @param arguments its arguments
 * @param environment without what the launcher adds to it
 * @param command what the launcher has made of it
 * @param files what this program is made of
 */
record Launch(
        String program,
        List<String> arguments,
        Map<String, String> environment,
        Execution.Program command,
        OwnFiles files) {
    /** How this program was started, with these arguments. */
    static Launch of(List<String> arguments) throws IOException {
        return new Launch(
                System.getProperty("supervisord.program", "supervisord"),
                arguments,
                LaunchEnvironment.read(),
                Execution.current(System.getProperty("user.dir")),
                OwnFiles.open());
    }

    /** The launcher, as execve(2) wants it. */
    String file() {
        return program.contains("/") ? program : "./" + program;
    }

    /** Where it was called. */
    String folder() {
        return command.folder();
    }
}
