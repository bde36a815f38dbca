package org.supervisord.daemon.replacement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.supervisord.daemon.posix.Execution;

/**
 * What a program that has replaced another one is told by that one, on its command line: where the
 * state is, and what was tried before.
 */
public final class Tries {
    /** The first one: the program that was installed. */
    static final int FIRST = 1;

    /** The same program once more, leaving out what it can't go on with. */
    static final int CAREFUL = 2;

    /** The program that was replaced. */
    static final int BACK = 3;

    /** That one, leaving out what it can't go on with. */
    static final int BACK_CAREFUL = 4;

    /** Where a program finds the descriptor of the state that it is to go on with. */
    private static final String STATE = "supervisord.state";

    /** Which one of the tries this is. */
    private static final String TRY = "supervisord.try";

    /** Why the one before has failed. */
    private static final String FAILURE = "supervisord.failure";

    /** What is still open of the descriptors that the former program has left. */
    private static final String OPEN = "supervisord.open";

    private static final List<String> OURS = List.of(STATE, TRY, FAILURE, OPEN);

    /** The kernel takes no word of 128 KiB. Source: execve(2). */
    private static final int LONGEST = 100_000;

    /** What the kernel adds to the name of a file that has none any more. */
    private static final String DELETED = " (deleted)";

    /** What is behind the descriptors that were left, as the kernel describes it. */
    private static final Map<Integer, String> left = new HashMap<>();

    private Tries() {}

    /** The descriptor of the document that a former program has left; empty when there is none. */
    public static Optional<Integer> state() {
        return Optional.ofNullable(Integer.getInteger(STATE));
    }

    /** Which one this is. */
    static int number() {
        return Integer.getInteger(TRY, FIRST);
    }

    /** Whether to leave out what can't be gone on with. */
    public static boolean isCareful() {
        return number() == CAREFUL || number() == BACK_CAREFUL;
    }

    /** Whether this is the program that was to be replaced. */
    static boolean isBack() {
        return number() >= BACK;
    }

    /** What the activity log is to be told of the tries before this one. */
    public static Optional<String> failure() {
        return Optional.ofNullable(System.getProperty(FAILURE));
    }

    /**
     * Which of these descriptors are open since the former program. To be asked before any of them
     * is used.
     */
    static Set<Integer> stillOpen(List<Integer> descriptors) {
        Set<Integer> open = new TreeSet<>(descriptors);
        String known = System.getProperty(OPEN);
        if (known != null) {
            open.retainAll(numbers(known));
        }
        open.forEach(it -> behind(it).ifPresent(what -> left.put(it, what)));
        return open;
    }

    /** What was left and is not closed, nor something else by now. */
    static Set<Integer> open() throws IOException {
        if (left.isEmpty()) {
            return Execution.inheritedDescriptors();
        }
        Set<Integer> open = new TreeSet<>();
        left.forEach(
                (descriptor, what) -> {
                    if (behind(descriptor).equals(Optional.of(what))) {
                        open.add(descriptor);
                    }
                });
        return open;
    }

    private static Optional<String> behind(int descriptor) {
        try {
            Path there = Path.of("/proc/self/fd/" + descriptor);
            String what = Files.readSymbolicLink(there).toString();
            return Optional.of(
                    what.endsWith(DELETED)
                            ? what.substring(0, what.length() - DELETED.length())
                            : what);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Tells the program with these words where the state is. */
    static void tell(List<String> words, int state) {
        words.add(1, "-D" + STATE + "=" + state);
    }

    /**
     * Tells the program with these words what it is to try.
     *
     * @param why the try before it has failed
     * @param open all that it finds open
     */
    static void tell(List<String> words, int state, int number, String why, Set<Integer> open) {
        // a number that was closed here may stand for something else in the next program
        words.addAll(
                1,
                List.of(
                        "-D" + STATE + "=" + state,
                        "-D" + TRY + "=" + number,
                        "-D" + FAILURE + "=" + why,
                        "-D" + OPEN + "=" + text(open)));
    }

    /** Numbers with commas between them, and ranges where those would be too many for a word. */
    static String text(Set<Integer> numbers) {
        // a former program that is gone back to may know no ranges
        String all = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        return all.length() <= LONGEST ? all : ranges(new TreeSet<>(numbers));
    }

    private static String ranges(SortedSet<Integer> numbers) {
        List<String> ranges = new ArrayList<>();
        while (!numbers.isEmpty()) {
            int first = numbers.first();
            int last = first;
            while (numbers.contains(last + 1)) {
                last++;
            }
            ranges.add(first + "-" + last);
            numbers = numbers.tailSet(last + 1);
        }
        return String.join(",", ranges);
    }

    /** What {@link #text} was made of. */
    static Set<Integer> numbers(String text) {
        Set<Integer> numbers = new TreeSet<>();
        for (String it : text.split(",")) {
            String[] ends = it.split("-");
            IntStream.rangeClosed(
                            Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                    .forEach(numbers::add);
        }
        return numbers;
    }

    /** The words of a program as they were before it was told anything. */
    static List<String> untold(List<String> words) {
        List<String> command = new ArrayList<>(words);
        command.removeIf(word -> OURS.stream().anyMatch(it -> word.startsWith("-D" + it + "=")));
        command.removeIf(LastWords::isTold);
        return command;
    }
}
