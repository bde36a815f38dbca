package org.supervisord.ctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.supervisord.common.Fault;
import org.supervisord.common.NameSpec;
import org.supervisord.common.ProcessName;
import org.supervisord.common.PythonRepr;
import org.supervisord.ctl.SupervisorClient.Result;

/** Actions that show and clear logs. */
final class LogActions {
    private static final int DEFAULT_BYTES = 1600;

    static final List<Action> ALL =
            List.of(
                    Action.of(
                            "tail",
                            Action.Completes.PROCESSES,
                            LogActions::tail,
                            "tail [-f] <name> [stdout|stderr] (default stdout)",
                            "Ex:",
                            "tail <name> [stdout|stderr]\tThe last 1600 bytes of a process's log",
                            "tail -<bytes> <name> [stdout|stderr]\tThe last so many bytes of it",
                            "tail -f <name> [stdout|stderr]\tFollow it; Ctrl-C ends that"),
                    Action.of(
                            "maintail",
                            Action.Completes.NOTHING,
                            LogActions::maintail,
                            "maintail\tThe last 1600 bytes of supervisord's own log",
                            "maintail -<bytes>\tThe last so many bytes of it",
                            "maintail -f\tFollow it; Ctrl-C ends that",
                            ""),
                    Action.of(
                            "clear",
                            Action.Completes.PROCESSES,
                            LogActions::clear,
                            "clear <name> ...\tBegin new logs for processes",
                            "clear all\tBegin new logs for all of them"));

    private LogActions() {}

    private static void tail(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        List<String> words = new ArrayList<>(Action.words(argument));
        if (words.isEmpty()) {
            throw Action.Misused.error("Error: too few arguments");
        }
        if (words.size() > 3) {
            throw Action.Misused.error("Error: too many arguments");
        }
        String modifier = words.get(0).startsWith("-") ? words.remove(0) : "-" + DEFAULT_BYTES;
        if (words.isEmpty()) {
            refuse(session, "Error: tail requires process name");
            return;
        }
        String name = words.get(0);
        String channel =
                words.size() == 1 ? "stdout" : words.get(words.size() - 1).toLowerCase(Locale.ROOT);
        if (!channel.equals("stdout") && !channel.equals("stderr")) {
            refuse(session, "Error: bad channel " + PythonRepr.of(channel));
            return;
        }
        if (modifier.equals("-f")) {
            follow(session, "/logtail/" + name + "/" + channel);
            return;
        }
        String method = channel.equals("stdout") ? "readProcessStdoutLog" : "readProcessStderrLog";
        Integer bytes = bytes(session, modifier);
        if (bytes != null) {
            show(session, name, method, name, -bytes, 0);
        }
    }

    private static void maintail(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        List<String> words = Action.words(argument);
        if (words.size() > 1) {
            throw Action.Misused.error("Error: too many arguments");
        }
        String modifier = words.isEmpty() ? "-" + DEFAULT_BYTES : words.get(0);
        if (modifier.equals("-f")) {
            follow(session, "/mainlogtail");
            return;
        }
        if (!modifier.startsWith("-")) {
            refuse(session, "Error: bad argument " + modifier);
            return;
        }
        Integer bytes = bytes(session, modifier);
        if (bytes != null) {
            show(session, "supervisord", "readLog", -bytes, 0);
        }
    }

    private static void refuse(Session session, String error) {
        session.print(error);
        session.exitStatus(Session.GENERIC);
    }

    /** How many bytes are asked for, or null when that was no number. */
    private static Integer bytes(Session session, String modifier) {
        try {
            return Integer.valueOf(modifier.substring(1));
        } catch (NumberFormatException e) {
            refuse(session, "Error: bad argument " + modifier);
            return null;
        }
    }

    private static void show(Session session, String name, String method, Object... parameters)
            throws IOException, ServerFault {
        try {
            session.print(session.console().harmless(session.client().text(method, parameters)));
        } catch (ServerFault fault) {
            session.exitStatus(Session.GENERIC);
            String why =
                    fault.is(Fault.NO_FILE)
                            ? "no log file"
                            : fault.is(Fault.FAILED)
                                    ? "unknown error reading log"
                                    : fault.is(Fault.BAD_NAME) && !method.equals("readLog")
                                            ? "no such process name"
                                            : "";
            if (why.isEmpty()) {
                throw fault;
            }
            session.print(name + ": ERROR (" + why + ")");
        }
    }

    private static void follow(Session session, String path) throws IOException {
        session.print("==> Press Ctrl-C to exit <==");
        byte[] buffer = new byte[16 << 10];
        try (SupervisorClient.Follower log = session.client().follow(path)) {
            Runnable ended = session.console().onInterrupt(log::interrupt);
            try {
                for (int n = log.read(buffer); n >= 0; n = log.read(buffer)) {
                    session.console().writeHarmless(Arrays.copyOf(buffer, n));
                }
            } finally {
                ended.run();
            }
            if (log.isInterrupted()) {
                session.print("");
            }
        } catch (HttpConnection.StatusException e) {
            if (e.isUnauthorized()) {
                throw e;
            }
            System.err.println(
                    session.serverurl() + path + " Cannot read, status code " + e.status());
        }
    }

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
