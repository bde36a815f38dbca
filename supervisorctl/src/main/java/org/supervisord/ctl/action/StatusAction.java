package org.supervisord.ctl.action;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.supervisord.common.Fault;
import org.supervisord.common.NameSpec;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient.ProcessInfo;
import org.supervisord.ctl.terminal.Columns;
import org.supervisord.ctl.terminal.ExitStatus;
import org.supervisord.ctl.terminal.Redrawn;

/** The action that tells what processes are doing. */
final class StatusAction {
    private static final int NARROWEST = 30;
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(2);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    private static final Option JSON = Option.flag("--json", "As JSON, one line");
    private static final Option WATCH = Option.flag("--watch -w", "Again and again, until Ctrl-C");
    private static final Option INTERVAL =
            Option.valued("--interval", "SECS", "How often, with --watch (2)");
    private static final Option STATE =
            Option.valued("--state", "STATE,...", "Only those that are in one of these states");
    private static final Option GROUP =
            Option.valued("--group", "GROUP,...", "Only those of these groups; globs will do");
    private static final List<Option> OPTIONS = List.of(JSON, WATCH, INTERVAL, STATE, GROUP);

    static final Action ACTION =
            Action.of(
                            "status",
                            Action.Completes.PROCESSES,
                            StatusAction::run,
                            "status\tWhat all processes are doing",
                            "status <name> ...\tWhat these are doing; 'web*' stands for many",
                            "status <group>:*\tWhat those of a group are doing")
                    .with(OPTIONS);

    private final Session session;
    private final Words words;
    private final List<ProcessState> states;
    private final List<Pattern> groups;
    private final Set<String> warned = new HashSet<>();

    private StatusAction(Session session, Words words) {
        this.session = session;
        this.words = words;
        this.states = words.value(STATE).map(StatusAction::states).orElse(List.of());
        this.groups =
                words.value(GROUP).stream()
                        .flatMap(text -> Arrays.stream(text.split(",")))
                        .map(Selection::glob)
                        .toList();
    }

    static void run(Session session, String argument) throws IOException, ServerFault {
        // what is no option of it is the server's to judge, even before it is known to be there
        StatusAction action = new StatusAction(session, Words.of(argument, OPTIONS));
        if (action.words.has(WATCH)) {
            action.watch();
        } else {
            action.once();
        }
    }

    private void once() throws IOException, ServerFault {
        if (words.has(JSON)) {
            onceAsJson();
            return;
        }
        if (!session.isUp()) {
            session.exitStatus(ExitStatus.STATUS_UNKNOWN);
            return;
        }
        List<String> complaints = new ArrayList<>();
        List<ProcessInfo> chosen = choose(complaints);
        complaints.forEach(session::print);
        lines(chosen).forEach(session::print);
        warnOfFatal();
        if (chosen.stream().anyMatch(StatusAction::isStopped)) {
            session.exitStatus(ExitStatus.STATUS_NOT_RUNNING);
        }
    }

    private void onceAsJson() {
        try {
            List<ProcessInfo> chosen = chooseForJson();
            session.print(json(chosen));
            if (chosen.stream().anyMatch(StatusAction::isStopped)) {
                session.failed(ExitStatus.STATUS_NOT_RUNNING);
            }
        } catch (IOException | ServerFault e) {
            session.print(StatusJson.error(session.serverName(), session.reason(e)));
            session.exitStatus(ExitStatus.STATUS_UNKNOWN);
        }
    }

    private static List<ProcessState> states(String text) {
        List<ProcessState> states = new ArrayList<>();
        for (String word : text.toUpperCase(Locale.ROOT).split(",")) {
            try {
                states.add(ProcessState.valueOf(word));
            } catch (IllegalArgumentException e) {
                throw new Action.Misused(
                        "Error: '" + word + "' is no state of a process",
                        ExitStatus.INVALID_ARGUMENTS);
            }
        }
        return states;
    }

    /** JSON is to stay JSON: what is to be complained of is said elsewhere, and once. */
    private List<ProcessInfo> chooseForJson() throws IOException, ServerFault {
        List<String> complaints = new ArrayList<>();
        List<ProcessInfo> chosen = choose(complaints);
        complaints.stream().filter(warned::add).forEach(session.console()::warn);
        return chosen;
    }

