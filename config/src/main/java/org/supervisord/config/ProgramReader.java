package org.supervisord.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.common.PythonRepr;
import org.supervisord.common.Signal;

/** Reads the keys that every kind of program has: one section, and the processes it stands for. */
final class ProgramReader {
    /** More processes than this in one section are a slip of the keyboard. */
    static final int MOST_PROCESSES = 65_536;

    private final Reading reading;

    ProgramReader(Reading reading) {
        this.reading = reading;
    }

    /** What does not differ between the processes of a section. */
    private record Common(
            int priority,
            boolean autostart,
            AutoRestart autorestart,
            int startsecs,
            int startretries,
            Signal stopsignal,
            int stopwaitsecs,
            boolean stopasgroup,
            boolean killasgroup,
            List<Integer> exitcodes,
            boolean exitOnFatal,
            boolean redirectStderr,
            int numprocs,
            int numprocsStart,
            long stdoutCapture,
            boolean stdoutEvents,
            long stderrCapture,
            boolean stderrEvents,
            Optional<String> serverurl,
            Optional<RunAs> user,
            OptionalInt umask) {}

    /**
     * The processes of a section, by priority, then by name.
     *
     * @param name the section
     * @param group the group they are to be in
     */
    List<ProgramSettings> read(String name, String group) throws ConfigException {
        try {
            List<ProgramSettings> programs = new ArrayList<>(readSection(name, group));
            programs.sort(ProgramReader::compare);
            return programs;
        } catch (ConfigException e) {
            String file =
                    reading.ini().header(name).map(IniFile.Header::file).orElse(reading.mainFile());
            throw new ConfigException(
                    e.getMessage()
                            + " in section "
                            + PythonRepr.of(name)
                            + " (file: "
                            + PythonRepr.of(file)
                            + ")",
                    e.plain());
        }
    }

    private static int compare(ProgramSettings one, ProgramSettings other) {
        int byPriority = Integer.compare(one.priority(), other.priority());
        return byPriority == 0 ? one.name().compareTo(other.name()) : byPriority;
    }

    private List<ProgramSettings> readSection(String name, String group) throws ConfigException {
        Section section = reading.section(name);
        String programName = Values.name(section.afterColon());
        section.expansions().put("program_name", programName);
        section.expansions().put("host_node_name", reading.hostName());
        section.expansions().put("group_name", group);

        Common common = common(section);
        String processName =
                reading.findings()
                        .attempt(
                                section.place("process_name"),
                                "%(process_num)d",
                                () ->
                                        Values.name(
                                                section.raw("process_name")
                                                        .orElse("%(program_name)s")));
        if (common.numprocs > 1 && !processName.contains("%(process_num)")) {
            section.refuse(
                    "process_name",
                    new ConfigException(
                            "%(process_num) must be present within process_name when numprocs >"
                                    + " 1"));
        }
        if (common.stopasgroup && !common.killasgroup) {
            section.refuse(
                    "killasgroup",
                    new ConfigException("Cannot set stopasgroup=true and killasgroup=false"));
        }
        if (common.numprocs > MOST_PROCESSES) {
            section.refuse(
                    "numprocs", new ConfigException("numprocs is larger than " + MOST_PROCESSES));
            return List.of();
        }
        List<ProgramSettings> programs = new ArrayList<>();
        for (int i = 0; i < common.numprocs; i++) {
            // what the environment of the one before has changed counts for that one
            section.expansions().putAll(reading.environment());
            section.expansions().put("process_num", (long) common.numprocsStart + i);
            section.expansions().put("numprocs", common.numprocs);
            programs.add(process(section, common, processName));
        }
        return programs;
    }

