package org.supervisord.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done between the channels of one turn of the loop, and behind them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndOfTurnTest {
    private final ManualClock clock = new ManualClock();
    private final List<String> done = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<Pipe> pipes = new ArrayList<>();
    private EventLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = new EventLoop(clock, (what, e) -> failures.add(what + ": " + e.getMessage()));
        pipes.add(Pipe.open());
        pipes.add(Pipe.open());
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        for (Pipe it : pipes) {
            it.source().close();
            it.sink().close();
        }
    }

    @Test
    void betweenReadyChannelsSomethingElseIsDone() throws IOException {
        loop.betweenChannels(() -> !done.add("between"));
        twoReady(() -> {});
        loop.run();
        assertEquals(List.of("channel", "between", "channel"), done);
    }

    /** Two channels that are ready in the same turn, the last one. */
    private void twoReady(Runnable each) throws IOException {
        for (Pipe it : pipes) {
            it.sink().write(ByteBuffer.wrap(new byte[1]));
            loop.register(
                    it.source(),
                    SelectionKey.OP_READ,
                    key -> {
                        done.add("channel");
                        each.run();
                        key.interestOps(0);
                        loop.stop();
                    });
        }
    }

    @Test
    void whatIsLeftForTheEndOfTheTurnComesAfterAllThatIsReady() throws IOException {
        loop.betweenChannels(() -> !done.add("between"));
        twoReady(() -> loop.atEndOfTurn(() -> done.add("last")));
        loop.run();
        assertEquals(
                List.of("channel", "between", "channel", "last", "between", "last", "between"),
                done);
    }

    @Test
    void whatIsLeftDoesNotWaitForLong() throws IOException {
        twoReady(
                () -> {
                    loop.atEndOfTurn(() -> done.add("last"));
                    clock.advance(Duration.ofMillis(2));
                });
        loop.run();
        assertEquals(List.of("channel", "last", "channel", "last"), done);
    }

    @Test
    void whatIsLeftIsHeldBackWhileSomebodyCatchesUp() throws IOException {
        loop.betweenChannels(() -> !done.add("between"));
        loop.holdEndOfTurnWhile(() -> done.size() < 6);
        twoReady(() -> loop.atEndOfTurn(() -> done.add("last")));
        loop.run();
        assertEquals(
                List.of(
                        "channel", "between", "channel", "between", "between", "between", "last",
                        "between", "last", "between"),
                done);
    }

    @Test
    void whatIsLeftIsNotHeldBackForLong() throws IOException {
        loop.betweenChannels(
                () -> {
                    clock.advance(Duration.ofNanos(400_000));
                    return !done.add("between");
                });
        loop.holdEndOfTurnWhile(() -> true);
        twoReady(() -> loop.atEndOfTurn(() -> done.add("last")));
        loop.run();
        assertEquals(
                List.of(
                        "channel", "between", "channel", "between", "between", "last", "between",
                        "last", "between"),
                done);
    }

    @Test
    void whatIsLeftIsNotHeldBackForEverWhenTheClockStandsStill() throws IOException {
        loop.holdEndOfTurnWhile(() -> true);
        twoReady(() -> loop.atEndOfTurn(() -> done.add("last")));
        loop.run();
        assertEquals(List.of("channel", "channel", "last", "last"), done);
    }

    @Test
    void whereNothingIsLeftNobodyIsWaitedFor() throws IOException {
        loop.holdEndOfTurnWhile(
                () -> {
                    throw new IllegalStateException("asked");
                });
        twoReady(() -> {});
        loop.run();
        assertEquals(List.of("channel", "channel"), done);
        assertEquals(List.of(), failures);
    }

    @Test
    void theTurnCanBeEndedBeforeItsEnd() throws IOException {
        List<Boolean> ended = new ArrayList<>();
        twoReady(
                () -> {
                    loop.atEndOfTurn(() -> done.add("last"));
                    ended.add(loop.endTurn());
                    ended.add(loop.endTurn());
                });
        loop.run();
        assertEquals(List.of("channel", "last", "channel", "last"), done);
        assertEquals(List.of(true, false, true, false), ended);
    }

    @Test
    void whatFailsAtTheEndOfTheTurnLeavesTheRest() throws IOException {
        loop.betweenChannels(
                () -> {
                    throw new IllegalStateException("between");
                });
        twoReady(
                () -> {
                    loop.atEndOfTurn(
                            () -> {
                                throw new IllegalStateException("last");
                            });
                    loop.atEndOfTurn(() -> done.add("last"));
                });
        loop.run();
        assertEquals(List.of("channel", "channel", "last", "last"), done);
        assertTrue(failures.contains("a task at the end of a turn: last"));
        assertTrue(failures.contains("a task between others: between"));
    }

    /** Whoever else asks for the end of the turn might wait for the next one. */
    @Test
    void onlyWhatAChannelLeavesWaitsForTheOthers() throws IOException {
        loop.post(() -> atEndOfTurnAndThen("task"));
        loop.after(Duration.ZERO, () -> atEndOfTurnAndThen("timer"));
        loop.post(() -> loop.after(Duration.ZERO, loop::stop));
        loop.run();
        assertEquals(List.of("last", "task", "last", "timer"), done);
        done.clear();
        twoReady(() -> loop.atEndOfTurn(() -> atEndOfTurnAndThen("end")));
        loop.run();
        assertEquals(List.of("channel", "channel", "end", "end", "last", "last"), done);
    }

    @Test
    void whatIsLeftAgainAndAgainDoesNotKeepTheTurnFromEnding() throws IOException {
        int[] times = {0};
        Runnable[] again = {() -> {}};
        again[0] =
                () -> {
                    if (++times[0] < 1000) {
                        loop.atEndOfTurn(again[0]);
                    }
                };
        twoReady(again[0]);
        loop.run();
        assertEquals(1001, times[0]);
    }

    private void atEndOfTurnAndThen(String what) {
        loop.atEndOfTurn(() -> done.add("last"));
        done.add(what);
    }

    @Test
    void whatAnotherThreadLeavesDoesNotWait() throws IOException {
        twoReady(
                () -> {
                    Thread thread =
                            new Thread(() -> loop.atEndOfTurn(() -> done.add("other thread")));
                    thread.start();
                    try {
                        thread.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        loop.run();
        assertEquals(List.of("channel", "other thread", "channel", "other thread"), done);
    }

    @Test
    void whoLetsOthersPassIsBehindAllThatIsReady() throws IOException {
        loop.betweenChannels(() -> !done.add("between"));
        twoReady(
                () -> {
                    loop.behindOthers(() -> done.add("behind"));
                    loop.atEndOfTurn(() -> done.add("last"));
                });
        loop.run();
        assertEquals(
                List.of("channel", "between", "channel", "last", "between", "last", "between"),
                done.subList(0, 7));
        assertEquals(List.of("behind", "between", "behind", "between"), done.subList(7, 11));
    }

    @Test
    void whoLetsOthersPassHasAsMuchTimeAsTheyHad() throws IOException {
        for (int i = 1; i <= 4; i++) {
            loop.behindOthers(task(i));
        }
        twoReady(() -> clock.advance(Duration.ofMillis(1)));
        loop.run();
        assertEquals(List.of("channel", "channel", "task 1", "task 2"), done);
        done.clear();
        // nobody else is there: one of them, and then the loop looks again
        loop.post(loop::stop);
        loop.run();
        assertEquals(List.of(), done);
        loop.post(() -> loop.post(loop::stop));
        loop.run();
        assertEquals(List.of("task 3"), done);
    }

    @Test
    void tasksAndTimersAreAmongTheOthers() throws IOException {
        for (int i = 1; i <= 4; i++) {
            loop.behindOthers(task(i));
        }
        loop.post(() -> clock.advance(Duration.ofMillis(1)));
        loop.after(Duration.ofMillis(1), () -> clock.advance(Duration.ofMillis(2)));
        loop.post(() -> loop.post(loop::stop));
        loop.run();
        assertEquals(List.of("task 1", "task 2", "task 3"), done);
    }

    private Runnable task(int number) {
        return () -> {
            done.add("task " + number);
            clock.advance(Duration.ofMillis(1));
        };
    }

    @Test
    void whoLetsOthersPassAndIsThereAgainWaitsForTheNextTurn() throws IOException {
        Runnable[] again = {() -> {}};
        again[0] =
                () -> {
                    done.add("again");
                    loop.behindOthers(again[0]);
                };
        loop.behindOthers(again[0]);
        loop.behindOthers(
                () -> {
                    throw new IllegalStateException("it fails");
                });
        twoReady(() -> {});
        loop.run();
        assertEquals(List.of("channel", "channel", "again"), done);
        assertEquals(List.of("what lets others pass: it fails"), failures);
    }
}
