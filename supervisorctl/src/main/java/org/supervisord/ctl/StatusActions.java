package org.supervisord.ctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.supervisord.common.Fault;
import org.supervisord.common.NameSpec;
import org.supervisord.common.ProcessName;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.SupervisorClient.ProcessInfo;

/** Actions that tell how things are. */
final class StatusActions {
    private static final int NARROWEST = 30;

    static final List<Action> ALL =
            List.of(
                    Action.of(
                            "status",
                            Action.Completes.PROCESSES,
                            StatusActions::status,
                            "status\tWhat all processes are doing",
                            "status <name> ...\tWhat these are doing",
                            "status <group>:*\tWhat those of a group are doing"),
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

    static void status(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            session.exitStatus(Session.STATUS_UNKNOWN);
            return;
        }
        List<ProcessInfo> all = session.client().allInfos();
        List<String> names = Action.words(argument);
        List<ProcessInfo> chosen =
                names.isEmpty() || names.contains("all") ? all : choose(session, all, names);
        print(session, chosen);
        warnOfFatal(session);
        if (chosen.stream().anyMatch(StatusActions::isStopped)) {
            session.exitStatus(Session.STATUS_NOT_RUNNING);
        }
    }

    private static void warnOfFatal(Session session) throws IOException {
        try {
            session.client()
                    .fatalReasons()
                    .forEach(
                            reason ->
                                    session.console()
                                            .warn("supervisord is in FATAL state: " + reason));
        } catch (ServerFault fault) {
            // it has answered what it was asked for, and does not know of this
        }
    }

    private static List<ProcessInfo> choose(
            Session session, List<ProcessInfo> all, List<String> names) {
        List<ProcessInfo> chosen = new ArrayList<>();
        for (String name : names) {
            NameSpec spec = NameSpec.parse(name);
            List<ProcessInfo> matching =
                    all.stream()
                            .filter(info -> info.group().equals(spec.group()))
                            .filter(info -> spec.process().map(info.name()::equals).orElse(true))
                            .toList();
            if (matching.isEmpty()) {
                session.print(
                        spec.process().isEmpty()
                                ? spec.group() + ": ERROR (no such group)"
                                : name + ": ERROR (no such process)");
                session.exitStatus(Session.STATUS_UNKNOWN);
            }
            chosen.addAll(matching);
        }
        return chosen;
    }

    private static void print(Session session, List<ProcessInfo> infos) {
        List<String> names =
                infos.stream()
                        .map(info -> new ProcessName(info.group(), info.name()).toString())
                        .toList();
        int widest = names.stream().mapToInt(n -> n.codePointCount(0, n.length())).max().orElse(0);
        int width = Math.max(NARROWEST, widest) + 3;
        for (int i = 0; i < infos.size(); i++) {
            session.print(
                    Columns.pad(names.get(i), width)
                            + Columns.pad(infos.get(i).statename(), 10)
                            + infos.get(i).description());
        }
    }

    private static boolean isStopped(ProcessInfo info) {
        for (ProcessState state : ProcessState.values()) {
            if (state.code() == info.state()) {
                return state.isStopped();
            }
        }
        return false;
    }

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
                session.exitStatus(Session.NOT_RUNNING);
            }
        } catch (ServerFault fault) {
            session.exitStatus(Session.GENERIC);
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
            session.exitStatus(Session.GENERIC);
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
