package org.supervisord.daemon.event;

import java.util.Optional;

/**
 * A listener in the midst of the protocol.
 *
 * @param process its process's name
 * @param event what it is dealing with
 * @param words what it has written and nobody has understood yet
 * @param resultLength how long a result is that it has announced; -1 if it has not
 * @param givenUp whether it has failed on an event too often
 * @param startedSince whether its process was started since it was given up
 */
public record ListenerSnapshot(
        String process,
        ListenerState state,
        Optional<DeliverySnapshot> event,
        byte[] words,
        int resultLength,
        boolean givenUp,
        boolean startedSince) {}
