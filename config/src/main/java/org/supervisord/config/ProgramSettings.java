package org.supervisord.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.common.Signal;

/**
 * One process to be supervised: a program, or one of its {@code numprocs}.
 *
 * @param name the process's name within its group
 * @param command the command line as written, after expansion; split when it is started
 * @param directory where it is started, empty for the daemon's own folder
 * @param umask its umask, empty for the daemon's
 * @param user whom it runs as, empty for the daemon's
 * @param startsecs how long it must stay up to count as started, in seconds
 * @param stopwaitsecs how long a stop may take before SIGKILL, in seconds
 * @param exitOnFatal whether the daemon is to end when this process is FATAL
 * @param environment what is added to the daemon's environment, including that of [supervisord]
 * @param serverurl what SUPERVISOR_SERVER_URL is set to, empty for the daemon's own choice
 * @param stderr where stderr goes; {@link LogTarget.None} when it is redirected to stdout
 */
public record ProgramSettings(
        String name,
        String command,
        Optional<String> directory,
        OptionalInt umask,
        int priority,
        boolean autostart,
        AutoRestart autorestart,
        int startsecs,
        int startretries,
        Optional<RunAs> user,
        Signal stopsignal,
        int stopwaitsecs,
        boolean stopasgroup,
        boolean killasgroup,
        List<Integer> exitcodes,
        boolean exitOnFatal,
        boolean redirectStderr,
        Map<String, String> environment,
        Optional<String> serverurl,
        ChannelSettings stdout,
        ChannelSettings stderr) {

    /**
     * Whether a process made from {@code active} may go on as it is under these settings. A log
     * that the daemon is to name itself is as good as any that the process has.
     */
    boolean isSameAs(ProgramSettings active) {
        return withLogs(stdout, stderr)
                .equals(
                        active.withLogs(
                                active.stdout.keepingNameFor(stdout),
                                active.stderr.keepingNameFor(stderr)));
    }

    private ProgramSettings withLogs(ChannelSettings newStdout, ChannelSettings newStderr) {
        return new ProgramSettings(
                name,
                command,
                directory,
                umask,
                priority,
                autostart,
                autorestart,
                startsecs,
                startretries,
                user,
                stopsignal,
                stopwaitsecs,
                stopasgroup,
                killasgroup,
                exitcodes,
                exitOnFatal,
                redirectStderr,
                environment,
                serverurl,
                newStdout,
                newStderr);
    }
}
