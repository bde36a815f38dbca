package org.supervisord.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.supervisord.config.ChannelSettings;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.LogTarget;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.AutomaticLogs;
import org.supervisord.daemon.process.LogPaths;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.process.ProcessWorld;

/** Makes groups of processes from their settings, and names the logs that have no name. */
final class GroupOpener implements Supervisor.GroupFactory {
    private final ProcessWorld world;
    private final AutomaticLogs automaticLogs;
    private final ActivityLog log;

    GroupOpener(ProcessWorld world, AutomaticLogs automaticLogs) {
        this.world = world;
        this.automaticLogs = automaticLogs;
        this.log = world.log();
    }

    @Override
    public ProcessGroup open(GroupSettings settings) {
        List<ManagedProcess> processes = new ArrayList<>();
        for (ProgramSettings program : settings.programs()) {
            LogPaths logs =
                    new LogPaths(
                            path(program, program.stdout(), "stdout"),
                            path(program, program.stderr(), "stderr"));
            processes.add(new ManagedProcess(settings.name(), program, logs, world));
        }
        return new ProcessGroup(settings, processes);
    }

    private Optional<Path> path(ProgramSettings program, ChannelSettings settings, String channel) {
        LogTarget target = settings.logfile();
        if (target instanceof LogTarget.File file) {
            return Optional.of(file.path());
        }
        if (target instanceof LogTarget.Automatic) {
            try {
                return Optional.of(automaticLogs.create(program.name(), channel));
            } catch (IOException e) {
                log.error(
                        "can't make a log for "
                                + channel
                                + " of "
                                + program.name()
                                + ": "
                                + e.getMessage());
            }
        }
        return Optional.empty();
    }

    @Override
    public void close(ProcessGroup group) {
        // its processes have no resources of their own once they are stopped
    }
}
