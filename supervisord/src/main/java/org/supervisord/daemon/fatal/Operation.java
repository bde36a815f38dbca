package org.supervisord.daemon.fatal;

/**
 * Something that the daemon does, as it is told of: the two are read as one, with a space between.
 *
 * @param what the deed, such as {@code rotate log}
 * @param on what it is done to, such as a path or a process's name
 */
public record Operation(String what, String on) {
    @Override
    public String toString() {
        return what + " " + on;
    }
}
