package org.supervisord.ctl.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.terminal.ExitStatus;

/**
 * Something that the client can be told to do.
 *
 * @param name the word for it
 * @param help lines of {@code usage<TAB>what it does}
 * @param completes what the words behind it are completed to
 * @param options the options that it takes
 */
public record Action(
        String name, List<String> help, Completes completes, List<Option> options, Body body) {
    /** What words stand behind an action. */
    public enum Completes {
        NOTHING,
        ACTIONS,
        GROUPS,
        PROCESSES,
        /** Processes, those that are up if there are such. */
        RUNNING,
        /** Processes, those that are down if there are such. */
        STOPPED,
        /** A signal, then processes that are up. */
        SIGNAL,
        /** Processes, then a channel. */
        LOGS
    }

    /** What it does. */
    interface Body {
        /**
         * Does it.
         *
         * @param argument what stands behind the action, without blanks at its ends
         */
        void run(Session session, String argument) throws IOException, ServerFault;
    }

    static Action of(String name, Completes completes, Body body, String... help) {
        return new Action(name, List.of(help), completes, List.of(), body);
    }

    /** The same with options, each of which has a line of help. */
    Action with(List<Option> more) {
        List<String> lines = new ArrayList<>(help);
        for (Option option : more) {
            String value = option.takesValue() ? " " + option.value() : "";
            lines.add(name + " " + option.name() + value + "\t" + option.help());
        }
        return new Action(name, List.copyOf(lines), completes, List.copyOf(more), body);
    }

    /** The same with a further line of help. */
    Action withLine(String line) {
        List<String> lines = new ArrayList<>(help);
        lines.add(line);
        return new Action(name, List.copyOf(lines), completes, options, body);
    }

    /** The words of an argument. */
    public static List<String> words(String argument) {
        String stripped = argument.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
    }

    /** Somebody has used an action in a way that it can't be used in. */
    static final class Misused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int exitStatus;

        Misused(String error, int exitStatus) {
            super(error, null, false, false);
            this.exitStatus = exitStatus;
        }

        /** What was wrong, and no word of how it is done. */
        static Misused error(String error) {
            return new Misused(error, ExitStatus.GENERIC);
        }
    }

    /** An action that takes no words. */
    static Body withoutArguments(String name, Body body) {
        return (session, argument) -> {
            if (!argument.isEmpty()) {
                throw Misused.error("Error: " + name + " accepts no arguments");
            }
            body.run(session, argument);
        };
    }

    /** Does it; when it is misused, says what was wrong, and how it is done. */
    public void run(Session session, String argument) throws IOException, ServerFault {
        try {
            body.run(session, argument);
        } catch (Misused e) {
            session.print(e.getMessage());
            session.exitStatus(e.exitStatus);
            help.forEach(session::print);
        }
    }
}
