package org.supervisord.daemon.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessName;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.event.Event.Channel;

class EventTypeTest {
    private static final ProcessName WEB = new ProcessName("web", "web");

    @Test
    void eventIncludesAllOthers() {
        for (EventType type : EventType.values()) {
            assertTrue(EventType.EVENT.includes(type), type.name());
            assertEquals(type == EventType.EVENT, type.includes(EventType.EVENT), type.name());
        }
    }

    @Test
    void aTypeIncludesThoseThatBeginWithItsName() {
        for (EventType type : EventType.values()) {
            for (EventType other : EventType.values()) {
                boolean below = other == type || other.name().startsWith(type + "_");
                assertEquals(
                        below || type == EventType.EVENT,
                        type.includes(other),
                        type + " of " + other);
            }
        }
    }

    @Test
    void everyStateOfAProcessHasAType() {
        for (ProcessState to : ProcessState.values()) {
            Event event = new Event.ProcessStateChanged(WEB, ProcessState.STOPPED, to, 0, 0, true);
            assertEquals("PROCESS_STATE_" + to, EventType.of(event).name());
        }
    }

    @Test
    void everyOtherEventHasItsType() {
        byte[] data = {'x'};
        List<Event> events =
                List.of(
                        new Event.ProcessLog(WEB, 1, Channel.STDOUT, data),
                        new Event.ProcessLog(WEB, 1, Channel.STDERR, data),
                        new Event.ProcessCommunication(WEB, 1, Channel.STDOUT, data),
                        new Event.ProcessCommunication(WEB, 1, Channel.STDERR, data),
                        new Event.RemoteCommunication("a", "b"),
                        new Event.SupervisorRunning(),
                        new Event.SupervisorStopping(),
                        new Event.Tick(5, 0),
                        new Event.Tick(60, 0),
                        new Event.Tick(3600, 0),
                        new Event.ProcessGroupAdded("web"),
                        new Event.ProcessGroupRemoved("web"));
        assertEquals(
                List.of(
                        EventType.PROCESS_LOG_STDOUT,
                        EventType.PROCESS_LOG_STDERR,
                        EventType.PROCESS_COMMUNICATION_STDOUT,
                        EventType.PROCESS_COMMUNICATION_STDERR,
                        EventType.REMOTE_COMMUNICATION,
                        EventType.SUPERVISOR_STATE_CHANGE_RUNNING,
                        EventType.SUPERVISOR_STATE_CHANGE_STOPPING,
                        EventType.TICK_5,
                        EventType.TICK_60,
                        EventType.TICK_3600,
                        EventType.PROCESS_GROUP_ADDED,
                        EventType.PROCESS_GROUP_REMOVED),
                events.stream().map(EventType::of).toList());
    }

    @Test
    void ticksAreNoProcessEvents() {
        assertFalse(EventType.PROCESS_STATE.includes(EventType.TICK_5));
        assertEquals(
                3,
                Arrays.stream(EventType.values())
                        .filter(type -> type != EventType.TICK && EventType.TICK.includes(type))
                        .count());
    }
}
