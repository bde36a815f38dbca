package org.supervisord.config;

import java.util.List;

/** A group of processes that are started and stopped together. */
public sealed interface GroupSettings {
    /** The group's name. */
    String name();

    /** Its place in the order of starting (ascending) and stopping (descending). */
    int priority();

    /** Its processes in the order in which they are started. */
    List<ProgramSettings> programs();

    /** A [program:x] by itself, or a [group:x]. */
    record Programs(String name, int priority, List<ProgramSettings> programs)
            implements GroupSettings {}

    /** An [fcgi-program:x], whose processes share a listening socket. */
    record FastCgi(
            String name, int priority, List<ProgramSettings> programs, FcgiSocketSettings socket)
            implements GroupSettings {}

    /**
     * An [eventlistener:x].
     *
     * @param bufferSize how many undelivered events are kept
     * @param events names of the event types that it listens to, in upper case, sorted
     * @param resultHandler the factory that judges results, as written
     */
    record EventListenerPool(
            String name,
            int priority,
            List<ProgramSettings> programs,
            int bufferSize,
            List<String> events,
            String resultHandler)
            implements GroupSettings {}
}
