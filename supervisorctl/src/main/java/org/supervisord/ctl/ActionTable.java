package org.supervisord.ctl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All actions, and what is said of them. */
final class ActionTable {
    private static final int LINE_WIDTH = 79;

    private final Map<String, Action> actions = new TreeMap<>();

    ActionTable() {
        add(StatusActions.ALL);
        add(ControlActions.ALL);
        add(LogActions.ALL);
        add(ConfigActions.ALL);
        add(ServerActions.ALL);
        add(
                List.of(
                        DebugAction.ACTION,
                        Action.of(
                                "fg",
                                Action.Completes.PROCESSES,
                                ForegroundAction::run,
                                "fg <process>\tTalk to a process: its output is shown, and what is"
                                        + " typed goes to its stdin",
                                "\tCtrl-C ends it")));
    }

    /** The same with further actions. */
    ActionTable with(List<Action> more) {
        add(more);
        return this;
    }

    /** The same, but with these actions only. */
    ActionTable only(Set<String> names) {
        ActionTable table = new ActionTable();
        table.actions.keySet().retainAll(names);
        return table;
    }

    private void add(List<Action> family) {
        family.forEach(action -> actions.put(action.name(), action));
    }

    Optional<Action> find(String name) {
        return Optional.ofNullable(actions.get(name));
    }

    /** The names in order. */
    List<String> names() {
        return List.copyOf(actions.keySet());
    }

    /** Prints the list of actions, or the help for one. */
    void help(Session session, String topic) {
        if (topic.isEmpty()) {
            session.print("");
            session.print("default commands (type help <topic>):");
            session.print("=====================================");
            columns(session);
            session.print("");
        } else if (topic.equals("help")) {
            session.print("help\tPrint the list of actions");
            session.print("help <action>\tPrint what an action is for");
        } else {
            find(topic)
                    .ifPresentOrElse(
                            action -> action.help().forEach(session::print),
                            () -> session.print("*** No help on " + topic));
        }
    }

    private void columns(Session session) {
        List<String> names = names();
        int width = names.stream().mapToInt(String::length).max().orElse(0) + 2;
        int perLine = Math.max(1, LINE_WIDTH / width);
        int lines = (names.size() + perLine - 1) / perLine;
        for (int line = 0; line < lines; line++) {
            StringBuilder text = new StringBuilder();
            for (int i = line; i < names.size(); i += lines) {
                text.append(String.format("%-" + width + "s", names.get(i)));
            }
            session.print(text.toString().stripTrailing());
        }
    }
}
