package org.supervisord.ctl.action;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.common.Fault;
import org.supervisord.common.NameSpec;
import org.supervisord.common.ProcessName;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient.ProcessInfo;
import org.supervisord.ctl.client.SupervisorClient.Result;
import org.supervisord.ctl.terminal.ExitStatus;

/** Does one thing to many processes, says what came of each, and adds it up. */
final class ManyTargets {
    /**
     * What is done.
     *
     * @param done what is said of a process when it worked
     * @param outcomes what is said of it for each fault, where that is not the fault's own text
     * @param harmless a fault that is said, but does not count
     * @param unknownGroup the exit status for a group that is not there
     */
    record Verb(
            String method,
            String manyMethod,
            String allMethod,
            String done,
            Map<Fault, String> outcomes,
            Fault harmless,
            int unknownGroup) {}

    static final Verb START =
            new Verb(
                    "startProcess",
                    "startProcessGroup",
                    "startAllProcesses",
                    "started",
                    Map.of(
                            Fault.BAD_NAME, "no such process",
                            Fault.NO_FILE, "no such file",
                            Fault.NOT_EXECUTABLE, "file is not executable",
                            Fault.ALREADY_STARTED, "already started",
                            Fault.SPAWN_ERROR, "spawn error",
                            Fault.ABNORMAL_TERMINATION, "abnormal termination"),
                    Fault.ALREADY_STARTED,
                    ExitStatus.INVALID_ARGUMENTS);
    static final Verb STOP =
            new Verb(
                    "stopProcess",
                    "stopProcessGroup",
                    "stopAllProcesses",
                    "stopped",
                    Map.of(
                            Fault.BAD_NAME, "no such process",
                            Fault.NOT_RUNNING, "not running"),
                    Fault.NOT_RUNNING,
                    ExitStatus.GENERIC);
    static final Verb SIGNAL =
            new Verb(
                    "signalProcess",
                    "signalProcessGroup",
                    "signalAllProcesses",
                    "signalled",
                    Map.of(
                            Fault.BAD_NAME, "no such process",
                            Fault.BAD_SIGNAL, "bad signal name",
                            Fault.NOT_RUNNING, "not running"),
                    Fault.SUCCESS,
                    ExitStatus.GENERIC);

    private final Session session;
    private final Verb verb;
    private final List<String> names;
    private final Object[] more;
    private final List<String> failed = new ArrayList<>();
    private final Deque<String> untold = new ArrayDeque<>();
    private int count;

    /**
     * A verb for the processes of this server.
     *
     * @param names what it is done to: names, {@code group:*}, globs, {@code all}
     * @param more what the method takes behind the name
     */
    ManyTargets(Session session, Verb verb, List<String> names, Object... more) {
        this.session = session;
        this.verb = verb;
        this.names = names;
        this.more = more;
        untold.addAll(names);
    }

    /** Does it. */
    void run() throws IOException, ServerFault {
        if (names.contains("all")) {
            untold.clear();
            session.client().results(verb.allMethod, more).forEach(this::say);
            return;
        }
        List<String> targets = expanded();
        untold.clear();
        untold.addAll(targets);
        for (String name : targets) {
            untold.remove();
            NameSpec spec = NameSpec.parse(name);
            if (spec.process().isEmpty()) {
                group(spec.group());
            } else {
                process(name, spec);
            }
        }
    }

    /** Each glob is replaced by the processes that it stands for; without any it stays. */
    private List<String> expanded() throws IOException, ServerFault {
        if (names.stream().noneMatch(Selection::isGlob)) {
            return names;
        }
        List<ProcessInfo> all = session.client().allInfos();
        List<String> expanded = new ArrayList<>();
        for (String name : names) {
            List<ProcessInfo> meant = Selection.isGlob(name) ? Selection.of(name, all) : List.of();
            if (meant.isEmpty()) {
                expanded.add(name);
            }
            meant.stream()
                    .map(Selection::nameOf)
                    .filter(it -> !expanded.contains(it))
                    .forEach(expanded::add);
        }
        return expanded;
    }

    /** What nobody was told to do when it was given up, and to what; empty if it was all told. */
    Optional<String> leftUndone() {
        return untold.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(" ", untold) + " not " + verb.done);
    }

    /** Says how many failed, if some did and there were others. */
    void summarize() {
        if (count > 1 && !failed.isEmpty()) {
            session.console()
                    .warn(
                            failed.size()
                                    + " of "
                                    + count
                                    + " could not be "
                                    + verb.done
                                    + ": "
                                    + String.join(" ", failed));
        }
    }

    private void group(String group) throws IOException, ServerFault {
        try {
            session.client().results(verb.manyMethod, with(group)).forEach(this::say);
        } catch (ServerFault fault) {
            if (!fault.is(Fault.BAD_NAME)) {
                session.exitStatus(ExitStatus.GENERIC);
                throw fault;
            }
            session.print(group + ": ERROR (no such group)");
            session.exitStatus(verb.unknownGroup);
            count++;
            failed.add(group);
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
            session.print(name + ": " + verb.done);
        } else if (verb.outcomes.containsKey(fault)) {
            session.print(name + ": ERROR (" + verb.outcomes.get(fault) + ")");
        } else {
            session.print(result.description());
        }
        count++;
        if (fault != Fault.SUCCESS && fault != verb.harmless) {
            failed.add(name);
        }
        session.noteFault(result.status(), verb.harmless);
    }
}
