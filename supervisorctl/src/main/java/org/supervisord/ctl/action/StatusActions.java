package org.supervisord.ctl.action;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessName;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient.ProcessInfo;
import org.supervisord.ctl.terminal.Columns;
import org.supervisord.ctl.terminal.ExitStatus;

/** Actions that tell how things are. */
final class StatusActions {
    static final List<Action> ALL =
            List.of(
                    StatusAction.ACTION,
                    Action.of(
                            "pid",
                            Action.Completes.PROCESSES,
                            StatusActions::pid,
                            "pid\tThe process id of supervisord",
                            "pid <name> ...\tThose of these processes",
                            "pid all\tThose of all processes, one on a line"),
                    Action.of(
                            "avail",
                            Action.Completes.NOTHING,
                            Action.withoutArguments("avail", StatusActions::avail),
                            "avail\tWhat is configured, in use or not"),
                    Action.of(
                            "version",
                            Action.Completes.NOTHING,
                            Action.withoutArguments("version", StatusActions::version),
                            "version\tThe version of supervisord"));

    private StatusActions() {}

    private static void pid(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        List<String> names = Action.words(argument);
        if (names.isEmpty()) {
            session.print(String.valueOf(session.client().call("getPID")));
        } else if (names.contains("all")) {
            for (ProcessInfo info : session.client().allInfos()) {
                session.print(String.valueOf(info.pid()));
            }
        } else {
            for (String name : names) {
                pidOf(session, name);
            }
        }
    }

    private static void pidOf(Session session, String name) throws IOException, ServerFault {
        try {
            int pid = session.client().info(name).pid();
            session.print(String.valueOf(pid));
            if (pid == 0) {
                session.exitStatus(ExitStatus.NOT_RUNNING);
            }
        } catch (ServerFault fault) {
            session.exitStatus(ExitStatus.GENERIC);
            if (!fault.is(Fault.BAD_NAME)) {
                throw fault;
            }
            session.print("No such process " + name);
        }
    }

    private static void avail(Session session, String argument) throws IOException, ServerFault {
        List<?> all;
        try {
            all = (List<?>) session.client().call("getAllConfigInfo");
        } catch (ServerFault fault) {
            session.exitStatus(ExitStatus.GENERIC);
            if (!fault.is(Fault.SHUTDOWN_STATE)) {
                throw fault;
            }
            session.print("ERROR: supervisor shutting down");
            return;
        }
        for (Object one : all) {
            Map<?, ?> it = (Map<?, ?>) one;
            String name =
                    new ProcessName((String) it.get("group"), (String) it.get("name")).toString();
            session.print(
                    Columns.pad(name, 32)
                            + " "
                            + Columns.pad(it.get("inuse").equals(true) ? "in use" : "avail", 9)
                            + " "
                            + Columns.pad(it.get("autostart").equals(true) ? "auto" : "manual", 9)
                            + " "
                            + it.get("group_prio")
                            + ":"
                            + it.get("process_prio"));
        }
    }

    private static void version(Session session, String argument) throws IOException, ServerFault {
        if (session.isUp()) {
            session.print(session.client().text("getSupervisorVersion"));
        }
    }
}
