package org.supervisord.ctl.action;

import java.io.IOException;
import java.util.List;
import org.supervisord.common.Fault;
import org.supervisord.common.NameSpec;
import org.supervisord.common.ProcessName;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient.Result;

/** Actions that show and clear logs. */
final class LogActions {
    static final List<Action> ALL =
            List.of(
                    TailAction.TAIL,
                    TailAction.MAINTAIL,
                    Action.of(
                            "clear",
                            Action.Completes.PROCESSES,
                            LogActions::clear,
                            "clear <name> ...\tBegin new logs for processes",
                            "clear all\tBegin new logs for all of them"));

    private LogActions() {}

    private static void clear(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        List<String> names = Action.words(argument);
        if (names.isEmpty()) {
            throw Action.Misused.error("Error: clear requires a process name");
        }
        if (names.contains("all")) {
            session.client().results("clearAllProcessLogs").forEach(it -> say(session, it));
            return;
        }
        for (String name : names) {
            NameSpec spec = NameSpec.parse(name);
            String process = spec.process().orElse("None");
            try {
                session.client().call("clearProcessLogs", name);
                say(session, new Result(spec.group(), process, Fault.SUCCESS.code(), "OK"));
            } catch (ServerFault fault) {
                if (!fault.is(Fault.BAD_NAME) && !fault.is(Fault.FAILED)) {
                    throw fault;
                }
                say(session, new Result(spec.group(), process, fault.code(), ""));
            }
        }
    }

    private static void say(Session session, Result result) {
        String name = new ProcessName(result.group(), result.name()).toString();
        if (result.status() == Fault.SUCCESS.code()) {
            session.print(name + ": cleared");
        } else {
            boolean unknown = result.status() == Fault.BAD_NAME.code();
            session.print(name + ": ERROR (" + (unknown ? "no such process" : "failed") + ")");
        }
        session.noteFault(result.status(), Fault.SUCCESS);
    }
}
