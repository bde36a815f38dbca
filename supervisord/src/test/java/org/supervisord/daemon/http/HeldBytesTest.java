package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldBytesTest {
    private final HeldBytes held = new HeldBytes(100);
    private final List<String> told = new ArrayList<>();

    @Test
    void oneIsHeldHoweverLongItIs() {
        assertTrue(held.mayHold(1_000));
        held.add(60);
        assertTrue(held.mayHold(40));
        assertFalse(held.mayHold(41));
    }

    @Test
    void whoWaitsIsToldInOrderAsLongAsThereIsRoom() {
        held.add(80);
        assertFalse(held.hasRoom());
        held.whenRoom(
                () -> {
                    told.add("first");
                    held.add(60);
                });
        held.whenRoom(() -> told.add("second"));
        held.add(-20);
        assertEquals(List.of(), told);
        held.add(-20);
        assertEquals(List.of("first"), told);
        held.add(-80);
        assertEquals(List.of("first", "second"), told);
    }
}
