package org.supervisord.daemon.posix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.supervisord.common.Signal;

/**
 * The descriptors that the operator started the daemon with, besides 0 to 2. They stay open as long
 * as it lives and are not used: somebody may have locked a file by one of them, or wait at the
 * other end of a pipe. Programs do not get them.
 */
public final class LaunchDescriptors {
    /** The launcher names them here: later nobody can tell them from what the JVM has opened. */
    private static final String PROPERTY = "supervisord.inherited";

    private static final String OPTION = "-D" + PROPERTY + "=";

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
        NavigableSet<Integer> all = all();
        WANTED.stream().filter(all::contains).toList().forEach(it -> move(it, all));
    }

    private static void move(int wanted, NavigableSet<Integer> all) {
        int moved = LibC.fcntl(wanted, F_DUPFD, Collections.max(WANTED) + 1);
        if (moved < 0) {
            return; // there are too many, and the daemon will end with that in a moment
        }
        int nothing = LibC.open(LibC.cString("/dev/null"), O_RDWR);
        LibC.dup2(nothing, wanted);
        LibC.close(nothing);
        all.remove(wanted);
        all.add(moved);
        System.setProperty(PROPERTY, text(all));
    }

    /** Their numbers. */
    static NavigableSet<Integer> all() {
        NavigableSet<Integer> all = new TreeSet<>();
        String named = System.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            Arrays.stream(named.split(",")).map(Integer::valueOf).forEach(all::add);
        }
        return all;
    }

    /** The words of a program that finds them open, too. */
    static List<String> told(List<String> words) {
        List<String> all = new ArrayList<>(untold(words));
        if (!all().isEmpty()) {
            all.add(1, OPTION + text(all()));
        }
        return all;
    }

    /** The words of a program that does not. */
    static List<String> untold(List<String> words) {
        return words.stream().filter(it -> !it.startsWith(OPTION)).toList();
    }

    private static String text(NavigableSet<Integer> all) {
        return all.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
