package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.jna.Memory;
import org.junit.jupiter.api.Test;

class LibCTest {
    /** It would wake up an idle daemon, and go by a name of its own if JNA had another one. */
    @Test
    void jnasThreadIsSentAway() throws InterruptedException {
        try (Memory block = LibC.zeroed(8)) {
            assertEquals(0, block.getLong(0));
        }

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getClass().getName().startsWith("com.sun.jna.")) {
                thread.join(60_000);
                assertFalse(thread.isAlive(), thread.getName());
            }
        }
    }
}
