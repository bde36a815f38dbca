package org.supervisord.daemon.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;

/** A real loop with real pipes on it, which runs on the test's thread as far as a test wants. */
final class LoopBench implements Closeable {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** What handlers and tasks have let through. */
    final List<Exception> failures = new ArrayList<>();

    final EventLoop loop;
    private final List<Pipe> pipes = new ArrayList<>();
    private int clockReadings;

    LoopBench() throws IOException {
        loop = new EventLoop(new CountingClock(), (what, failure) -> failures.add(failure));
    }

    /** The machine's clock, which knows how often the loop has looked at it. */
    private final class CountingClock implements Clock {
        private final Clock system = Clock.system();

        @Override
        public long nanos() {
            clockReadings++;
            return system.nanos();
        }

        @Override
        public long wallMillis() {
            return system.wallMillis();
        }
    }

    Pipe pipe() throws IOException {
        Pipe pipe = Pipe.open();
        pipes.add(pipe);
        return pipe;
    }

    /** Whatever is ready now is dealt with once. */
    void turn() throws IOException {
        // a stop in the first round of tasks would leave out the channels
        loop.post(() -> loop.post(loop::stop));
        loop.run();
    }

    void runUntil(BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, "it has not happened");
            turn();
        }
        assertEquals(List.of(), failures);
    }

    /** How often the loop looks at its clock, at least once a turn, while nothing happens. */
    int clockReadingsWhileIdle() throws IOException {
        turn();
        loop.after(Duration.ofMillis(50), loop::stop);
        int before = clockReadings;
        loop.run();
        return clockReadings - before;
    }

    @Override
    public void close() throws IOException {
        for (Pipe pipe : pipes) {
            pipe.source().close();
            pipe.sink().close();
        }
        loop.close();
    }
}
