package org.supervisord.common;

import java.util.Objects;

/**
 * The full name of a process: its group and its own name. Written {@code group:process}, or just
 * {@code name} where both are the same.
 */
public record ProcessName(String group, String process) {
    /** Neither part may be null. */
    public ProcessName {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(process, "process");
    }

    // as a record has them, but for what it takes to make those when they are called first: every
    // start would wait for it
    @Override
    public boolean equals(Object other) {
        return other instanceof ProcessName name
                && name.group.equals(group)
                && name.process.equals(process);
    }

    @Override
    public int hashCode() {
        return 31 * group.hashCode() + process.hashCode();
    }

    /** The name as people and clients write it. */
    @Override
    public String toString() {
        return group.equals(process) ? process : group + ":" + process;
    }
}
