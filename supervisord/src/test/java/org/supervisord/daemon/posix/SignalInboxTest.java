package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.common.Signal;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;

class SignalInboxTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final List<Signal> taken = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<sun.misc.Signal, sun.misc.SignalHandler> before = new LinkedHashMap<>();
    private EventLoop loop;
    private Thread taker;

    @BeforeEach
    void open() throws IOException {
        loop = new EventLoop(Clock.system(), (what, e) -> failures.add(what + ": " + e));
    }

    private void startedWith(sun.misc.SignalHandler handler) throws IOException {
        for (String name : List.of("TERM", "INT", "HUP", "CHLD")) {
            sun.misc.Signal signal = new sun.misc.Signal(name);
            before.put(signal, sun.misc.Signal.handle(signal, handler));
        }
        SignalInbox.open(loop, this::take);
    }

    @AfterEach
    void close() throws IOException {
        before.forEach(sun.misc.Signal::handle);
        loop.close();
    }

    private void take(Signal signal) {
        taken.add(signal);
        taker = Thread.currentThread();
        loop.stop();
    }

    @Test
    void eachSignalComesToTheLoopsThread() throws IOException {
        startedWith(sun.misc.SignalHandler.SIG_DFL);
        assertAllCome();
    }

    @Test
    void signalsThatWereIgnoredAtTheStartComeToo() throws IOException {
        startedWith(sun.misc.SignalHandler.SIG_IGN);
        assertAllCome();
    }

    private void assertAllCome() throws IOException {
        int self = (int) ProcessHandle.current().pid();
        for (Signal signal : List.of(Signal.HUP, Signal.TERM, Signal.INT, Signal.CHLD)) {
            taken.clear();
            taker = null;
            assertTrue(Processes.kill(self, signal));
            loop.after(DEADLINE, loop::stop);
            loop.run();
            assertEquals(List.of(signal), taken);
            assertEquals(Thread.currentThread(), taker);
        }
        assertEquals(List.of(), failures);
    }
}
