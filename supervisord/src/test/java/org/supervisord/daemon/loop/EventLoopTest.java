package org.supervisord.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timers are due by a clock that a test moves, so that none of these waits for time to pass. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventLoopTest {
    private final ManualClock clock = new ManualClock();
    private final List<String> done = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private EventLoop loop;
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        loop = new EventLoop(clock, (what, e) -> failures.add(what + ": " + e.getMessage()));
        pipe = Pipe.open();
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        pipe.source().close();
        pipe.sink().close();
    }

    @Test
    void postedTasksRunInTheirOrder() throws IOException {
        loop.post(() -> done.add("a"));
        loop.post(() -> done.add("b"));
        loop.post(loop::stop);
        loop.run();
        assertEquals(List.of("a", "b"), done);
    }

    @Test
    void aTaskFromAnotherThreadWakesTheLoop() throws Exception {
        Thread[] runner = {null};
        loop.post(
                () ->
                        new Thread(
                                        () ->
                                                loop.post(
                                                        () -> {
                                                            runner[0] = Thread.currentThread();
                                                            loop.stop();
                                                        }))
                                .start());
        loop.run();
        assertEquals(Thread.currentThread(), runner[0]);
    }

    @Test
    void aTaskThatPostsItselfLeavesTimersAndChannelsTheirTurn() throws IOException {
        write("x");
        loop.register(
                pipe.source(),
                SelectionKey.OP_READ,
                key -> {
                    done.add("channel");
                    loop.stop();
                });
        loop.after(Duration.ZERO, () -> done.add("timer"));
        Runnable[] again = {null};
        again[0] = () -> loop.post(again[0]);
        loop.post(again[0]);
        loop.run();
        assertEquals(List.of("timer", "channel"), done);
    }

    @Test
    void aTurnIsTasksThenTimersThenChannels() throws IOException {
        write("x");
        loop.register(
                pipe.source(),
                SelectionKey.OP_READ,
                key -> {
                    done.add("channel");
                    loop.stop();
                });
        loop.after(Duration.ZERO, () -> done.add("timer"));
        loop.post(() -> done.add("task"));
        loop.run();
        assertEquals(List.of("task", "timer", "channel"), done);
    }

    @Test
    void timersFollowTheLoopsClock() throws IOException {
        loop.after(Duration.ofSeconds(2), () -> done.add("two"));
        loop.after(Duration.ofSeconds(1), () -> done.add("one"));
        loop.after(Duration.ofSeconds(-5), () -> done.add("at once"));
        Timer never = loop.after(Duration.ofSeconds(1), () -> done.add("never"));
        never.cancel();
        loop.post(
                () -> {
                    done.add("task");
                    clock.advance(Duration.ofSeconds(2));
                    loop.after(Duration.ZERO, loop::stop);
                });
        loop.run();
        assertEquals(List.of("task", "at once", "one", "two"), done);
    }

    @Test
    void theTimeOfDayMovesNoTimer() throws IOException {
        loop.after(Duration.ofHours(1), () -> done.add("an hour later"));
        clock.setWallMillis(clock.wallMillis() + Duration.ofDays(1).toMillis());
        loop.after(Duration.ZERO, loop::stop);
        loop.run();
        assertEquals(List.of(), done);
    }

    @Test
    void aDelayBeyondAllTimesIsNever() throws IOException {
        loop.after(Duration.ofSeconds(Long.MAX_VALUE), () -> done.add("never"));
        clock.advance(Duration.ofDays(365));
        loop.after(Duration.ZERO, loop::stop);
        loop.run();
        assertEquals(List.of(), done);
    }

    @Test
    void aRealTimerEndsTheSleep() throws IOException {
        try (EventLoop real = new EventLoop(Clock.system(), (what, e) -> failures.add(what))) {
            real.after(Duration.ofMillis(1), real::stop);
            real.run();
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void whatIsWrittenIsToldOfUntilItIsRead() throws IOException {
        write("xy");
        ByteBuffer one = ByteBuffer.allocate(1);
        loop.register(
                pipe.source(),
                SelectionKey.OP_READ,
                key -> {
                    pipe.source().read(one.clear());
                    done.add(String.valueOf((char) one.get(0)));
                    if (done.size() == 2) {
                        loop.stop();
                    }
                });
        assertFalse(pipe.source().isBlocking());
        loop.run();
        assertEquals(List.of("x", "y"), done);
    }

    @Test
    void theInterestCanBeChanged() throws IOException {
        write("x");
        SelectionKey key =
                loop.register(
                        pipe.source(),
                        0,
                        ready -> {
                            done.add("read");
                            loop.stop();
                        });
        loop.post(
                () ->
                        loop.post(
                                () -> {
                                    done.add("not asked for until now");
                                    key.interestOps(SelectionKey.OP_READ);
                                }));
        loop.run();
        assertEquals(List.of("not asked for until now", "read"), done);
    }

    @Test
    void aFailingTaskOrTimerEndsNothing() throws IOException {
        loop.post(
                () -> {
                    throw new IllegalStateException("first");
                });
        loop.after(
                Duration.ZERO,
                () -> {
                    throw new IllegalStateException("second");
                });
        loop.post(() -> done.add("next"));
        loop.after(Duration.ZERO, loop::stop);
        loop.run();
        assertEquals(List.of("a task: first", "a timer: second"), failures);
        assertEquals(List.of("next"), done);
    }

    @Test
    void aFailingHandlerLosesItsChannelOnly() throws IOException {
        write("x");
        loop.register(
                pipe.source(),
                SelectionKey.OP_READ,
                key -> {
                    loop.post(loop::stop);
                    throw new IOException("broken");
                });
        loop.run();
        assertEquals(1, failures.size());
        assertTrue(failures.get(0).startsWith("channel "), failures.get(0));
        assertTrue(failures.get(0).endsWith(": broken"), failures.get(0));
        assertFalse(pipe.source().isOpen());
    }

    @Test
    void aChannelThatAnotherHandlerClosesIsNotToldOf() throws IOException {
        Pipe other = Pipe.open();
        write("x");
        other.sink().write(ByteBuffer.wrap(new byte[1]));
        loop.register(pipe.source(), SelectionKey.OP_READ, key -> closeBoth("one", other));
        loop.register(other.source(), SelectionKey.OP_READ, key -> closeBoth("other", other));
        loop.run();
        assertEquals(1, done.size(), () -> "only the first of " + done);
        assertEquals(List.of(), failures);
        other.sink().close();
    }

    private void closeBoth(String handler, Pipe other) throws IOException {
        done.add(handler);
        pipe.source().close();
        other.source().close();
        loop.post(loop::stop);
    }

    @Test
    void aHandlerThatMeetsItsOwnClosedChannelIsNoFailure() throws IOException {
        write("x");
        loop.register(
                pipe.source(),
                SelectionKey.OP_READ,
                key -> {
                    pipe.source().close();
                    loop.post(loop::stop);
                    key.interestOps(0);
                });
        loop.run();
        assertEquals(List.of(), failures);
    }

    @Test
    void aClosedChannelCannotBeWatched() throws IOException {
        pipe.source().close();
        assertThrows(
                ClosedChannelException.class,
                () -> loop.register(pipe.source(), SelectionKey.OP_READ, key -> {}));
    }

    @Test
    void aStoppedLoopCanRunAgain() throws IOException {
        loop.post(loop::stop);
        loop.run();
        loop.post(() -> done.add("again"));
        loop.post(loop::stop);
        loop.run();
        assertEquals(List.of("again"), done);
    }

    private void write(String text) throws IOException {
        pipe.sink().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void whatThereIsNoMemoryForEndsNothingElse() throws IOException {
        write("x");
        loop.post(
                () -> {
                    throw new OutOfMemoryError("too much for a task");
                });
        loop.after(
                Duration.ZERO,
                () -> {
                    throw new OutOfMemoryError("too much for a timer");
                });
        loop.register(
                pipe.source(),
                SelectionKey.OP_READ,
                key -> {
                    done.add("ready");
                    if (done.size() == 2) {
                        loop.stop();
                    } else {
                        throw new OutOfMemoryError("too much for a channel");
                    }
                });
        loop.run();
        assertEquals(List.of("ready", "ready"), done);
        assertEquals(3, failures.size());
        assertTrue(pipe.source().isOpen());
    }
}
