package org.supervisord.ctl;

import java.io.IOException;
import java.util.List;

/**
 * Something that the client can be told to do.
 *
 * @param name the word for it
 * @param help lines of {@code usage<TAB>what it does}
 * @param completes what the words behind it are completed to
 */
record Action(String name, List<String> help, Completes completes, Body body) {
    /** What words stand behind an action. */
    enum Completes {
        NOTHING,
        ACTIONS,
        GROUPS,
        PROCESSES
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
        return new Action(name, List.of(help), completes, body);
    }

    /** The words of an argument. */
    static List<String> words(String argument) {
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
            return new Misused(error, Session.GENERIC);
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
    void run(Session session, String argument) throws IOException, ServerFault {
        try {
            body.run(session, argument);
        } catch (Misused e) {
            session.print(e.getMessage());
            session.exitStatus(e.exitStatus);
            help.forEach(session::print);
        }
    }
}
