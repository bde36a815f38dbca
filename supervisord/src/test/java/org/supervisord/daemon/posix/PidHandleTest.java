package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.supervisord.common.Signal;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PidHandleTest {
    @Test
    void aProcessIsSignalledAndItsEndIsSeenByASelector() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        try (PidHandle handle = PidHandle.open((int) process.pid()).orElseThrow();
                Selector selector = Selector.open()) {
            handle.channel().register(selector, SelectionKey.OP_READ);
            assertEquals(0, selector.selectNow());
            assertTrue(handle.send(Signal.TERM));
            assertEquals(1, selector.select());
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertFalse(handle.send(Signal.TERM), "nobody else is met");
        }
    }

    @Test
    void thereIsNoHoldOnAProcessThatIsNotThere() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        assertEquals(Optional.empty(), PidHandle.open((int) process.pid()));
    }
}
