package org.supervisord.daemon.fatal;

/**
 * Something that the daemon does, as it is told of: the two are read as one, with a space between.
 *
 * @param what the deed, such as {@code rotate log}
 * @param on what it is done to, such as a path or a process's name
 */
public record Operation(String what, String on) {
    // as a record has them, but for what it takes to make those when they are called first
    @Override
    public boolean equals(Object other) {
        return other instanceof Operation operation
                && operation.what.equals(what)
                && operation.on.equals(on);
    }

    @Override
    public int hashCode() {
        return 31 * what.hashCode() + on.hashCode();
    }

    @Override
    public String toString() {
        return what + " " + on;
    }
}
