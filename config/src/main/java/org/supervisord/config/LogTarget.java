package org.supervisord.config;

import java.nio.file.Path;

/** Where the output of a channel is kept. */
public sealed interface LogTarget {

    /** A file that the daemon names itself in {@code childlogdir} and removes at its next start. */
    record Automatic() implements LogTarget {}

    /** Nowhere. */
    record None() implements LogTarget {}

    /** Nowhere, as the name that the operator gave is empty. It differs from no log at all. */
    record Unnamed() implements LogTarget {}

    /**
     * A file named by the operator.
     *
     * @param name as it was written, which a path does not keep: {@code logs//x} becomes {@code
     *     logs/x}
     */
    record File(Path path, String name) implements LogTarget {}

    /** What clients are told that the file of this target is called. */
    default String nameOf(Path file) {
        return this instanceof File named ? named.name() : file.toString();
    }
}