    /** The keys in the order in which the reference looks at them: the first bad one is told. */
    private Common common(Section section) throws ConfigException {
        int priority = section.integer("priority", 999);
        boolean autostart = section.bool("autostart", true);
        AutoRestart autorestart =
                section.get("autorestart", AutoRestart.UNEXPECTED, Values::autoRestart);
        int startsecs = section.integer("startsecs", 1);
        int startretries = section.integer("startretries", 3);
        var stopsignal = section.get("stopsignal", Signal.TERM, Values::signal);
        int stopwaitsecs = section.integer("stopwaitsecs", 10);
        boolean stopasgroup = section.bool("stopasgroup", false);
        return new Common(
                priority,
                autostart,
                autorestart,
                startsecs,
                startretries,
                stopsignal,
                stopwaitsecs,
                stopasgroup,
                section.getOrDepending("killasgroup", stopasgroup, Values::bool),
                section.get("exitcodes", List.of(0), Values::exitCodes),
                section.bool("exit_on_fatal", false),
                section.bool("redirect_stderr", false),
                section.integer("numprocs", 1),
                section.integer("numprocs_start", 0),
                section.byteSize("stdout_capture_maxbytes", 0),
                section.bool("stdout_events_enabled", false),
                section.byteSize("stderr_capture_maxbytes", 0),
                section.bool("stderr_events_enabled", false),
                section.text("serverurl")
                        .filter(url -> !Blanks.strip(url).equalsIgnoreCase("AUTO")),
                section.get("user", text -> Values.runAs(text, reading.accounts())),
                section.get("umask", Values::octal)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()));
    }

    private ProgramSettings process(Section section, Common common, String processName)
            throws ConfigException {
        Map<String, Object> known = section.expansions();
        Map<String, String> own =
                section.get("environment", known, "environment", KeyValuePairs::parse)
                        .orElse(Map.of());
        own.forEach((name, value) -> known.put("ENV_" + name, value));
        Map<String, String> all = new LinkedHashMap<>(reading.daemonEnvironment());
        all.putAll(own);

        Optional<String> directory = section.text("directory");
        ChannelSettings stdout =
                channel(section, "stdout", common.stdoutCapture, common.stdoutEvents, false);
        ChannelSettings stderr =
                channel(
                        section,
                        "stderr",
                        common.stderrCapture,
                        common.stderrEvents,
                        common.redirectStderr);
        Optional<String> command = section.text("command");
        if (section.raw("command").isEmpty()) {
            section.refuse(
                    "command",
                    new ConfigException(
                            "program section " + section.name() + " does not specify a command",
                            "the section has no command"));
        }
        // others at its ends come from what was put into it
        int blanks = section.raw("process_name").map(Blanks::leading).orElse(0);
        String name =
                section.getOrDepending(
                        "process_name",
                        (String) known.get("program_name"),
                        known,
                        "process_name",
                        text -> text.substring(blanks));
        return new ProgramSettings(
                name,
                command.orElse(""),
                directory,
                common.umask,
                common.priority,
                common.autostart,
                common.autorestart,
                common.startsecs,
                common.startretries,
                common.user,
                common.stopsignal,
                common.stopwaitsecs,
                common.stopasgroup,
                common.killasgroup,
                common.exitcodes,
                common.exitOnFatal,
                common.redirectStderr,
                Collections.unmodifiableMap(all),
                common.serverurl,
                stdout,
                stderr);
    }

    private ChannelSettings channel(
            Section section, String channel, long capture, boolean events, boolean redirected)
            throws ConfigException {
        String key = channel + "_logfile";
        Values.LogTargetOrSyslog log =
                section.get(
                        key,
                        new Values.LogTargetOrSyslog(new LogTarget.Automatic(), false),
                        // expanded a second time: what was %%%% in the file is % here
                        text ->
                                Values.logfile(
                                        PercentFormat.expand(text, section.expansions(), key),
                                        reading.homes()));
        int backups = section.integer(key + "_backups", 10);
        long maxbytes = section.byteSize(key + "_maxbytes", 50L << 20);
        boolean syslog = section.bool(channel + "_syslog", false);
        LogTarget target = log.target();
        if (log.syslog()) {
            syslog = true;
            section.warn(
                    key,
                    key
                            + "=syslog but this is deprecated and will be removed.  Use "
                            + channel
                            + "_syslog=true to enable syslog instead.");
        }
        if (target instanceof LogTarget.Automatic && maxbytes == 0) {
            section.warn(
                    key + "_maxbytes",
                    "AUTO logging used for "
                            + key
                            + " without rollover, set maxbytes > 0 to avoid filling up filesystem"
                            + " unintentionally");
        }
        if (redirected) {
            if (target instanceof LogTarget.File || target instanceof LogTarget.Unnamed) {
                section.warn(
                        key,
                        "redirect_stderr=true but stderr_logfile has also been set to a"
                                + " filename, the filename has been ignored");
            }
            target = new LogTarget.None();
        }
        return new ChannelSettings(target, maxbytes, backups, capture, events, syslog);
    }
}
