package org.supervisord.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.config.Overrides;
import org.supervisord.config.ServerConfigReader;
import org.supervisord.daemon.posix.MemoryFile;
import org.supervisord.daemon.posix.PosixAccounts;
import org.supervisord.daemon.upgrade.State;
import org.supervisord.daemon.upgrade.StateException;

class TakeoverTest {
    private final RecordedLog log = new RecordedLog();
    private Takeover takeover;

    /** Of what a release has left once, with what it can't go on with left out. */
    static Takeover kept() throws Exception {
        String document;
        try (InputStream in = State.class.getResourceAsStream("state-1.json")) {
            document = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String here = document.replace("/srv/app", System.getProperty("user.dir"));
        ServerConfigReader reader =
                new ServerConfigReader(Overrides.none(), Map.of(), "box", new PosixAccounts());
        // carefully, as descriptors of this JVM are not to be closed
        return Takeover.of(here.getBytes(StandardCharsets.UTF_8), reader).carefully();
    }

    @BeforeEach
    void understand() throws Exception {
        takeover = kept();
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
