package org.supervisord.daemon.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Descriptors whose numbers are those of signals, which come by them; see {@link SignalInbox}. This
 * class uses the JDK alone, as each library that it used would be opened, under such a number.
 */
public final class ReservedDescriptors {
    /** USR2, TERM and CHLD. */
    static final List<Integer> NUMBERS = List.of(12, 15, 17);

    /** What they lead to until they are put to use. */
    static final String NOTHING = "/dev/null";

    private static final int LAST = 17;

    /** More than a JVM has open when its main method begins. */
    private static final int MOST_TO_TRY = 64;

    /** Held open, so that nobody else gets the descriptor. */
    private static final List<FileInputStream> reserved = new ArrayList<>();

    private ReservedDescriptors() {}

    /** Reserves those that are not in use. To be called before anything else is done. */
    public static void open() throws IOException {
        List<FileInputStream> others = new ArrayList<>();
        int descriptor = 0;
        while (descriptor < LAST && others.size() < MOST_TO_TRY) {
            FileInputStream nothing = new FileInputStream(NOTHING);
            descriptor = sun.nio.ch.IOUtil.fdVal(nothing.getFD());
            (NUMBERS.contains(descriptor) ? reserved : others).add(nothing);
        }
        for (FileInputStream other : others) {
            other.close();
        }
    }
}
