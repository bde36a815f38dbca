package org.supervisord.config;

import java.nio.file.Path;

/** Where the output of a channel is kept. */
public sealed interface LogTarget {

    /** A file that the daemon names itself in {@code childlogdir} and removes at its next start. */
    record Automatic() implements LogTarget {}

    /** Nowhere. */
    record None() implements LogTarget {}

    /** A file named by the operator. */
    record File(Path path) implements LogTarget {}
}
