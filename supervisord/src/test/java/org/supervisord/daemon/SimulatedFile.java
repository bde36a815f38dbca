package org.supervisord.daemon;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.supervisord.config.ConfigException;
import org.supervisord.config.Configuration;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.sim.SimDisk;

/** The configuration of a simulated daemon, which somebody edits, perhaps badly. */
final class SimulatedFile {
    static final String ACTIVITY_LOG = "/log/supervisord.log";

    private final Random random;
    private final SimDisk disk;
    private final GeneratedGroups generator;
    private List<GroupSettings> groups;

    SimulatedFile(Random random, SimDisk disk, GeneratedGroups generator) {
        this.random = random;
        this.disk = disk;
        this.generator = generator;
        this.groups = generator.all();
    }

    /** What it says, with settings of the daemon that are others each time. */
    Configuration read() {
        return Daemons.daemon()
                .logfile(Optional.of(disk.path(ACTIVITY_LOG)), random.nextBoolean() ? 0 : 20_000, 2)
                .loglevel(random.nextInt(5) == 0 ? LogLevel.DEBUG : LogLevel.INFO)
                .pidfile(disk.path("/log/supervisord.pid"))
                .childlogdir(disk.path("/logs"))
                .nocleanup(random.nextBoolean())
                .stripAnsi(generator.stripAnsi())
                .eventDrainSecs(random.nextInt(6))
                .with(groups);
    }

    /** Somebody has edited it. */
    Configuration readEdited() throws ConfigException {
        if (random.nextInt(10) == 0) {
            throw new ConfigException("it makes no sense");
        }
        groups = generator.edited(groups);
        return read();
    }
}
