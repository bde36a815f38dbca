package org.supervisord.daemon.rpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.common.SupervisorState;
import org.supervisord.config.ConfigException;
import org.supervisord.config.GroupSettings;
import org.supervisord.daemon.fatal.FatalReason;
import org.supervisord.daemon.log.ActivityLogFile;
import org.supervisord.daemon.supervision.GroupException;
import org.supervisord.daemon.supervision.ReloadResult;
import org.supervisord.daemon.supervision.Supervisor;

/** Methods that are about the daemon itself: who it is, its log, its configuration, its end. */
final class DaemonMethods {
    private final SupervisorMethods shared;
    private final Supervisor supervisor;
    private final LogParts parts;
    private final ActivityLogFile logFile;
    private final String version;

    DaemonMethods(
            SupervisorMethods shared, LogParts parts, ActivityLogFile logFile, String version) {
        this.shared = shared;
        this.supervisor = shared.supervisor();
        this.parts = parts;
        this.logFile = logFile;
        this.version = version;
    }

    void addTo(MethodTable table) {
        addIdentity(table);
        addMainLog(table);
        addConfiguration(table);
        table.method("supervisor.shutdown", "boolean done", "Stops all programs and the daemon.")
                .does(
                        shared.whileRunning(
                                arguments -> {
                                    supervisor.shutdown();
                                    return true;
                                }));
        table.method(
                        "supervisor.restart",
                        "boolean done",
                        "Stops all programs and starts anew with the configuration as it is then.")
                .does(
                        shared.whileRunning(
                                arguments -> {
                                    supervisor.restart();
                                    return true;
                                }));
    }

    private void addIdentity(MethodTable table) {
        table.method("supervisor.getAPIVersion", "string version", "Version of this interface.")
                .onlyReads()
                .does(shared.whileRunning(arguments -> SupervisorMethods.API_VERSION));
        table.alias("supervisor.getVersion", "supervisor.getAPIVersion");
        table.method("supervisor.getSupervisorVersion", "string version", "The daemon's version.")
                .onlyReads()
                .does(shared.whileRunning(arguments -> version));
        table.method(
                        "supervisor.getIdentification",
                        "string identifier",
                        "The name that the configuration gives to this daemon.")
                .onlyReads()
                .does(shared.whileRunning(arguments -> supervisor.settings().identifier()));
        table.method(
                        "supervisor.getState",
                        "struct state",
                        "The daemon's state, as statecode and statename.")
                .onlyReads()
                .does(shared.whileRunning(arguments -> state()));
        table.method(
                        "daemon.getFatalReasons",
                        "array reasons",
                        "What makes the daemon's state FATAL: for each operation that failed and"
                                + " has not worked since, the oldest first, operation, on (what it"
                                + " is done to), reason, and since (seconds since 1970).")
                .onlyReads()
                .does(shared.whileRunning(arguments -> fatalReasons()));
        table.method("supervisor.getPID", "int pid", "The daemon's process id.")
                .onlyReads()
                .does(shared.whileRunning(arguments -> supervisor.pid()));
    }

    private Map<String, Object> state() {
        SupervisorState state = supervisor.state();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("statecode", state.code());
        answer.put("statename", state.name());
        return answer;
    }

    private List<Object> fatalReasons() {
        List<Object> answer = new ArrayList<>();
        for (FatalReason reason : supervisor.fatalReasons().all()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("operation", reason.operation().what());
            one.put("on", reason.operation().on());
            one.put("reason", reason.reason());
            one.put("since", Numbers.capped(reason.sinceMillis() / 1000));
            answer.add(one);
        }
        return answer;
    }

    private void addMainLog(MethodTable table) {
        table.method("supervisor.readLog", "string text", "A part of the activity log.")
                .takes("int offset where it begins; negative: counted from the end")
                .takes("int length how many bytes; 0: all that follow")
                .onlyReads()
                .does(
                        shared.whileRunning(
                                arguments ->
                                        parts.read(
                                                mainLog(),
                                                mainLog().map(Path::toString),
                                                arguments.number(0),
                                                arguments.number(1))));
        table.alias("supervisor.readMainLog", "supervisor.readLog");
        table.method("supervisor.clearLog", "boolean done", "Begins a new activity log.")
                .does(shared.whileRunning(arguments -> clearLog()));
    }

    private Optional<Path> mainLog() throws RpcFault {
        Optional<Path> file = supervisor.settings().logfile();
        if (file.isEmpty()) {
            throw new RpcFault(Fault.NO_FILE, "syslog");
        }
        return file;
    }

    private boolean clearLog() throws RpcFault {
        Optional<Path> file = supervisor.settings().logfile();
        if (file.isEmpty() || !Files.exists(file.get())) {
            throw new RpcFault(Fault.NO_FILE);
        }
        try {
            logFile.clear();
        } catch (IOException e) {
            throw new RpcFault(Fault.FAILED);
        }
        return true;
    }

    private void addConfiguration(MethodTable table) {
        table.method(
                        "supervisor.reloadConfig",
                        "array changes",
                        "Reads the configuration again and tells the names of the groups that are"
                                + " new, changed and gone, as [[added, changed, removed]]. Nothing"
                                + " is started or stopped.")
                .does(shared.whileRunning(arguments -> reloadConfig()));
        table.method(
                        "supervisor.addProcessGroup",
                        "boolean done",
                        "Supervises a group of the configuration as it was read last.")
                .takes("string name the group")
                .does(shared.whileRunning(arguments -> addGroup(arguments.text(0))));
        table.method(
                        "supervisor.removeProcessGroup",
                        "boolean done",
                        "Supervises a group no longer. All of its processes must be stopped.")
                .takes("string name the group")
                .does(shared.whileRunning(arguments -> removeGroup(arguments.text(0))));
    }

    private List<Object> reloadConfig() throws RpcFault {
        try {
            ReloadResult result = supervisor.reloadConfig();
            return List.of(List.of(result.added(), result.changed(), result.removed()));
        } catch (ConfigException e) {
            throw new RpcFault(Fault.CANT_REREAD, e.getMessage());
        }
    }

    private boolean addGroup(String name) throws RpcFault {
        GroupSettings settings =
                supervisor.configuration().groups().stream()
                        .filter(group -> group.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
        try {
            if (!supervisor.addGroup(settings)) {
                throw new RpcFault(Fault.ALREADY_ADDED, name);
            }
            return true;
        } catch (GroupException e) {
            throw new RpcFault(Fault.FAILED, e.getMessage());
        }
    }

    private boolean removeGroup(String name) throws RpcFault {
        shared.group(name);
        if (!supervisor.removeGroup(name)) {
            throw new RpcFault(Fault.STILL_RUNNING, name);
        }
        return true;
    }
}
