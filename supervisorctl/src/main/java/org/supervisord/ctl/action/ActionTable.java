package org.supervisord.ctl.action;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.supervisord.ctl.terminal.Columns;

/** All actions, and what is said of them. An action is loaded when it is asked for. */
public final class ActionTable {
    private static final int LINE_WIDTH = 79;

    /** The actions of each family, in the order of {@link #family}. */
    private static final String BUILT_IN =
            "status pid avail version start stop restart signal tail maintail clear reread update"
                    + " add remove shutdown reload upgrade open exit quit debug fg";

    private final Set<String> names = new TreeSet<>(Arrays.asList(BUILT_IN.split(" ")));
    private final Map<String, Action> plugged = new TreeMap<>();

    /** The same with further actions. */
    public ActionTable with(List<Action> more) {
        for (Action action : more) {
            plugged.put(action.name(), action);
            names.add(action.name());
        }
        return this;
    }

    /** The same, but with these actions only. */
    public ActionTable only(Set<String> wanted) {
        ActionTable table = new ActionTable();
        table.names.retainAll(wanted);
        return table;
    }

    /** The action of a name; empty when there is none. */
    public Optional<Action> find(String name) {
        if (!names.contains(name)) {
            return Optional.empty();
        }
        Action own = plugged.get(name);
        if (own != null) {
            return Optional.of(own);
        }
        for (Action action : family(name)) {
            if (action.name().equals(name)) {
                return Optional.of(action);
            }
        }
        throw new IllegalStateException("no family knows of " + name);
    }

    /** A line of words as a shell has handed them over, the first of which is an action. */
    public String line(List<String> words) {
        return Words.join(words, find(words.get(0)).map(Action::options).orElse(List.of()));
    }

    private static List<Action> family(String name) {
        return switch (name) {
            case "status", "pid", "avail", "version" -> StatusActions.ALL;
            case "start", "stop", "restart", "signal" -> ControlActions.ALL;
            case "tail", "maintail", "clear" -> LogActions.ALL;
            case "reread", "update", "add", "remove" -> ConfigActions.ALL;
            case "shutdown", "reload", "upgrade", "open", "exit", "quit" -> ServerActions.ALL;
            case "debug" -> List.of(DebugAction.ACTION);
            case "fg" -> List.of(ForegroundAction.ACTION);
            default -> List.of();
        };
    }

    /** The names in order. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** Prints the list of actions, or the help for one. */
    public void help(Session session, String topic) {
        if (topic.isEmpty()) {
            session.print("");
            session.print("default commands (type help <topic>):");
            session.print("=====================================");
            columns().forEach(session::print);
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

    private List<String> columns() {
        List<String> all = names();
        int width = Columns.widest(all) + 2;
        int perLine = Math.max(1, LINE_WIDTH / width);
        int lines = (all.size() + perLine - 1) / perLine;
        List<String> columns = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            StringBuilder text = new StringBuilder();
            for (int i = line; i < all.size(); i += lines) {
                text.append(Columns.pad(all.get(i), width));
            }
            columns.add(text.toString().stripTrailing());
        }
        return columns;
    }
}
