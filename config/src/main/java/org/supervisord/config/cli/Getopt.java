package org.supervisord.config.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.supervisord.common.PythonRepr;

/**
 * Splits a command line into options and the rest, as getopt(3) does: {@code -n}, {@code -nc FILE},
 * {@code -cFILE}, {@code --nodaemon}, {@code --conf FILE}, {@code --configuration=FILE}. The first
 * word that is no option, or {@code --}, ends the options.
 */
final class Getopt {
    /** What comes behind an option; a value that may be left out does not begin with a dash. */
    enum Takes {
        NOTHING,
        A_VALUE,
        PERHAPS_A_VALUE
    }

    /**
     * An option that there is.
     *
     * @param letter its short form, or 0
     * @param word its long form, or an empty text
     * @param mayBeCutShort whether the beginning of its long form will do
     * @param value what its value is called
     * @param help what it is for; empty when nobody needs to know of it
     */
    record Option(
            char letter,
            String word,
            Takes takes,
            boolean mayBeCutShort,
            String value,
            String help) {
        /** An option that takes a value if there is a name for one. */
        Option(char letter, String word, String value, String help) {
            this(letter, word, value.isEmpty() ? Takes.NOTHING : Takes.A_VALUE, true, value, help);
        }

        /** An option of ours, which must not stand in the way of other ones cut short. */
        static Option inFull(String word, Takes takes, String value, String help) {
            return new Option((char) 0, word, takes, false, value, help);
        }

        /** {@code -c, --configuration FILE}. */
        String names() {
            String brackets = takes == Takes.PERHAPS_A_VALUE ? "[" + value + "]" : value;
            return (letter == 0 ? "--" + word : "-" + letter + ", --" + word)
                    + (value.isEmpty() ? "" : " " + brackets);
        }

        private boolean takesValue() {
            return takes == Takes.A_VALUE;
        }

        /** Whether a long form, or the beginning of one, may be this option. */
        private boolean answersTo(String name) {
            return !word.isEmpty() && (mayBeCutShort ? word.startsWith(name) : word.equals(name));
        }
    }

    /**
     * An option that was given.
     *
     * @param name as messages name it: {@code -c} or {@code --configuration}
     */
    record Given(Option option, String name, String value) {
        /** What is said of a value that is no good. */
        UsageException refused(String why) {
            return new UsageException(
                    "invalid value for " + name + " " + PythonRepr.of(value) + ": " + why);
        }
    }

    private final List<Option> options;
    private final List<Given> given = new ArrayList<>();
    private final Deque<String> rest;

    private Getopt(List<Option> options, List<String> words) {
        this.options = options;
        this.rest = new ArrayDeque<>(words);
    }

    /** Takes a command line apart. */
    static Getopt parse(List<Option> options, List<String> words) throws UsageException {
        Getopt getopt = new Getopt(options, words);
        getopt.parse();
        return getopt;
    }

    /** The options in the order in which they were given. */
    List<Given> given() {
        return given;
    }

    /** The words behind the options. */
    List<String> rest() {
        return List.copyOf(rest);
    }

    private void parse() throws UsageException {
        while (!rest.isEmpty() && rest.peek().startsWith("-") && !rest.peek().equals("-")) {
            String word = rest.remove();
            if (word.equals("--")) {
                return;
            }
            if (word.startsWith("--")) {
                longOption(word.substring(2));
            } else {
                letters(word.substring(1));
            }
        }
    }

    private void longOption(String text) throws UsageException {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        Optional<String> attached =
                equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1));
        Option option = find(name);
        if (option.takesValue() && attached.isEmpty() && rest.isEmpty()) {
            throw new UsageException("option --" + option.word + " requires argument");
        }
        if (option.takes == Takes.NOTHING && attached.isPresent()) {
            throw new UsageException("option --" + option.word + " must not have an argument");
        }
        String value = attached.orElseGet(() -> nextWord(option));
        given.add(new Given(option, "--" + option.word, value));
    }

    private String nextWord(Option option) {
        boolean isOption = rest.isEmpty() || rest.peek().startsWith("-");
        return switch (option.takes) {
            case NOTHING -> "";
            case A_VALUE -> rest.remove();
            case PERHAPS_A_VALUE -> isOption ? "" : rest.remove();
        };
    }

    /** By its whole name, or by the beginning of it if no other begins so. */
    private Option find(String name) throws UsageException {
        List<Option> possible = options.stream().filter(option -> option.answersTo(name)).toList();
        if (possible.isEmpty()) {
            throw new UsageException("option --" + name + " not recognized");
        }
        for (Option option : possible) {
            if (option.word.equals(name)) {
                return option;
            }
        }
        if (possible.size() > 1) {
            throw new UsageException("option --" + name + " not a unique prefix");
        }
        return possible.get(0);
    }

    private void letters(String letters) throws UsageException {
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            Option option =
                    options.stream()
                            .filter(candidate -> candidate.letter == letter)
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new UsageException(
                                                    "option -" + letter + " not recognized"));
            String value = "";
            if (option.takesValue()) {
                value = letters.substring(i + 1);
                if (value.isEmpty()) {
                    if (rest.isEmpty()) {
                        throw new UsageException("option -" + letter + " requires argument");
                    }
                    value = rest.remove();
                }
                i = letters.length();
            }
            given.add(new Given(option, "-" + letter, value));
        }
    }
}
