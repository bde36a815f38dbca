package org.supervisord.common;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A signal by its number on Linux. Source: signal(7).
 *
 * @param number 0 (which tests whether a process exists) to 64
 */
public record Signal(int number) {
    private static final int MAX = 64;
    private static final Map<String, Integer> NUMBERS = new TreeMap<>();
    private static final Map<Integer, String> NAMES = new TreeMap<>();

    static {
        String[] standard = {
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
            "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN",
            "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "POLL", "PWR", "SYS"
        };
        for (int i = 0; i < standard.length; i++) {
            define(standard[i], i + 1);
        }
        define("RTMIN", 34);
        define("RTMAX", MAX);
        NUMBERS.put("IOT", 6);
        NUMBERS.put("CLD", 17);
        NUMBERS.put("IO", 29);
    }

    public static final Signal HUP = new Signal(1);
    public static final Signal INT = new Signal(2);
    public static final Signal QUIT = new Signal(3);
    public static final Signal KILL = new Signal(9);
    public static final Signal USR2 = new Signal(12);
    public static final Signal PIPE = new Signal(13);
    public static final Signal TERM = new Signal(15);
    public static final Signal CHLD = new Signal(17);
    public static final Signal XFSZ = new Signal(25);

    // as a record has them, but for what the system takes to make them when they are called first:
    // milliseconds, at every start and every end
    @Override
    public boolean equals(Object other) {
        return other instanceof Signal signal && signal.number == number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    private static void define(String name, int number) {
        NUMBERS.put(name, number);
        NAMES.put(number, name);
    }

    /** The names of all signals, without {@code SIG}. */
    public static Set<String> names() {
        return Set.copyOf(NUMBERS.keySet());
    }

    /**
     * Reads a signal by number ({@code 15}) or name, with or without {@code SIG}, in any case.
     *
     * @return empty when there is no such signal
     */
    public static Optional<Signal> parse(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        if (word.matches("[+-]?[0-9]{1,9}")) {
            int number = Integer.parseInt(word);
            return isKnown(number) ? Optional.of(new Signal(number)) : Optional.empty();
        }
        Integer number = NUMBERS.get(word.startsWith("SIG") ? word.substring(3) : word);
        return Optional.ofNullable(number).map(Signal::new);
    }

    private static boolean isKnown(int number) {
        return number == 0 || NAMES.containsKey(number);
    }

    /** {@code SIGTERM}, or {@code signal 42} for one that has no name. */
    @Override
    public String toString() {
        String name = NAMES.get(number);
        return name == null ? "signal " + number : "SIG" + name;
    }
}
