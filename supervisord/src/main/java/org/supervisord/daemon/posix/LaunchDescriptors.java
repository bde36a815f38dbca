package org.supervisord.daemon.posix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.supervisord.common.Signal;

/**
 * The descriptors that the operator started the daemon with, besides 0 to 2. They stay open as long
 * as it lives, and are used only for a log whose name is that of one of them: somebody may have
 * locked a file by one, or wait at the other end of a pipe. Programs do not get them.
 */
public final class LaunchDescriptors {
    /** The launcher names them here: later nobody can tell them from what the JVM has opened. */
    private static final String PROPERTY = "supervisord.inherited";

    /** Those that have another number now, with the one that they had. */
    private static final String MOVED = "supervisord.moved";

    private static final String OPTION = "-D%s=";
    private static final String WAS = "=";

    /** The numbers by which signals come; see {@link SignalInbox}. */
    private static final List<Integer> WANTED =
            SignalInbox.DIRECTLY.stream().map(Signal::number).toList();

    private static final int O_RDWR = 2;
    private static final int F_DUPFD = 0;

    private LaunchDescriptors() {}

    /**
     * Moves away those whose numbers are needed otherwise. To be called once, before anything else
     * is opened.
     */
    public static void makeWay() {
        NavigableMap<Integer, Integer> all = named();
        WANTED.stream().filter(all::containsKey).toList().forEach(it -> move(it, all));
    }

    private static void move(int wanted, NavigableMap<Integer, Integer> all) {
        int moved = LibC.fcntl(wanted, F_DUPFD, Collections.max(WANTED) + 1);
        if (moved < 0) {
            return; // there are too many, and the daemon will end with that in a moment
        }
        int nothing = LibC.open(LibC.cString("/dev/null"), O_RDWR);
        LibC.dup2(nothing, wanted);
        LibC.close(nothing);
        all.put(moved, all.remove(wanted));
        System.setProperty(PROPERTY, numbers(all));
        System.setProperty(MOVED, moved(all));
    }

    /** The number that one of them has by now; empty when the daemon was started without it. */
    public static OptionalInt now(int atTheStart) {
        return named().entrySet().stream()
                .filter(it -> it.getValue() == atTheStart)
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }

    /** Their numbers. */
    static Set<Integer> all() {
        return named().keySet();
    }

    /** The number that each has by now, and the one that it had at the start. */
    private static NavigableMap<Integer, Integer> named() {
        NavigableMap<Integer, Integer> all = new TreeMap<>();
        for (String it : words(PROPERTY)) {
            all.put(Integer.valueOf(it), Integer.valueOf(it));
        }
        for (String it : words(MOVED)) {
            int was = it.indexOf(WAS);
            all.replace(
                    Integer.valueOf(it.substring(0, was)), Integer.valueOf(it.substring(was + 1)));
        }
        return all;
    }

    private static List<String> words(String property) {
        String text = System.getProperty(property, "");
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    /** The words of a program that finds them open, too. */
    static List<String> told(List<String> words) {
        List<String> all = new ArrayList<>(untold(words));
        NavigableMap<Integer, Integer> named = named();
        if (!moved(named).isEmpty()) {
            all.add(1, OPTION.formatted(MOVED) + moved(named));
        }
        if (!named.isEmpty()) {
            all.add(1, OPTION.formatted(PROPERTY) + numbers(named));
        }
        return all;
    }

    /** The words of a program that does not. */
    static List<String> untold(List<String> words) {
        return words.stream()
                .filter(it -> !it.startsWith(OPTION.formatted(PROPERTY)))
                .filter(it -> !it.startsWith(OPTION.formatted(MOVED)))
                .toList();
    }

    private static String numbers(NavigableMap<Integer, Integer> all) {
        return all.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String moved(NavigableMap<Integer, Integer> all) {
        return all.entrySet().stream()
                .filter(it -> !it.getKey().equals(it.getValue()))
                .map(it -> it.getKey() + WAS + it.getValue())
                .collect(Collectors.joining(","));
    }
}
