package org.supervisord.ctl;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.supervisord.common.Fault;
import org.supervisord.common.NameSpec;
import org.supervisord.common.ProcessName;
import org.supervisord.ctl.SupervisorClient.Result;

/** Actions that start, stop and signal processes. */
final class ControlActions {
    /** What is said of a process for each fault, where it is not the fault's own text. */
    private record Verb(
            String method, String manyMethod, String allMethod, Map<Fault, String> outcomes) {}

    private static final Verb START =
            new Verb(
                    "startProcess",
                    "startProcessGroup",
                    "startAllProcesses",
                    Map.of(
                            Fault.BAD_NAME, "no such process",
                            Fault.NO_FILE, "no such file",
                            Fault.NOT_EXECUTABLE, "file is not executable",
                            Fault.ALREADY_STARTED, "already started",
                            Fault.SPAWN_ERROR, "spawn error",
                            Fault.ABNORMAL_TERMINATION, "abnormal termination"));
    private static final Verb STOP =
            new Verb(
                    "stopProcess",
                    "stopProcessGroup",
                    "stopAllProcesses",
                    Map.of(
                            Fault.BAD_NAME, "no such process",
                            Fault.NOT_RUNNING, "not running"));
    private static final Verb SIGNAL =
            new Verb(
                    "signalProcess",
                    "signalProcessGroup",
                    "signalAllProcesses",
                    Map.of(
                            Fault.BAD_NAME, "no such process",
                            Fault.BAD_SIGNAL, "bad signal name",
                            Fault.NOT_RUNNING, "not running"));

    static final List<Action> ALL =
            List.of(
                    Action.of(
                            "start",
                            Action.Completes.PROCESSES,
                            ControlActions::start,
                            "start <name> ...\tStart processes",
                            "start <group>:*\tStart those of a group",
                            "start all\tStart all of them"),
                    Action.of(
                            "stop",
                            Action.Completes.PROCESSES,
                            ControlActions::stop,
                            "stop <name> ...\tStop processes",
                            "stop <group>:*\tStop those of a group",
                            "stop all\tStop all of them"),
                    Action.of(
                            "restart",
                            Action.Completes.PROCESSES,
                            ControlActions::restart,
                            "restart <name> ...\tStop processes and start them again",
                            "restart <group>:*\tThe same for those of a group",
                            "restart all\tThe same for all of them",
                            "Note: restart does not reread config files. For that, see reread and"
                                    + " update."),
                    Action.of(
                            "signal",
                            Action.Completes.PROCESSES,
                            ControlActions::signal,
                            "signal <signal> <name> ...\tSend processes a signal",
                            "signal <signal> <group>:*\tSend it to those of a group",
                            "signal <signal> all\tSend it to all of them"));

    private ControlActions() {}

    private static void start(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        List<String> names = Action.words(argument);
        if (names.isEmpty()) {
            throw new Action.Misused(
                    "Error: start requires a process name", Session.INVALID_ARGUMENTS);
        }
        new Command(session, START, "started", Fault.ALREADY_STARTED, Session.INVALID_ARGUMENTS)
                .run(names);
    }

    private static void stop(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        List<String> names = Action.words(argument);
        if (names.isEmpty()) {
            throw Action.Misused.error("Error: stop requires a process name");
        }
        new Command(session, STOP, "stopped", Fault.NOT_RUNNING, Session.GENERIC).run(names);
    }

    private static void restart(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        if (Action.words(argument).isEmpty()) {
            throw Action.Misused.error("Error: restart requires a process name");
        }
        stop(session, argument);
        start(session, argument);
    }

    private static void signal(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        List<String> words = Action.words(argument);
        if (words.size() < 2) {
            throw Action.Misused.error("Error: signal requires a signal name and a process name");
        }
        new Command(session, SIGNAL, "signalled", Fault.SUCCESS, Session.GENERIC, words.get(0))
                .run(words.subList(1, words.size()));
    }

    /** One verb for many names. */
    private static final class Command {
        private final Session session;
        private final Verb verb;
        private final String done;
        private final Fault harmless;
        private final int unknownGroup;
        private final Object[] more;

        /**
         * A command that was given.
         *
         * @param done what is said of a process when it worked
         * @param harmless a fault that is said, but does not count
         * @param unknownGroup the exit status for a group that is not there
         * @param more what the method takes behind the name
         */
        Command(
                Session session,
                Verb verb,
                String done,
                Fault harmless,
                int unknownGroup,
                Object... more) {
            this.session = session;
            this.verb = verb;
            this.done = done;
            this.harmless = harmless;
            this.unknownGroup = unknownGroup;
            this.more = more;
        }

        void run(List<String> names) throws IOException, ServerFault {
            if (names.contains("all")) {
                session.client().results(verb.allMethod, more).forEach(this::say);
                return;
            }
            for (String name : names) {
                NameSpec spec = NameSpec.parse(name);
                if (spec.process().isEmpty()) {
                    group(spec.group());
                } else {
                    process(name, spec);
                }
            }
        }

        private void group(String group) throws IOException, ServerFault {
            try {
                session.client().results(verb.manyMethod, with(group)).forEach(this::say);
            } catch (ServerFault fault) {
                if (!fault.is(Fault.BAD_NAME)) {
                    session.exitStatus(Session.GENERIC);
                    throw fault;
                }
                session.print(group + ": ERROR (no such group)");
                session.exitStatus(unknownGroup);
            }
        }

        private void process(String name, NameSpec spec) throws IOException, ServerFault {
            String process = spec.process().orElseThrow();
            try {
                session.client().call(verb.method, with(name));
                say(new Result(spec.group(), process, Fault.SUCCESS.code(), "OK"));
            } catch (ServerFault fault) {
                Fault known = fault.fault().orElseThrow(() -> fault);
                if (known != Fault.FAILED && !verb.outcomes.containsKey(known)) {
                    throw fault;
                }
                say(new Result(spec.group(), process, fault.code(), fault.getMessage()));
            }
        }

        private Object[] with(String name) {
            Object[] all = new Object[more.length + 1];
            all[0] = name;
            System.arraycopy(more, 0, all, 1, more.length);
            return all;
        }

        private void say(Result result) {
            String name = new ProcessName(result.group(), result.name()).toString();
            Fault fault = Fault.ofCode(result.status()).orElse(Fault.FAILED);
            if (fault == Fault.SUCCESS) {
                session.print(name + ": " + done);
            } else if (verb.outcomes.containsKey(fault)) {
                session.print(name + ": ERROR (" + verb.outcomes.get(fault) + ")");
            } else {
                session.print(result.description());
            }
            session.noteFault(result.status(), harmless);
        }
    }
}
