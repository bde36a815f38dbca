package org.supervisord.daemon.web;

import java.util.Optional;

/** What can be done to processes from a page. */
enum Verb {
    START("start", "Start", "started", false),
    STOP("stop", "Stop", "stopped", true),
    RESTART("restart", "Restart", "restarted", true),
    SIGNAL("signal", "Send signal", "signalled", true),
    CLEAR_LOGS("clearlog", "Clear logs", "cleared", true),
    STDIN("stdin", "Send line", "line sent", false);

    private final String field;
    private final String label;
    private final String done;
    private final boolean destructive;

    Verb(String field, String label, String done, boolean destructive) {
        this.field = field;
        this.label = label;
        this.done = done;
        this.destructive = destructive;
    }

    /** Its name in forms and links. */
    String field() {
        return field;
    }

    /** What stands on its button. */
    String label() {
        return label;
    }

    /** What is said of a process to which it was done. */
    String done() {
        return done;
    }

    /** Whether one who does it should have been asked whether they mean it. */
    boolean isDestructive() {
        return destructive;
    }

    static Optional<Verb> of(String field) {
        for (Verb verb : values()) {
            if (verb.field.equals(field)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }
}
