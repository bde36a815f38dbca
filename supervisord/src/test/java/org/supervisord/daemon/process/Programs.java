package org.supervisord.daemon.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.common.Signal;
import org.supervisord.config.AutoRestart;
import org.supervisord.config.ChannelSettings;
import org.supervisord.config.LogTarget;
import org.supervisord.config.ProgramSettings;

/** Settings of programs for tests: the defaults, with what a test wants otherwise. */
public final class Programs {
    private final String name;
    private String command = "/bin/true";
    private int priority = 999;
    private boolean autostart = true;
    private AutoRestart autorestart = AutoRestart.UNEXPECTED;
    private int startsecs = 1;
    private int startretries = 3;
    private int stopwaitsecs = 10;
    private boolean stopasgroup;
    private boolean killasgroup;
    private boolean exitOnFatal;
    private LogTarget logs = new LogTarget.None();

    private Programs(String name) {
        this.name = name;
    }

    public static Programs program(String name) {
        return new Programs(name);
    }

    public Programs command(String value) {
        command = value;
        return this;
    }

    public Programs priority(int value) {
        priority = value;
        return this;
    }

    public Programs autostart(boolean value) {
        autostart = value;
        return this;
    }

    public Programs autorestart(AutoRestart value) {
        autorestart = value;
        return this;
    }

    public Programs startsecs(int value) {
        startsecs = value;
        return this;
    }

    public Programs startretries(int value) {
        startretries = value;
        return this;
    }

    public Programs stopwaitsecs(int value) {
        stopwaitsecs = value;
        return this;
    }

    public Programs asGroup(boolean stop, boolean kill) {
        stopasgroup = stop;
        killasgroup = kill;
        return this;
    }

    public Programs exitOnFatal() {
        exitOnFatal = true;
        return this;
    }

    public Programs automaticLogs() {
        logs = new LogTarget.Automatic();
        return this;
    }

    public ProgramSettings settings() {
        ChannelSettings output = new ChannelSettings(logs, 0, 0, 0, false, false);
        return new ProgramSettings(
                name,
                command,
                Optional.empty(),
                OptionalInt.empty(),
                priority,
                autostart,
                autorestart,
                startsecs,
                startretries,
                Optional.empty(),
                Signal.TERM,
                stopwaitsecs,
                stopasgroup,
                killasgroup,
                List.of(0),
                exitOnFatal,
                false,
                Map.of(),
                Optional.empty(),
                output,
                output);
    }
}
