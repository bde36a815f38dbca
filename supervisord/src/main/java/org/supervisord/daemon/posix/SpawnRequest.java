package org.supervisord.daemon.posix;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.config.RunAs;

/**
 * A program to be started.
 *
 * @param file its file, as for execve(2)
 * @param argv its words, the first one included
 * @param environment all of its environment
 * @param directory where it is started, empty for the daemon's folder
 * @param umask its umask, empty for the daemon's
 * @param user whom it runs as; empty for the daemon's user
 * @param stderrToStdout whether both outputs share one pipe
 */
public record SpawnRequest(
        String file,
        List<String> argv,
        Map<String, String> environment,
        Optional<String> directory,
        OptionalInt umask,
        Optional<RunAs> user,
        StdinSource stdin,
        boolean stderrToStdout) {}
