package org.supervisord.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.Configuration;
import org.supervisord.config.SyslogSettings;
import org.supervisord.daemon.event.EventSerials;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.http.FileWatch;
import org.supervisord.daemon.log.ActivityLogFile;
import org.supervisord.daemon.log.Disposal;
import org.supervisord.daemon.log.LogSinks;
import org.supervisord.daemon.log.LogWorld;
import org.supervisord.daemon.log.StandardStreams;
import org.supervisord.daemon.log.Syslog;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.notify.ServiceNotifier;
import org.supervisord.daemon.posix.Execution;
import org.supervisord.daemon.replacement.Launch;
import org.supervisord.daemon.replacement.OwnFiles;
import org.supervisord.daemon.supervision.Supervisor;

/**
 * One life of a daemon on a machine that is played: all rooms are the real ones.
 *
 * @param source where the daemon reads its configuration again
 */
record PlayedLife(
        EventLoop loop,
        StandardStreams standard,
        FatalReasons reasons,
        Machine machine,
        Supervisor.ConfigSource source) {
    private static final Launch LAUNCH =
            new Launch(
                    "supervisord",
                    List.of(),
                    Map.of(),
                    new Execution.Program(List.of("supervisord"), List.of(), "/"),
                    OwnFiles.none());

    /** Who leads a life that has not begun. */
    interface Leader<T, E extends Exception> {
        T lead(DaemonRun run) throws IOException, E;
    }

    /** Makes a life of a configuration, has it led, and returns what comes of that. */
    <T, E extends Exception> T lead(Configuration configuration, Leader<T, E> leader)
            throws IOException, PluginException, E {
        LogWorld world =
                new LogWorld(
                        loop,
                        standard,
                        new Syslog(SyslogSettings.LOCAL, "host", loop, message -> {}),
                        reasons,
                        Disposal.atOnce());
        try (PluginLoader plugins = new PluginLoader("");
                ActivityLogFile logFile = new ActivityLogFile(configuration.daemon(), world)) {
            return leader.lead(
                    new DaemonRun(
                            loop,
                            configuration,
                            source,
                            logFile,
                            reasons,
                            new LogSinks(world, logFile.log()::error),
                            new FileWatch(loop, logFile.log()::warn),
                            new EventSerials(),
                            machine,
                            plugins,
                            new ServiceNotifier(
                                    Optional.empty(), Optional.empty(), loop, message -> {}),
                            Map.of("PATH", "/bin"),
                            LAUNCH,
                            Optional.empty()));
        }
    }
}
