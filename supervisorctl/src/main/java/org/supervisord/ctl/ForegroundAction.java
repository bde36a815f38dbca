package org.supervisord.ctl;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;

/**
 * Talking to a process: its output is shown as it comes, and lines that are typed go to its stdin.
 */
final class ForegroundAction {
    private ForegroundAction() {}

    static void run(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        List<String> names = Action.words(argument);
        if (names.isEmpty()) {
            throw Action.Misused.error("ERROR: no process name supplied");
        }
        if (names.size() > 1) {
            refuse(session, "ERROR: too many process names supplied");
            return;
        }
        String name = names.get(0);
        try {
            if (session.client().info(name).state() != ProcessState.RUNNING.code()) {
                refuse(session, "ERROR: process not running");
                return;
            }
        } catch (ServerFault fault) {
            if (!fault.is(Fault.BAD_NAME)) {
                session.print("ERROR: " + fault.getMessage());
                return;
            }
            refuse(session, "ERROR: bad process name supplied");
            return;
        }
        session.print("==> Press Ctrl-C to exit <==");
        follow(session, "/logtail/" + name + "/stdout");
        follow(session, "/logtail/" + name + "/stderr");
        talk(session, name);
        session.print("Exiting foreground");
    }

    private static void refuse(Session session, String error) {
        session.print(error);
        session.exitStatus(Session.GENERIC);
    }

    private static void talk(Session session, String name) throws IOException, ServerFault {
        while (true) {
            Optional<String> line = session.console().readLine("");
            if (line.isEmpty()) {
                return;
            }
            try {
                session.client().call("sendProcessStdin", name, line.get() + "\n");
            } catch (ServerFault fault) {
                session.print(
                        fault.is(Fault.NOT_RUNNING)
                                ? "Process got killed"
                                : "ERROR: " + fault.getMessage());
                return;
            }
            if (session.client().info(name).state() != ProcessState.RUNNING.code()) {
                session.print("Process got killed");
                return;
            }
        }
    }

    /** Shows a log on a thread of its own, which ends with the log or the program. */
    private static void follow(Session session, String path) throws IOException {
        SupervisorClient.Follower log;
        try {
            log = session.client().follow(path);
        } catch (HttpConnection.StatusException e) {
            return;
        }
        Thread reader =
                new Thread(
                        () -> {
                            byte[] buffer = new byte[16 << 10];
                            try (log) {
                                for (int n = log.read(buffer); n >= 0; n = log.read(buffer)) {
                                    session.console().writeHarmless(Arrays.copyOf(buffer, n));
                                }
                            } catch (IOException | Console.OutputClosed e) {
                                // the server or the terminal is gone; the typing side tells
                            }
                        },
                        "log " + path);
        reader.setDaemon(true);
        reader.start();
    }
}
