package org.supervisord.daemon.event;

/** What a listener process is doing, as far as the protocol tells. */
public enum ListenerState {
    /** It has not asked for an event yet. */
    ACKNOWLEDGED,
    /** It has asked for an event. */
    READY,
    /** It was given an event and has not said what came of it. */
    BUSY,
    /** It does not keep to the protocol, and is told nothing any more. */
    UNKNOWN
}
