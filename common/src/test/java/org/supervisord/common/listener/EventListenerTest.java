package org.supervisord.common.listener;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.supervisord.common.listener.EventListener.Length;

class EventListenerTest {
    private static final String HEADER =
            "ver:3.0 server:one serial:21 pool:ears poolserial:10 eventname:%s len:%d\n";
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void dealsWithEventsUntilThereAreNoMore() throws IOException {
        List<String> got = new ArrayList<>();
        listener(
                        HEADER.formatted("TICK_5", 7)
                                + "when:10"
                                + HEADER.formatted("TICK_5", 7)
                                + "when:15")
                .run(event -> got.add(event.payload()) && event.payload().endsWith("15"));
        assertEquals(List.of("when:10", "when:15"), got);
        assertEquals(
                "READY\nRESULT 2\nOKREADY\nRESULT 2\nOKREADY\n".replaceFirst("2\nOK", "4\nFAIL"),
                said());
    }

    @Test
    void readsWhatTheHeaderAndThePayloadSay() throws IOException {
        ReceivedEvent event =
                next(
                        "PROCESS_LOG_STDOUT",
                        "processname:web groupname:site pid:7 channel:stdout\na: 1\nb\n");
        assertEquals("PROCESS_LOG_STDOUT", event.type());
        assertEquals(21, event.serial());
        assertEquals(10, event.poolSerial());
        assertEquals("ears", event.pool());
        assertEquals("one", event.server());
        assertEquals(
                Map.of("processname", "web", "groupname", "site", "pid", "7", "channel", "stdout"),
                event.fields());
        assertEquals("a: 1\nb\n", event.data());
        assertEquals(Optional.empty(), event.remoteType());
    }

    @Test
    void aPayloadMayBeOneLineOrNothing() throws IOException {
        ReceivedEvent tick = next("TICK_60", "when:60");
        assertEquals(Map.of("when", "60"), tick.fields());
        assertEquals("", tick.data());
        ReceivedEvent running = next("SUPERVISOR_STATE_CHANGE_RUNNING", "");
        assertEquals(Map.of(), running.fields());
    }

    @Test
    void theTypeOfAMessageIsFreeText() throws IOException {
        ReceivedEvent event = next("REMOTE_COMMUNICATION", "type:a b: c\nbody");
        assertEquals(Optional.of("a b: c"), event.remoteType());
        assertEquals("body", event.data());
    }

    @Test
    void lengthsCountCharactersOrBytes() throws IOException {
        String payload = "type:ż\nżółw 🐢";
        int characters = payload.codePointCount(0, payload.length());
        for (Length length : Length.values()) {
            int count = length == Length.BYTES ? payload.getBytes(UTF_8).length : characters;
            String events = (HEADER.formatted("REMOTE_COMMUNICATION", count) + payload).repeat(2);
            EventListener listener = listener(events, length);
            assertEquals(payload, listener.next().orElseThrow().payload());
            assertEquals(payload, listener.next().orElseThrow().payload());
            assertTrue(listener.next().isEmpty());
        }
    }

    @Test
    void anEventThatIsCutOffIsNoEvent() {
        for (String cut : List.of("ver:3.0 ser", HEADER.formatted("TICK_5", 7) + "when")) {
            for (Length length : Length.values()) {
                EventListener listener = listener(cut, length);
                assertThrows(EOFException.class, listener::next);
            }
        }
    }

    @Test
    void resultsAreMeasuredInBytes() throws IOException {
        listener("").answer("żółw");
        assertEquals("RESULT 7\nżółw", said());
    }

    private ReceivedEvent next(String type, String payload) throws IOException {
        return listener(HEADER.formatted(type, payload.length()) + payload).next().orElseThrow();
    }

    private EventListener listener(String events) {
        return listener(events, Length.CHARACTERS);
    }

    private EventListener listener(String events, Length length) {
        return new EventListener(new ByteArrayInputStream(events.getBytes(UTF_8)), said, length);
    }

    private String said() {
        return said.toString(UTF_8);
    }
}
