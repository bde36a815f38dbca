package org.supervisord.ctl.shell;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.supervisord.common.ProcessState;
import org.supervisord.common.Signal;
import org.supervisord.ctl.action.Action;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.action.Option;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient.ProcessInfo;

/**
 * What a word of a line may be completed to: actions, their options, and what the server knows now.
 */
public final class Completion {
    /** Asks a server. */
    public interface Server {
        List<ProcessInfo> processes() throws IOException, ServerFault;
    }

    private final ActionTable actions;
    private final Server server;

    /** One that completes these actions, and names that a server knows. */
    public Completion(ActionTable actions, Server server) {
        this.actions = actions;
        this.server = server;
    }

    /** Words that a word may become, in order, each with what is said of it or an empty text. */
    public Map<String, String> of(String line) {
        List<String> words = Arrays.asList(line.stripLeading().split("\\s+", -1));
        Map<String, String> all = candidates(words);
        String begun = words.get(words.size() - 1);
        Map<String, String> fitting = new TreeMap<>(all);
        fitting.keySet().removeIf(word -> !word.startsWith(begun));
        return fitting;
    }

    /**
     * The same without regard to what the last word begins with.
     *
     * @param words from the action on; the last one is being typed, and may be empty
     */
    Map<String, String> candidates(List<String> words) {
        Map<String, String> found = new TreeMap<>();
        if (words.size() <= 1) {
            actions(found);
            found.put("help", "");
            return found;
        }
        if (words.get(0).equals("help")) {
            actions(found);
            return found;
        }
        Optional<Action> action = actions.find(words.get(0));
        if (action.isEmpty()) {
            return found;
        }
        String word = words.get(words.size() - 1);
        String before = words.get(words.size() - 2);
        Optional<Option> value =
                action.get().options().stream()
                        .filter(it -> it.takesValue() && it.names().contains(before))
                        .findFirst();
        if (value.isPresent()) {
            values(found, value.get());
        } else if (word.startsWith("-")) {
            for (Option option : action.get().options()) {
                found.put(option.name(), option.help());
            }
            if (action.get().name().endsWith("tail")) {
                found.put("-f", "");
            }
        } else {
            words(found, action.get().completes(), words);
        }
        return found;
    }

    private void actions(Map<String, String> found) {
        for (String name : actions.names()) {
            found.put(name, actions.find(name).map(Completion::summary).orElse(""));
        }
    }

    /** What the first line of its help says. */
    static String summary(Action action) {
        return action.help().stream()
                .filter(line -> line.indexOf('\t') >= 0)
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .findFirst()
                .orElse("");
    }

    private void values(Map<String, String> found, Option option) {
        if (option.value().startsWith("STATE")) {
            for (ProcessState state : ProcessState.values()) {
                found.put(state.name(), "");
            }
        } else if (option.value().startsWith("GROUP")) {
            groups(found);
        }
    }

    private void words(Map<String, String> found, Action.Completes kind, List<String> words) {
        String word = words.get(words.size() - 1);
        switch (kind) {
            case NOTHING -> {}
            case ACTIONS -> actions(found);
            case GROUPS -> groups(found);
            case PROCESSES -> names(found, info -> true, word);
            case RUNNING -> names(found, info -> !isDown(info), word);
            case STOPPED -> names(found, Completion::isDown, word);
            case SIGNAL -> {
                if (words.size() == 2) {
                    Signal.names().forEach(name -> found.put(name, ""));
                } else {
                    names(found, info -> !isDown(info), word);
                }
            }
            case LOGS -> {
                names(found, info -> true, word);
                found.remove("all");
                boolean named = words.stream().skip(1).anyMatch(it -> !it.startsWith("-"));
                if (words.size() > 2 && named) {
                    found.put("stdout", "");
                    found.put("stderr", "");
                }
            }
        }
    }

    private static boolean isDown(ProcessInfo info) {
        return info.state() == ProcessState.STOPPED.code()
                || info.state() == ProcessState.EXITED.code()
                || info.state() == ProcessState.FATAL.code();
    }

    /** Nothing without a server; the action itself will say why. */
    private List<ProcessInfo> processes() {
        try {
            return server.processes();
        } catch (IOException | ServerFault e) {
            return List.of();
        }
    }

    private void groups(Map<String, String> found) {
        processes().forEach(info -> found.put(info.group(), ""));
    }

    /** The fitting ones; all if none of those begins as the word does. */
    private void names(Map<String, String> found, Predicate<ProcessInfo> fits, String word) {
        List<ProcessInfo> all = processes();
        Map<String, String> fitting =
                names(all.stream().filter(fits).collect(Collectors.toList()), word);
        boolean any = fitting.keySet().stream().anyMatch(name -> name.startsWith(word));
        found.putAll(any ? fitting : names(all, word));
        if (!found.isEmpty()) {
            found.put("all", "");
        }
    }

    private static Map<String, String> names(List<ProcessInfo> infos, String word) {
        Map<String, String> names = new TreeMap<>();
        for (ProcessInfo info : infos) {
            String said = info.statename();
            if (!info.name().equals(info.group())) {
                names.put(info.group() + ":" + info.name(), said);
                names.put(info.group() + ":*", "");
            } else {
                names.put(info.name(), said);
                if (word.indexOf(':') >= 0) {
                    names.put(info.group() + ":*", "");
                }
            }
        }
        return names;
    }
}
