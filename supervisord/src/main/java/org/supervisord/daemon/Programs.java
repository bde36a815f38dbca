package org.supervisord.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.Configuration;
import org.supervisord.config.DaemonSettings;
import org.supervisord.daemon.children.ChildConnector;
import org.supervisord.daemon.children.GroupOpener;
import org.supervisord.daemon.children.PosixKernel;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.event.EventBus;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.AutomaticLogs;
import org.supervisord.daemon.log.LogSinks;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.process.ProcessWorld;
import org.supervisord.daemon.replacement.Takeover;
import org.supervisord.daemon.supervision.GroupException;
import org.supervisord.daemon.supervision.PoolDrain;
import org.supervisord.daemon.supervision.Supervisor;
import org.supervisord.daemon.upgrade.GroupState;
import org.supervisord.daemon.upgrade.StateException;

/**
 * The programs of one life of the daemon: the model, the machine that runs them and what carries
 * their output to logs and listeners, built for one another.
 */
final class Programs {
    private final EventLoop loop;
    private final ChildConnector connector;
    private final PosixKernel kernel;
    private final GroupOpener opener;
    private final Supervisor supervisor;

    /**
     * None of them is opened yet.
     *
     * @param environment what programs find in their environment, before what is added for each
     * @param keepsLogs whether logs with automatic names from before are left where they are
     * @param events told of all that happens
     */
    Programs(
            EventLoop loop,
            Configuration configuration,
            Supervisor.ConfigSource source,
            FatalReasons fatalReasons,
            LogSinks logs,
            Machine machine,
            PluginLoader plugins,
            Map<String, String> environment,
            boolean keepsLogs,
            EventBus bus,
            Consumer<Event> events,
            ActivityLog log) {
        this.loop = loop;
        DaemonSettings settings = configuration.daemon();
        this.connector =
                new ChildConnector(
                        loop,
                        settings.stripAnsi(),
                        logs,
                        log,
                        events,
                        process -> opener().listener(process));
        this.kernel =
                new PosixKernel(
                        configuration,
                        environment,
                        machine.children(),
                        connector,
                        process -> opener().socket(process),
                        log);
        ProcessWorld world =
                new ProcessWorld(
                        kernel,
                        loop,
                        log,
                        events,
                        fatalReasons,
                        () -> supervisor().mayStart(),
                        folders(environment.get("PATH")));
        AutomaticLogs automaticLogs = logs.automatic(settings.childlogdir(), settings.identifier());
        if (!keepsLogs) {
            automaticLogs.removeOld(log);
        }
        this.opener =
                new GroupOpener(
                        world,
                        automaticLogs,
                        settings.identifier(),
                        bus,
                        plugins,
                        machine.sockets());
        this.supervisor =
                new Supervisor(
                        configuration,
                        source,
                        opener,
                        events,
                        new PoolDrain(
                                bus, Duration.ofSeconds(settings.eventDrainSecs()), loop, log),
                        loop,
                        fatalReasons,
                        log);
    }

    private static List<String> folders(String path) {
        return path == null || path.isEmpty()
                ? List.of("/bin", "/usr/bin", "/usr/local/bin")
                : List.of(path.split(":", -1));
    }

    private GroupOpener opener() {
        return opener;
    }

    /** What is supervised. */
    Supervisor supervisor() {
        return supervisor;
    }

    /** What starts, signals and reaps them. */
    PosixKernel kernel() {
        return kernel;
    }

    /** How many bytes wait for programs that do not read, or came from them and wait for more. */
    long waitingBytes() {
        return connector.waitingBytes() + kernel.waitingBytes();
    }

    /** Makes the groups that are configured. */
    void open() throws StartupException {
        try {
            supervisor.openGroups();
        } catch (GroupException e) {
            throw new StartupException(e.getMessage());
        }
    }

    /** Makes the groups that a former program has had, with their children. */
    void resume(Takeover former) {
        long takenAt = former.takenAtNanos(loop.clock());
        for (GroupState group : former.state().groups()) {
            former.part("group " + group.name(), () -> resume(group, former, takenAt));
        }
    }

    private void resume(GroupState group, Takeover former, long takenAt)
            throws StateException, GroupException {
        Configuration configuration = former.configuration(group.configuration());
        try {
            supervisor.resume(
                    opener.resume(
                            former.settings(group),
                            group,
                            takenAt,
                            (process, child, ended) ->
                                    kernel.adopt(
                                            process,
                                            child,
                                            former.descriptors(),
                                            (what, part) -> former.part(what, part::resume),
                                            ended),
                            former.descriptors()),
                    configuration);
        } catch (GroupException | RuntimeException e) {
            // nobody is to start again what is not supervised
            group.programs().forEach(it -> it.child().ifPresent(kernel::forget));
            throw e;
        }
    }

    /**
     * All that another program needs to go on with them.
     *
     * @param numbers the number by which that program knows a configuration
     */
    List<GroupState> snapshot(Keeper keeper, ToIntFunction<Configuration> numbers)
            throws IOException {
        connector.close();
        List<GroupState> groups = new ArrayList<>();
        for (ProcessGroup group : supervisor.groupsAsAdded()) {
            int origin = numbers.applyAsInt(supervisor.origin(group));
            groups.add(opener.snapshot(group, origin, kernel, keeper));
        }
        return groups;
    }

    /** Lets go of what all of them share. */
    void close() {
        connector.close();
        opener.abandonSockets();
    }
}
