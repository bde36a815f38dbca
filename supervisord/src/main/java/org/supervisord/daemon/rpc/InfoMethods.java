package org.supervisord.daemon.rpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.config.ChannelSettings;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.LogTarget;
import org.supervisord.config.ProgramSettings;
import org.supervisord.config.RunAs;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;

/** Methods that tell of processes and of what they are configured with. */
final class InfoMethods {
    private static final String NONE = "none";

    private final SupervisorMethods shared;
    private final Clock clock;
    private final AllInfos all;

    InfoMethods(SupervisorMethods shared, Clock clock) {
        this.shared = shared;
        this.clock = clock;
        this.all = new AllInfos(shared.supervisor(), InfoMethods::info);
    }

    void addTo(MethodTable table) {
        table.method("supervisor.getProcessInfo", "struct info", "What a process is doing.")
                .takes("string name the process, or group:process")
                .onlyReads()
                .does(
                        shared.whileRunning(
                                arguments ->
                                        info(
                                                shared.process(arguments.text(0)),
                                                clock.wallMillis())));
        table.method(
                        "supervisor.getAllProcessInfo",
                        "array infos",
                        "What all processes are doing, sorted by group and name.")
                .onlyReads()
                .does(shared.whileRunning(arguments -> all.at(clock.wallMillis())));
        table.method(
                        "supervisor.getAllConfigInfo",
                        "array configurations",
                        "What the processes of the configuration, as it was read last, are"
                                + " configured with.")
                .onlyReads()
                .does(shared.whileRunning(arguments -> allConfigurations()));
    }

    private static Map<String, Object> info(ManagedProcess process, long now) {
        String stdout = process.stdoutLogName().orElse("");
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", process.name());
        info.put("group", process.fullName().group());
        info.put("start", Numbers.capped(process.startedAtMillis() / 1000));
        info.put("stop", Numbers.capped(process.stoppedAtMillis() / 1000));
        info.put("now", Numbers.capped(now / 1000));
        info.put("state", process.state().code());
        info.put("statename", process.state().name());
        info.put("spawnerr", process.spawnError().orElse(""));
        info.put("exitstatus", process.exitStatus().orElse(0));
        info.put("logfile", stdout);
        info.put("stdout_logfile", stdout);
        info.put("stderr_logfile", process.stderrLogName().orElse(""));
        info.put("pid", process.pid());
        info.put("description", Description.of(process, now));
        return Collections.unmodifiableMap(info);
    }

    private List<Object> allConfigurations() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (GroupSettings group : shared.supervisor().configuration().groups()) {
            Optional<ProcessGroup> active = shared.supervisor().group(group.name());
            // of a configuration that was not read since, the automatic logs have names
            Optional<ProcessGroup> made = active.filter(it -> it.settings() == group);
            for (ProgramSettings program : group.programs()) {
                all.add(
                        configuration(
                                group,
                                program,
                                active.isPresent(),
                                made.flatMap(it -> it.process(program.name()))));
            }
        }
        all.sort(Comparator.comparing(configuration -> (String) configuration.get("name")));
        return List.copyOf(all);
    }

    private Map<String, Object> configuration(
            GroupSettings group,
            ProgramSettings program,
            boolean inUse,
            Optional<ManagedProcess> process) {
        Map<String, Object> it = new LinkedHashMap<>();
        it.put("autostart", program.autostart());
        it.put(
                "autorestart",
                switch (program.autorestart()) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case UNEXPECTED -> "unexpected";
                });
        it.put("directory", program.directory().orElse(NONE));
        it.put("uid", program.user().<Object>map(RunAs::uid).orElse(NONE));
        it.put("command", program.command());
        it.put("exitcodes", program.exitcodes());
        it.put("group", group.name());
        it.put("group_prio", group.priority());
        it.put("inuse", inUse);
        it.put("killasgroup", program.killasgroup());
        it.put("name", program.name());
        it.put("process_prio", program.priority());
        it.put("redirect_stderr", program.redirectStderr());
        it.put("startretries", program.startretries());
        it.put("startsecs", program.startsecs());
        putChannel(it, "stdout", program.stdout(), process.flatMap(ManagedProcess::stdoutLogName));
        it.put("stopsignal", program.stopsignal().number());
        it.put("stopwaitsecs", program.stopwaitsecs());
        putChannel(it, "stderr", program.stderr(), process.flatMap(ManagedProcess::stderrLogName));
        it.put("serverurl", program.serverurl().orElse(NONE));
        return it;
    }

    private static void putChannel(
            Map<String, Object> it,
            String channel,
            ChannelSettings settings,
            Optional<String> automatic) {
        LogTarget target = settings.logfile();
        String logfile =
                target instanceof LogTarget.File file
                        ? file.name()
                        : target instanceof LogTarget.Automatic
                                ? automatic.orElse("auto")
                                : target instanceof LogTarget.Unnamed ? "" : NONE;
        it.put(channel + "_capture_maxbytes", Numbers.capped(settings.captureMaxbytes()));
        it.put(channel + "_events_enabled", settings.eventsEnabled());
        it.put(channel + "_logfile", logfile);
        it.put(channel + "_logfile_backups", settings.backups());
        it.put(channel + "_logfile_maxbytes", Numbers.capped(settings.maxbytes()));
        it.put(channel + "_syslog", settings.syslog());
    }
}
