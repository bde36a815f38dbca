package org.supervisord.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.config.ConfigText;
import org.supervisord.config.Configuration;
import org.supervisord.config.DaemonSettings;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.LogLevel;
import org.supervisord.config.OrphanPolicy;
import org.supervisord.config.SyslogSettings;

/** Settings of daemons for tests: the defaults, with what a test wants otherwise. */
public final class Daemons {
    private Optional<Path> logfile = Optional.empty();
    private long logfileMaxbytes;
    private int logfileBackups;
    private LogLevel loglevel = LogLevel.INFO;
    private Path pidfile = Path.of("supervisord.pid");
    private String identifier = "supervisor";
    private Path childlogdir = Path.of("/tmp");
    private boolean nodaemon;
    private boolean silent;
    private boolean nocleanup;
    private boolean stripAnsi;
    private int eventDrainSecs = 5;
    private Optional<String> serverurl = Optional.empty();

    private Daemons() {}

    public static Daemons daemon() {
        return new Daemons();
    }

    public Daemons logfile(Optional<Path> value) {
        logfile = value;
        return this;
    }

    public Daemons logfile(Optional<Path> value, long maxbytes, int backups) {
        logfileMaxbytes = maxbytes;
        logfileBackups = backups;
        return logfile(value);
    }

    public Daemons loglevel(LogLevel value) {
        loglevel = value;
        return this;
    }

    public Daemons pidfile(Path value) {
        pidfile = value;
        return this;
    }

    public Daemons identifier(String value) {
        identifier = value;
        return this;
    }

    public Daemons childlogdir(Path value) {
        childlogdir = value;
        return this;
    }

    public Daemons nodaemon(boolean value) {
        nodaemon = value;
        return this;
    }

    public Daemons silent() {
        silent = true;
        return this;
    }

    public Daemons nocleanup(boolean value) {
        nocleanup = value;
        return this;
    }

    public Daemons stripAnsi(boolean value) {
        stripAnsi = value;
        return this;
    }

    public Daemons eventDrainSecs(int value) {
        eventDrainSecs = value;
        return this;
    }

    public Daemons serverurl(Optional<String> value) {
        serverurl = value;
        return this;
    }

    public DaemonSettings settings() {
        return new DaemonSettings(
                logfile,
                logfileMaxbytes,
                logfileBackups,
                loglevel,
                pidfile,
                identifier,
                childlogdir,
                nodaemon,
                silent,
                nocleanup,
                stripAnsi,
                1024,
                200,
                022,
                eventDrainSecs,
                OrphanPolicy.WARN,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                SyslogSettings.LOCAL);
    }

    /** A configuration of these groups, without servers. */
    public Configuration with(List<GroupSettings> groups) {
        return new Configuration(
                Path.of("supervisord.conf"),
                settings(),
                List.of(),
                List.of(),
                groups,
                serverurl,
                List.of(),
                List.of(),
                new ConfigText("supervisord.conf", "/", "/", List.of()));
    }
}
