package org.supervisord.ctl.action;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.ctl.terminal.ExitStatus;

/** The words behind an action: the options that it knows, and the rest. */
final class Words {
    private static final int MOST_SECONDS = 7 * 24 * 60 * 60;

    private final Map<String, String> options = new HashMap<>();
    private final List<String> rest = new ArrayList<>();

    private Words() {}

    /**
     * Takes words apart. Options may stand anywhere; {@code --} ends them.
     *
     * @throws Action.Misused for a long option that is not known, or lacks its value
     */
    static Words of(String argument, List<Option> known) {
        Words words = new Words();
        Deque<String> left = split(argument, known);
        while (!left.isEmpty()) {
            String word = left.remove();
            if (word.equals("--")) {
                words.rest.addAll(left);
                break;
            }
            if (!words.isOption(word, left, known)) {
                words.rest.add(word);
            }
        }
        return words;
    }

    /**
     * At blanks; the value of an option may stand in quotes, with those in it doubled. What a word
     * is depends on those before it.
     */
    private static Deque<String> split(String argument, List<Option> known) {
        Deque<String> words = new ArrayDeque<>();
        String rest = argument.strip();
        boolean isValue = false;
        while (!rest.isEmpty()) {
            Optional<String> assigned = isValue ? Optional.empty() : assigned(rest, known);
            int begin = assigned.map(it -> it.length() + 1).orElse(0);
            int close = isValue || assigned.isPresent() ? closing(rest, begin) : -1;
            if (close > 0) {
                String quote = rest.substring(begin, begin + 1);
                assigned.ifPresent(words::add);
                words.add(rest.substring(begin + 1, close).replace(quote + quote, quote));
                rest = rest.substring(close + 1).strip();
                isValue = false;
            } else {
                String[] two = rest.split("\\s+", 2);
                words.add(two[0]);
                rest = two.length > 1 ? two[1] : "";
                isValue = !isValue && isValued(two[0], known);
            }
        }
        return words;
    }

    /** Where the quote is that ends what one at this place begins; -1 if there is none. */
    private static int closing(String text, int begin) {
        char quote = begin < text.length() ? text.charAt(begin) : ' ';
        if (quote != '"' && quote != '\'') {
            return -1;
        }
        int end = text.indexOf(quote, begin + 1);
        while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == quote) {
            end = text.indexOf(quote, end + 2);
        }
        return end;
    }

    private static boolean isValued(String word, List<Option> known) {
        return known.stream().anyMatch(it -> it.takesValue() && it.names().contains(word));
    }

    /** The option that a text begins with, an equals sign behind it. */
    private static Optional<String> assigned(String text, List<Option> known) {
        return known.stream()
                .filter(Option::takesValue)
                .map(Option::name)
                .filter(it -> text.startsWith(it + "="))
                .findFirst();
    }

    /**
     * A line of words as a shell has handed them over: values of options are put between quotes
     * where the line would be understood otherwise.
     *
     * @param known the options of the action that the words begin with
     */
    static String join(List<String> words, List<Option> known) {
        List<String> line = new ArrayList<>();
        boolean isValue = false;
        for (String word : words) {
            Optional<String> assigned =
                    isValue || line.contains("--") ? Optional.empty() : assigned(word, known);
            if (isValue) {
                line.add(quoted(word));
                isValue = false;
            } else if (assigned.isPresent()) {
                String name = assigned.get();
                line.add(name + "=" + quoted(word.substring(name.length() + 1)));
            } else {
                line.add(word);
                isValue = !line.contains("--") && isValued(word, known);
            }
        }
        return String.join(" ", line);
    }

    private static String quoted(String value) {
        boolean plain =
                !value.isEmpty()
                        && value.chars().noneMatch(Character::isWhitespace)
                        && !value.startsWith("\"")
                        && !value.startsWith("'");
        return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }

    private boolean isOption(String word, Deque<String> left, List<Option> known) {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String name = equals < 0 ? word : word.substring(0, equals);
        for (Option option : known) {
            if (!option.names().contains(name)) {
                continue;
            }
            if (!option.takesValue()) {
                if (equals >= 0) {
                    throw misused("option " + name + " takes no value");
                }
                options.put(option.name(), "");
            } else if (equals >= 0) {
                options.put(option.name(), word.substring(equals + 1));
            } else if (left.isEmpty()) {
                throw misused("option " + name + " requires a value: " + option.value());
            } else {
                options.put(option.name(), left.remove());
            }
            return true;
        }
        if (word.startsWith("--")) {
            throw misused("unknown option " + name);
        }
        return false;
    }

    private static Action.Misused misused(String why) {
        return new Action.Misused("Error: " + why, ExitStatus.INVALID_ARGUMENTS);
    }

    /** Whether an option was given, by its usual name. */
    boolean has(Option option) {
        return options.containsKey(option.name());
    }

    /** What stood behind an option, empty if it was not given. */
    Optional<String> value(Option option) {
        return Optional.ofNullable(options.get(option.name()));
    }

    /** Seconds, with a fraction or without. */
    Optional<Duration> seconds(Option option) {
        return value(option)
                .map(
                        text -> {
                            if (text.matches("[0-9]{1,7}(\\.[0-9]{1,9})?")
                                    && Double.parseDouble(text) <= MOST_SECONDS) {
                                return Duration.ofMillis(
                                        Math.round(Double.parseDouble(text) * 1000));
                            }
                            throw misused(option.name() + ": '" + text + "' is no time in seconds");
                        });
    }

    /** The same, and some time at all. */
    Optional<Duration> moreThanNoSeconds(Option option) {
        Optional<Duration> time = seconds(option);
        if (time.filter(Duration::isZero).isPresent()) {
            throw misused(option.name() + " is to be more than 0");
        }
        return time;
    }

    /** A number that is at least 1. */
    Optional<Integer> count(Option option) {
        return value(option)
                .map(
                        text -> {
                            if (text.matches("[1-9][0-9]{0,5}")) {
                                return Integer.valueOf(text);
                            }
                            throw misused(option.name() + ": '" + text + "' is no number from 1");
                        });
    }

    /** Whether any option was given. */
    boolean hasOptions() {
        return !options.isEmpty();
    }

    /** The words that are no options. */
    List<String> rest() {
        return rest;
    }
}
