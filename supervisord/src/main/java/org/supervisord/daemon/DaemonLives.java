package org.supervisord.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.common.Signal;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.ConfigException;
import org.supervisord.config.Configuration;
import org.supervisord.config.DaemonSettings;
import org.supervisord.daemon.event.EventSerials;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.http.FileWatch;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.ActivityLogFile;
import org.supervisord.daemon.log.Disposal;
import org.supervisord.daemon.log.LogSinks;
import org.supervisord.daemon.log.LogWorld;
import org.supervisord.daemon.log.NamedDescriptor;
import org.supervisord.daemon.log.StandardStreams;
import org.supervisord.daemon.log.Syslog;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.notify.NotifySettings;
import org.supervisord.daemon.notify.NotifySocket;
import org.supervisord.daemon.notify.ServiceNotifier;
import org.supervisord.daemon.posix.Daemonizer;
import org.supervisord.daemon.posix.LaunchEnvironment;
import org.supervisord.daemon.posix.PosixAccounts;
import org.supervisord.daemon.posix.ProgramLocale;
import org.supervisord.daemon.posix.SignalInbox;
import org.supervisord.daemon.posix.Spawner;
import org.supervisord.daemon.posix.TimerSlack;
import org.supervisord.daemon.posix.UnusedMemory;
import org.supervisord.daemon.replacement.Launch;
import org.supervisord.daemon.replacement.Takeover;
import org.supervisord.daemon.replacement.Tries;
import org.supervisord.daemon.supervision.Supervisor;

/**
 * The lives of the daemon in this process, one after another: a restart ends one and begins the
 * next. The loop, the signals and what else is the process's own outlive them.
 */
final class DaemonLives {
    /** Set where a daemon that takes over makes a start-up cache, which is to serve any start. */
    private static final String REHEARSAL = "supervisord.rehearsal";

    private final Launch launch;
    private final String classpath;
    private final Map<String, String> environment;
    private final PosixAccounts accounts;
    private final CurrentLog currentLog;
    private final Disposal disposal = Disposal.besideTheLoop();
    private Optional<DaemonRun> current = Optional.empty();
    private boolean first = true;

    /**
     * None has begun yet.
     *
     * @param launch how the daemon was started
     * @param classpath where plug-ins are looked for
     * @param environment of this process
     * @param currentLog is told the activity log of each life
     */
    DaemonLives(
            Launch launch,
            String classpath,
            Map<String, String> environment,
            PosixAccounts accounts,
            CurrentLog currentLog) {
        this.launch = launch;
        this.classpath = classpath;
        this.environment = environment;
        this.accounts = accounts;
        this.currentLog = currentLog;
    }

    /** What outlives a restart. */
    private record Means(
            EventLoop loop,
            StandardStreams standard,
            Spawner spawner,
            Settling settling,
            FileWatch watch,
            EventSerials serials,
            ServiceNotifier notifier) {}

    /**
     * Lives until the daemon is to end for good.
     *
     * @param start the configuration of the first life
     * @param source where each further life reads its own
     * @param former what the first life goes on with
     * @return the exit status
     * @throws StartupException when a life can't begin
     * @throws ConfigException when a life finds a configuration that can't be used
     */
    int run(Configuration start, Supervisor.ConfigSource source, Optional<Takeover> former)
            throws IOException, ConfigException, StartupException {
        Configuration configuration = start;
        Optional<Takeover> takeover = former;
        OptionalInt ended = OptionalInt.empty();
        try (EventLoop loop = new EventLoop(Clock.system(), currentLog::failed);
                Spawner spawner = new Spawner(accounts)) {
            FileWatch watch =
                    new FileWatch(loop, message -> currentLog.tell(loop, log -> log.warn(message)));
            StandardStreams standard =
                    new StandardStreams(
                            loop, message -> currentLog.tell(loop, log -> log.warn(message)));
            SignalInbox.open(loop, this::take);
            if (Boolean.getBoolean(REHEARSAL)) {
                SignalInbox.rehearse(loop);
                new OwnProcess(accounts).raiseLimits(configuration.daemon());
            }
            ServiceNotifier notifier = notifier(loop);
            Settling settling = new Settling(loop, UnusedMemory::giveBack);
            settling.begun();
            loop.after(Settling.QUIET, new TimerSlack()::allowToTheJvm);
            Means means =
                    new Means(
                            loop, standard, spawner, settling, watch, new EventSerials(), notifier);
            while (ended.isEmpty()) {
                ended = live(configuration, source, means, takeover);
                takeover = Optional.empty();
                if (ended.isEmpty()) {
                    configuration = source.read();
                }
            }
            standard.flush();
        }
        return ended.getAsInt();
    }

