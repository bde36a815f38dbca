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

    private static final String OPTION = "-D" + PROPERTY + "=";

    /** Between the number that a descriptor has by now and the one that it had. */
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
        System.setProperty(PROPERTY, text(all));
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
        String named = System.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            for (String it : named.split(",")) {
                String[] numbers = it.split(WAS);
                all.put(Integer.valueOf(numbers[0]), Integer.valueOf(numbers[numbers.length - 1]));
            }
        }
        return all;
    }

    /** The words of a program that finds them open, too. */
    static List<String> told(List<String> words) {
        List<String> all = new ArrayList<>(untold(words));
        if (!named().isEmpty()) {
            all.add(1, OPTION + text(named()));
        }
        return all;
    }

    /** The words of a program that does not. */
    static List<String> untold(List<String> words) {
        return words.stream().filter(it -> !it.startsWith(OPTION)).toList();
    }

    private static String text(NavigableMap<Integer, Integer> all) {
        return all.entrySet().stream()
                .map(
                        it ->
                                it.getKey()
                                        + (it.getKey().equals(it.getValue())
                                                ? ""
                                                : WAS + it.getValue()))
                .collect(Collectors.joining(","));
    }
}
