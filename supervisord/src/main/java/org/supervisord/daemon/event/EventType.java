package org.supervisord.daemon.event;

import java.util.List;
import java.util.Optional;

/** The types of events, by the names that listeners use. A type includes those below it. */
public enum EventType {
    EVENT(null),
    PROCESS_STATE(EVENT),
    PROCESS_STATE_STOPPED(PROCESS_STATE),
    PROCESS_STATE_EXITED(PROCESS_STATE),
    PROCESS_STATE_STARTING(PROCESS_STATE),
    PROCESS_STATE_STOPPING(PROCESS_STATE),
    PROCESS_STATE_BACKOFF(PROCESS_STATE),
    PROCESS_STATE_FATAL(PROCESS_STATE),
    PROCESS_STATE_RUNNING(PROCESS_STATE),
    PROCESS_STATE_UNKNOWN(PROCESS_STATE),
    PROCESS_COMMUNICATION(EVENT),
    PROCESS_COMMUNICATION_STDOUT(PROCESS_COMMUNICATION),
    PROCESS_COMMUNICATION_STDERR(PROCESS_COMMUNICATION),
    PROCESS_LOG(EVENT),
    PROCESS_LOG_STDOUT(PROCESS_LOG),
    PROCESS_LOG_STDERR(PROCESS_LOG),
    REMOTE_COMMUNICATION(EVENT),
    SUPERVISOR_STATE_CHANGE(EVENT),
    SUPERVISOR_STATE_CHANGE_RUNNING(SUPERVISOR_STATE_CHANGE),
    SUPERVISOR_STATE_CHANGE_STOPPING(SUPERVISOR_STATE_CHANGE),
    TICK(EVENT),
    TICK_5(TICK),
    TICK_60(TICK),
    TICK_3600(TICK),
    PROCESS_GROUP(EVENT),
    PROCESS_GROUP_ADDED(PROCESS_GROUP),
    PROCESS_GROUP_REMOVED(PROCESS_GROUP);

    private final Optional<EventType> parent;

    EventType(EventType parent) {
        this.parent = Optional.ofNullable(parent);
    }

    /** Whether one who listens to this type is told of events of the other. */
    public boolean includes(EventType other) {
        return this == other || other.parent.map(this::includes).orElse(false);
    }

    /** How many of these names include each type, by the type's place in the enumeration. */
    static int[] subscriptions(List<String> names) {
        int[] counts = new int[values().length];
        for (String name : names) {
            for (EventType type : values()) {
                counts[type.ordinal()] += valueOf(name).includes(type) ? 1 : 0;
            }
        }
        return counts;
    }

    /** The type of an event. */
    public static EventType of(Event event) {
        if (event instanceof Event.ProcessStateChanged it) {
            return switch (it.to()) {
                case STOPPED -> PROCESS_STATE_STOPPED;
                case EXITED -> PROCESS_STATE_EXITED;
                case STARTING -> PROCESS_STATE_STARTING;
                case STOPPING -> PROCESS_STATE_STOPPING;
                case BACKOFF -> PROCESS_STATE_BACKOFF;
                case FATAL -> PROCESS_STATE_FATAL;
                case RUNNING -> PROCESS_STATE_RUNNING;
                case UNKNOWN -> PROCESS_STATE_UNKNOWN;
            };
        }
        if (event instanceof Event.ProcessLog it) {
            return it.channel() == Event.Channel.STDOUT ? PROCESS_LOG_STDOUT : PROCESS_LOG_STDERR;
        }
        if (event instanceof Event.ProcessCommunication it) {
            return it.channel() == Event.Channel.STDOUT
                    ? PROCESS_COMMUNICATION_STDOUT
                    : PROCESS_COMMUNICATION_STDERR;
        }
        if (event instanceof Event.RemoteCommunication) {
            return REMOTE_COMMUNICATION;
        }
        if (event instanceof Event.SupervisorRunning) {
            return SUPERVISOR_STATE_CHANGE_RUNNING;
        }
        if (event instanceof Event.SupervisorStopping) {
            return SUPERVISOR_STATE_CHANGE_STOPPING;
        }
        if (event instanceof Event.Tick it) {
            return valueOf("TICK_" + it.period());
        }
        return event instanceof Event.ProcessGroupAdded
                ? PROCESS_GROUP_ADDED
                : PROCESS_GROUP_REMOVED;
    }
}