    private ServiceNotifier notifier(EventLoop loop) {
        NotifySettings settings = NotifySettings.of(environment, ProcessHandle.current().pid());
        settings.problems().forEach(it -> currentLog.tell(loop, log -> log.warn(it)));
        return new ServiceNotifier(
                settings.socket().map(NotifySocket::new),
                settings.watchdog(),
                loop,
                message -> currentLog.tell(loop, log -> log.warn(message)));
    }

    private OptionalInt live(
            Configuration configuration,
            Supervisor.ConfigSource source,
            Means means,
            Optional<Takeover> takeover)
            throws IOException, StartupException {
        EventLoop loop = means.loop;
        DaemonSettings settings = configuration.daemon();
        OwnProcess process = new OwnProcess(accounts);
        if (takeover.isEmpty()) {
            process.becomeUser(settings.user());
        }
        if (first && takeover.isEmpty()) {
            process.raiseLimits(settings);
        }
        FatalReasons fatalReasons =
                new FatalReasons(
                        loop.clock(),
                        message -> currentLog.tell(loop, log -> log.critical(message)),
                        message -> currentLog.tell(loop, log -> log.info(message)));
        Syslog syslog =
                new Syslog(
                        settings.syslog(),
                        HostName.read(),
                        loop,
                        message -> currentLog.tell(loop, log -> log.warn(message)));
        LogWorld world = new LogWorld(loop, means.standard, syslog, fatalReasons, disposal);
        try (PluginLoader plugins = plugins(classpath);
                ActivityLogFile logFile =
                        new ActivityLogFile(
                                settings,
                                world,
                                sinks -> takeover.ifPresent(it -> it.resumeActivity(sinks)))) {
            ActivityLog log = logFile.log();
            currentLog.is(log);
            LaunchEnvironment.tellActivityLog(
                    settings.logfile()
                            .flatMap(NamedDescriptor::file)
                            .map(Path::toString)
                            .orElse(""));
            LogSinks logs = new LogSinks(world, log::error);
            if (takeover.isPresent()) {
                Tries.failure().ifPresent(it -> log.critical("upgrade: failed: " + it));
                takeover.get().resume(world, logs);
            } else {
                process.criticals().forEach(log::critical);
                configuration.warnings().forEach(log::warn);
                configuration.infos().forEach(log::info);
                process.infos().forEach(log::info);
            }
            DaemonRun run =
                    new DaemonRun(
                            loop,
                            configuration,
                            source,
                            logFile,
                            fatalReasons,
                            logs,
                            means.watch,
                            means.serials,
                            Machine.posix(means.spawner, means.settling::started, accounts),
                            plugins,
                            means.notifier,
                            ProgramLocale.in(NotifySettings.removedFrom(environment)),
                            launch,
                            takeover);
            run.open(System.err::println);
            DaemonRun.Begun begun = () -> {};
            if (takeover.isEmpty() && first && Daemonizer.isBackground()) {
                // before the one that was started ends
                means.notifier.mainPid(ProcessHandle.current().pid());
                OwnProcess.moveToBackground(settings, log);
                begun = Daemonizer::reportReady;
            }
            first = false;
            current = Optional.of(run);
            return run.run(begun);
        } finally {
            syslog.close();
            current = Optional.empty();
            currentLog.isGone();
        }
    }

    private static PluginLoader plugins(String classpath) throws StartupException {
        try {
            return new PluginLoader(classpath);
        } catch (PluginException e) {
            throw new StartupException(e.getMessage());
        }
    }

    private void take(Signal signal) {
        current.ifPresent(run -> run.take(signal));
    }
}
