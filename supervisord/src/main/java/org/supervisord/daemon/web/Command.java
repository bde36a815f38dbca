package org.supervisord.daemon.web;

import java.util.Optional;

/**
 * Something that a request wants done.
 *
 * @param verb empty for nothing but a fresh page
 * @param detail the signal or the line, for the verbs that need one
 * @param old whether it was said in the words of links from before, which name all processes in the
 *     action
 */
record Command(Optional<Verb> verb, Target target, String detail, boolean old) {
    /**
     * What a form says; empty when that makes no sense.
     *
     * @param link whether it is a link from before: there all names are those of processes
     */
    static Optional<Command> of(Form form, boolean link) {
        String action = form.get("action", "");
        switch (action) {
            case "refresh":
                return Optional.of(new Command(Optional.empty(), new Target.All(), "", true));
            case "stopall":
                return Optional.of(new Command(Optional.of(Verb.STOP), new Target.All(), "", true));
            case "restartall":
                return Optional.of(
                        new Command(Optional.of(Verb.RESTART), new Target.All(), "", true));
            default:
                break;
        }
        Optional<Verb> verb = Verb.of(action);
        Optional<String> name = form.get("processname");
        boolean all = form.has("all");
        if (verb.isEmpty() || name.isEmpty() && !all) {
            return Optional.empty();
        }
        Target target = all ? new Target.All() : named(name.orElseThrow(), link);
        String detail = form.get(verb.get() == Verb.SIGNAL ? "signal" : "line", "");
        if (verb.get() == Verb.SIGNAL && detail.isEmpty()) {
            return Optional.empty();
        }
        if (verb.get() == Verb.STDIN && !(target instanceof Target.One)) {
            return Optional.empty();
        }
        return Optional.of(new Command(verb, target, detail, false));
    }

    private static Target named(String name, boolean link) {
        return link ? new Target.One(name) : Target.of(name);
    }

    /** What is about to be done, as the words of a question. */
    String words() {
        Verb it = verb.orElseThrow();
        return switch (it) {
            case SIGNAL -> "Send signal " + detail + " to " + target.words();
            case CLEAR_LOGS -> "Clear the logs of " + target.words();
            case START, STOP, RESTART -> it.label() + " " + target.words();
            case STDIN -> "Send a line to " + target.words();
        };
    }
}
