package org.supervisord.daemon.replacement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.posix.MemoryFile;
import org.supervisord.daemon.upgrade.State;
import org.supervisord.daemon.upgrade.StateException;

class TakeoverTest {
    private final RecordedLog log = new RecordedLog();
    private Takeover takeover;

    @BeforeEach
    void understand() throws Exception {
        takeover = KeptState.takeover();
    }

    @Test
    void nothingOfTheStateIsHeldOnceItIsTakenOver() throws Exception {
        WeakReference<State> state = new WeakReference<>(takeover.state());
        settle();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (state.get() != null && System.nanoTime() - end < 0) {
            System.gc();
            Thread.onSpinWait();
        }
        assertNull(state.get());
    }

    @Test
    void whatCantBeGoneOnWithIsLeftOutAndTold() throws Exception {
        takeover.part(
                "that",
                () -> {
                    throw new StateException("broken");
                });
        assertFalse(takeover.isSettled());
        settle();
        assertTrue(takeover.isSettled());
        assertEquals(
                List.of(
                        "ERROR upgrade: that was not taken over: "
                                + StateException.class.getName()
                                + ": broken"),
                log.lines());
    }

    private void settle() throws Exception {
        takeover.settle(log.log(), MemoryFile.write("test", new byte[1]));
    }
}