    private List<ProcessInfo> choose(List<String> complaints) throws IOException, ServerFault {
        List<ProcessInfo> all = session.client().allInfos();
        List<String> names = words.rest();
        List<ProcessInfo> named =
                names.isEmpty() || names.contains("all") ? all : named(all, names, complaints);
        if (states.isEmpty() && groups.isEmpty()) {
            return named;
        }
        return named.stream()
                .filter(it -> states.isEmpty() || states.stream().anyMatch(s -> isIn(it, s)))
                .filter(
                        it ->
                                groups.isEmpty()
                                        || groups.stream()
                                                .anyMatch(g -> g.matcher(it.group()).matches()))
                .toList();
    }

    private List<ProcessInfo> named(
            List<ProcessInfo> all, List<String> names, List<String> complaints) {
        List<ProcessInfo> chosen = new ArrayList<>();
        for (String name : names) {
            List<ProcessInfo> matching = Selection.of(name, all);
            if (matching.isEmpty()) {
                NameSpec spec = NameSpec.parse(name);
                complaints.add(
                        spec.process().isEmpty()
                                ? spec.group() + ": ERROR (no such group)"
                                : name + ": ERROR (no such process)");
                session.exitStatus(ExitStatus.STATUS_UNKNOWN);
            }
            chosen.addAll(matching);
        }
        return chosen;
    }

    private String json(List<ProcessInfo> infos) throws IOException {
        return StatusJson.of(session.serverName(), infos, session.client().pools());
    }

    private static List<String> lines(List<ProcessInfo> infos) {
        List<String> names = infos.stream().map(Selection::nameOf).toList();
        int width = Math.max(NARROWEST, Columns.widest(names)) + 3;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < infos.size(); i++) {
            lines.add(
                    Columns.pad(names.get(i), width)
                            + Columns.pad(infos.get(i).statename(), 10)
                            + infos.get(i).description());
        }
        return lines;
    }

    private void warnOfFatal() {
        for (String reason : fatalReasons()) {
            session.console().warn("supervisord is in FATAL state: " + reason);
        }
    }

    /** None when it can't be told: the server has answered what it was asked for. */
    private List<String> fatalReasons() {
        try {
            return session.client().fatalReasons();
        } catch (IOException | ServerFault | RuntimeException e) {
            return List.of();
        }
    }

    private static boolean isIn(ProcessInfo info, ProcessState state) {
        return state.code() == info.state();
    }

    private static boolean isStopped(ProcessInfo info) {
        for (ProcessState state : ProcessState.values()) {
            if (isIn(info, state)) {
                return state.isStopped();
            }
        }
        return false;
    }

    /** Redraws in place on a terminal; else everything is printed again and again. */
    private void watch() throws IOException, ServerFault {
        Duration asked = words.seconds(INTERVAL).orElse(USUAL_INTERVAL);
        Duration interval = asked.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : asked;
        if (!session.isUp()) {
            session.exitStatus(ExitStatus.STATUS_UNKNOWN);
            return;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Runnable done =
                session.console()
                        .endless(
                                () -> {
                                    ended.countDown();
                                    session.interrupt();
                                });
        Redrawn screen = new Redrawn(session.console(), !words.has(JSON));
        try {
            do {
                List<String> lines = look();
                if (ended.getCount() > 0) {
                    screen.show(lines);
                }
            } while (!ended.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.run();
        }
        session.exitStatus(ExitStatus.SUCCESS);
    }

    /** The lines to show now; a server that is away may come back. */
    private List<String> look() throws ServerFault {
        try {
            if (words.has(JSON)) {
                return List.of(json(chooseForJson()));
            }
            List<String> lines = new ArrayList<>();
            lines.addAll(lines(choose(lines)));
            return lines;
        } catch (ServerFault fault) {
            if (!fault.is(Fault.SHUTDOWN_STATE)) {
                throw fault;
            }
            // it ends, perhaps to begin anew
            return List.of(failure(fault));
        } catch (IOException e) {
            return List.of(failure(e));
        }
    }

    private String failure(Exception e) {
        return words.has(JSON)
                ? StatusJson.error(session.serverName(), session.reason(e))
                : session.reason(e);
    }
}
