package org.supervisord.daemon.rpc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;

/** Methods that read and clear the logs of processes. */
final class ProcessLogMethods {
    private static final String NAME = "string name the process, or group:process";

    private final SupervisorMethods shared;
    private final LogParts parts;

    ProcessLogMethods(SupervisorMethods shared, LogParts parts) {
        this.shared = shared;
        this.parts = parts;
    }

    void addTo(MethodTable table) {
        addRead(table, "Stdout", ManagedProcess::stdoutLog, ManagedProcess::stdoutLogName);
        addRead(table, "Stderr", ManagedProcess::stderrLog, ManagedProcess::stderrLogName);
        table.alias("supervisor.readProcessLog", "supervisor.readProcessStdoutLog");
        table.alias("supervisor.tailProcessLog", "supervisor.tailProcessStdoutLog");
        table.method(
                        "supervisor.clearProcessLogs",
                        "boolean done",
                        "Begins new logs for a process that is up.")
                .takes(NAME)
                .does(
                        shared.whileRunning(
                                arguments ->
                                        clear(
                                                shared.process(arguments.text(0)),
                                                arguments.text(0))));
        table.alias("supervisor.clearProcessLog", "supervisor.clearProcessLogs");
        table.method(
                        "daemon.getOutputSinceStart",
                        "struct bytes",
                        "How many bytes of a process's stdout and stderr have been logged since"
                                + " it was started.")
                .takes(NAME)
                .onlyReads()
                .does(shared.whileRunning(arguments -> sinceStart(arguments.text(0))));
        table.method(
                        "supervisor.clearAllProcessLogs",
                        "array results",
                        "Begins new logs for all processes that are up.")
                .does(shared.whileRunning(arguments -> clearAll()));
    }

    private Object sinceStart(String name) throws RpcFault {
        List<Long> logged =
                shared.process(name)
                        .logged()
                        .orElseThrow(() -> new RpcFault(Fault.NOT_RUNNING, name));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("stdout", (int) Math.min(Integer.MAX_VALUE, logged.get(0)));
        answer.put("stderr", (int) Math.min(Integer.MAX_VALUE, logged.get(1)));
        return answer;
    }

    private void addRead(
            MethodTable table,
            String channel,
            Function<ManagedProcess, Optional<Path>> log,
            Function<ManagedProcess, Optional<String>> name) {
        table.method(
                        "supervisor.readProcess" + channel + "Log",
                        "string text",
                        "A part of a process's " + channel.toLowerCase(Locale.ROOT) + " log.")
                .takes(NAME)
                .takes("int offset where it begins; negative: counted from the end")
                .takes("int length how many bytes; 0: all that follow")
                .onlyReads()
                .does(
                        shared.whileRunning(
                                arguments ->
                                        parts.read(
                                                log.apply(shared.process(arguments.text(0))),
                                                name.apply(shared.process(arguments.text(0))),
                                                arguments.number(1),
                                                arguments.number(2))));
        table.method(
                        "supervisor.tailProcess" + channel + "Log",
                        "array tail",
                        "The end of a process's "
                                + channel.toLowerCase(Locale.ROOT)
                                + " log: the text, the log's size, and whether there was more"
                                + " behind the offset than the length.")
                .takes(NAME)
                .takes("int offset what was read before")
                .takes("int length how many bytes at most")
                .onlyReads()
                .does(
                        shared.whileRunning(
                                arguments ->
                                        parts.tail(
                                                log.apply(shared.process(arguments.text(0))),
                                                arguments.number(1),
                                                arguments.number(2))));
    }

    private static boolean clear(ManagedProcess process, String name) throws RpcFault {
        try {
            process.clearLogs();
            return true;
        } catch (IOException e) {
            throw new RpcFault(Fault.FAILED, name);
        }
    }

    private Object clearAll() {
        List<ManagedProcess> all = new ArrayList<>();
        for (ProcessGroup group : shared.supervisor().groups()) {
            all.addAll(group.byPriority());
        }
        return ManyResults.of(all, process -> clear(process, process.fullName().toString()));
    }
}
