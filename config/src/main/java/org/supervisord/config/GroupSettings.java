package org.supervisord.config;

import java.util.List;
import java.util.stream.IntStream;

/** A group of processes that are started and stopped together. */
public sealed interface GroupSettings {
    /** The name of the result handler that is built in. */
    String STANDARD_HANDLER = "supervisor.dispatchers:default_handler";

    /** The group's name. */
    String name();

    /** Its place in the order of starting (ascending) and stopping (descending). */
    int priority();

    /** Its processes in the order in which they are started. */
    List<ProgramSettings> programs();

    /**
     * Whether a client that asks for changes is to be told of this group, newly read.
     *
     * @param active what the group was made from
     */
    default boolean differsFrom(GroupSettings active) {
        return !(sameApartFromPrograms(active)
                && programs().size() == active.programs().size()
                && IntStream.range(0, programs().size())
                        .allMatch(i -> programs().get(i).isSameAs(active.programs().get(i))));
    }

    private boolean sameApartFromPrograms(GroupSettings active) {
        return withoutPrograms(this).equals(withoutPrograms(active));
    }

    private static GroupSettings withoutPrograms(GroupSettings group) {
        if (group instanceof Programs it) {
            return new Programs(it.name(), it.priority(), List.of());
        }
        if (group instanceof FastCgi it) {
            return new FastCgi(it.name(), it.priority(), List.of(), it.socket());
        }
        EventListenerPool it = (EventListenerPool) group;
        return new EventListenerPool(
                it.name(),
                it.priority(),
                List.of(),
                it.bufferSize(),
                it.events(),
                it.resultHandler(),
                it.payloadLength(),
                it.maxRetries());
    }

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
     * @param payloadLength what {@code len} counts
     * @param maxRetries how often an event is given anew before it is dropped; 0 for no limit
     */
    record EventListenerPool(
            String name,
            int priority,
            List<ProgramSettings> programs,
            int bufferSize,
            List<String> events,
            String resultHandler,
            PayloadLength payloadLength,
            int maxRetries)
            implements GroupSettings {
        /** Whether results are judged by what is built in. */
        public boolean usesStandardHandler() {
            return resultHandler.equals(STANDARD_HANDLER);
        }
    }
}
