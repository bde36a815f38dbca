package org.supervisord.common.plugin;

import org.supervisord.common.listener.ReceivedEvent;

/**
 * Judges what event listeners say of events: implemented by the class that {@code result_handler}
 * of an {@code [eventlistener:x]} names, with a public constructor without parameters.
 */
@FunctionalInterface
public interface EventResultHandler {
    /**
     * Judges a result. Called on the daemon's only thread: it must not wait for anything.
     *
     * @param event what the listener was given
     * @param result what it said of it
     * @return whether the event was dealt with; if not, it is given to a listener again. What is
     *     thrown cuts the listener off until it is started again, and gives the event to another
     */
    boolean accepts(ReceivedEvent event, byte[] result);
}
