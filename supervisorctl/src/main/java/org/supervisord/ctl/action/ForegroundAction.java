package org.supervisord.ctl.action;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;
import org.supervisord.common.PythonRepr;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.ExitStatus;
import org.supervisord.ctl.terminal.HarmlessBytes;

/**
 * Talking to a process: its output is shown as it comes, and lines that are typed go to its stdin.
 */
final class ForegroundAction {
    static final Action ACTION =
            Action.of(
                    "fg",
                    Action.Completes.RUNNING,
                    ForegroundAction::run,
                    "fg <process>\tTalk to a process: its output is shown, and what is typed goes"
                            + " to its stdin",
                    "\tCtrl-C ends it");

    private static final String FAREWELL = "Exiting foreground";

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
                complain(session, fault);
                return;
            }
            refuse(session, "ERROR: bad process name supplied");
            return;
        }
        LogThreads logs = new LogThreads();
        AtomicBoolean left = new AtomicBoolean();
        AtomicBoolean said = new AtomicBoolean();
        Runnable ended =
                session.console()
                        .onInterrupt(
                                () -> {
                                    left.set(true);
                                    logs.interrupt();
                                    session.interrupt();
                                    if (session.console().outlivesInterrupts()) {
                                        // at once: the next line of a script may be long in coming
                                        sayFarewell(session, said);
                                    }
                                },
                                FAREWELL);
        session.print("==> Press Ctrl-C to exit <==");
        Runnable unread = session.console().endTalk(logs::interrupt);
        try {
            logs.read(session, "/logtail/" + name + "/stdout", shown(session.console()));
            logs.read(session, "/logtail/" + name + "/stderr", shown(session.console()));
            talk(session, name, left);
        } finally {
            logs.interrupt();
            unread.run();
            ended.run();
        }
        sayFarewell(session, said);
    }

    private static void sayFarewell(Session session, AtomicBoolean said) {
        if (!said.getAndSet(true)) {
            session.print(FAREWELL);
        }
    }

    private static void refuse(Session session, String error) {
        session.print(error);
        session.exitStatus(ExitStatus.GENERIC);
    }

    private static void talk(Session session, String name, AtomicBoolean left)
            throws IOException, ServerFault {
        while (!left.get()) {
            Optional<String> line = session.console().readLine("");
            if (line.isEmpty()) {
                return;
            }
            if (left.get()) {
                session.console().giveBack(line.get());
                return;
            }
            try {
                session.client().call("sendProcessStdin", name, line.get() + "\n");
            } catch (ServerFault fault) {
                if (fault.is(Fault.NOT_RUNNING)) {
                    session.print("Process got killed");
                } else {
                    complain(session, fault);
                }
                return;
            }
            if (session.client().info(name).state() != ProcessState.RUNNING.code()) {
                session.print("Process got killed");
                return;
            }
        }
    }

    /** As the reference says it. */
    private static void complain(Session session, ServerFault fault) {
        session.print(
                "ERROR: <Fault " + fault.code() + ": " + PythonRepr.of(fault.getMessage()) + ">");
    }

    private static LogThreads.Sink shown(Console console) {
        HarmlessBytes filter = new HarmlessBytes();
        return console.isTerminal() ? bytes -> console.write(filter.of(bytes)) : console::write;
    }
}
