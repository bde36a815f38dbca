package org.supervisord.daemon.replacement;

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
public record Launch(
        String program,
        List<String> arguments,
        Map<String, String> environment,
        Execution.Program command,
        OwnFiles files) {
    /** How this program was started, with these arguments. */
    public static Launch of(List<String> arguments) throws IOException {
        return of(arguments, OwnFiles.open());
    }

    /** The same for somebody who only wants what is installed, and never comes back to this one. */
    static Launch ofAnother(List<String> arguments) throws IOException {
        return of(arguments, OwnFiles.none());
    }

    private static Launch of(List<String> arguments, OwnFiles files) throws IOException {
        return new Launch(
                called(), arguments, LaunchEnvironment.read(), Execution.current(), files);
    }

    /** The launcher, as it was called. */
    public static String called() {
        return System.getProperty("supervisord.program", "supervisord");
    }

    /** The launcher, as execve(2) wants it. */
    public String file() {
        return program.contains("/") ? program : "./" + program;
    }

    /** Where it was called. */
    String folder() {
        return command.folder();
    }
}
