package org.supervisord.daemon.posix;

/** What a child finds on its descriptor 0. */
public sealed interface StdinSource {
    /** A pipe that the daemon can write to. */
    record Pipe() implements StdinSource {}

    /**
     * Something that is open in the daemon, such as a listening socket.
     *
     * @param fd its descriptor here; stays open here
     */
    record Descriptor(int fd) implements StdinSource {}
}
