package org.supervisord.daemon.log;

import java.util.List;
import java.util.OptionalInt;

/**
 * A log that was open.
 *
 * @param path its name as it was configured
 * @param descriptor empty when it could not be opened
 * @param due how it is to be opened by its name before the next write, if it is
 * @param lost how many bytes could not be written so far
 * @param inTrouble whether the last write failed
 * @param rotating one more than the number of the older file that is moved up next, when a rotation
 *     has failed halfway; otherwise 0
 * @param waiting what was given to it and its reader has not taken, each piece in one
 */
public record LogSnapshot(
        String path,
        OptionalInt descriptor,
        Due due,
        long lost,
        boolean inTrouble,
        int rotating,
        List<byte[]> waiting) {
    /** How a file is to be opened by its name. */
    public enum Due {
        NOTHING,
        OPEN,
        /** What is there under its name was planted by somebody. */
        MAKE
    }
}
