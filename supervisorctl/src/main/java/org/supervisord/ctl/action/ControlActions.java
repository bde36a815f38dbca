package org.supervisord.ctl.action;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.supervisord.ctl.client.Aborted;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.terminal.ExitStatus;

/** Actions that start, stop and signal processes. */
final class ControlActions {
    static final Option TIMEOUT =
            Option.valued("--timeout", "SECS", "Wait no longer than this for it to be done");
    private static final Option ROLLING =
            Option.flag("--rolling", "One after the other; no further when one does not come up");
    private static final Option BATCH =
            Option.valued("--batch", "N", "With --rolling: so many at a time (1)");

    private static final List<Option> OPTIONS = List.of(TIMEOUT);
    private static final List<Option> RESTART_OPTIONS = List.of(TIMEOUT, ROLLING, BATCH);

    static final List<Action> ALL =
            List.of(
                    Action.of(
                                    "start",
                                    Action.Completes.STOPPED,
                                    ControlActions::start,
                                    "start <name> ...\tStart processes; 'web*' stands for many",
                                    "start <group>:*\tStart those of a group",
                                    "start all\tStart all of them")
                            .with(OPTIONS),
                    Action.of(
                                    "stop",
                                    Action.Completes.RUNNING,
                                    ControlActions::stop,
                                    "stop <name> ...\tStop processes; 'web*' stands for many",
                                    "stop <group>:*\tStop those of a group",
                                    "stop all\tStop all of them")
                            .with(OPTIONS),
                    Action.of(
                                    "restart",
                                    Action.Completes.PROCESSES,
                                    ControlActions::restart,
                                    "restart <name> ...\tStop processes and start them again",
                                    "restart <group>:*\tThe same for those of a group",
                                    "restart all\tThe same for all of them")
                            .with(RESTART_OPTIONS)
                            .withLine(
                                    "Note: restart does not reread config files. For that, see"
                                            + " reread and update."),
                    Action.of(
                            "signal",
                            Action.Completes.SIGNAL,
                            ControlActions::signal,
                            "signal <signal> <name> ...\tSend processes a signal",
                            "signal <signal> <group>:*\tSend it to those of a group",
                            "signal <signal> all\tSend it to all of them"));

    private ControlActions() {}

    private static void start(Session session, String argument) throws IOException, ServerFault {
        Action.Misused nameless =
                new Action.Misused(
                        "Error: start requires a process name", ExitStatus.INVALID_ARGUMENTS);
        run(session, Words.of(argument, OPTIONS), nameless, "starting", ManyTargets.START);
    }

    private static void stop(Session session, String argument) throws IOException, ServerFault {
        Action.Misused nameless = Action.Misused.error("Error: stop requires a process name");
        run(session, Words.of(argument, OPTIONS), nameless, "stopping", ManyTargets.STOP);
    }

    private static void restart(Session session, String argument) throws IOException, ServerFault {
        Words words = Words.of(argument, RESTART_OPTIONS);
        Action.Misused nameless = Action.Misused.error("Error: restart requires a process name");
        if (words.has(ROLLING)) {
            RollingRestart rolling =
                    new RollingRestart(
                            session,
                            words.count(BATCH).orElse(1),
                            words.moreThanNoSeconds(TIMEOUT));
            if (rolling.isUp()) {
                refuseIf(words.rest().isEmpty(), nameless);
                rolling.run(words.rest());
            }
            return;
        }
        refuseIf(
                words.has(BATCH),
                new Action.Misused(
                        "Error: --batch is for --rolling only", ExitStatus.INVALID_ARGUMENTS));
        run(session, words, nameless, "restarting", ManyTargets.STOP, ManyTargets.START);
    }

    private static void signal(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        List<String> words = Action.words(argument);
        if (words.size() < 2) {
            throw Action.Misused.error("Error: signal requires a signal name and a process name");
        }
        new ManyTargets(session, ManyTargets.SIGNAL, words.subList(1, words.size()), words.get(0))
                .run();
    }

    private static void refuseIf(boolean wrong, Action.Misused misuse) {
        if (wrong) {
            throw misuse;
        }
    }

    @SuppressWarnings("try") // they act by being open
    private static void run(
            Session session,
            Words words,
            Action.Misused nameless,
            String doing,
            ManyTargets.Verb... verbs)
            throws IOException, ServerFault {
        List<ManyTargets> steps =
                Arrays.stream(verbs)
                        .map(verb -> new ManyTargets(session, verb, words.rest()))
                        .toList();
        try (Deadline limit = session.limit(words.moreThanNoSeconds(TIMEOUT))) {
            if (!session.isUp()) {
                return;
            }
            refuseIf(words.rest().isEmpty(), nameless);
            try (Progress progress = Progress.of(session, doing)) {
                for (ManyTargets step : steps) {
                    step.run();
                }
            }
        } catch (Aborted e) {
            List<String> undone = steps.stream().flatMap(it -> it.leftUndone().stream()).toList();
            if (!undone.isEmpty()) {
                session.console().warn("left undone: " + String.join("; ", undone));
            }
            throw e;
        }
        if (words.hasOptions()) {
            steps.get(steps.size() - 1).summarize();
        }
    }
}
