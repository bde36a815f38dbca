package org.supervisord.daemon.event;

/**
 * An event that somebody listens to.
 *
 * @param serial its number among all events
 */
record NumberedEvent(long serial, EventType type, Payload payload) {}
