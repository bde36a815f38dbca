package org.supervisord.daemon.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.supervisord.common.Fault;
import org.supervisord.common.LineInterpreter.Result;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;

@Timeout(60)
class CommandLineTest {
    private final List<Thread> callers = new ArrayList<>();
    private final CompletableFuture<Object> slow = new CompletableFuture<>();
    private EventLoop loop;
    private Thread thread;
    private CommandLine commands;

    @BeforeEach
    void start() throws IOException {
        loop = new EventLoop(Clock.system(), (what, e) -> {});
        commands = new CommandLine(this::call, loop);
        thread = new Thread(this::run, "loop");
        thread.start();
    }

    private void run() {
        try {
            loop.run();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        loop.post(loop::stop);
        thread.join();
        loop.close();
    }

    private CompletableFuture<Object> call(String method, Object... parameters) {
        callers.add(Thread.currentThread());
        return switch (method) {
            case "value" -> CompletableFuture.completedFuture(42);
            case "slow" -> slow;
            default -> CompletableFuture.failedFuture(new RpcFault(Fault.BAD_NAME, method));
        };
    }

    /** Does something on the loop's thread. */
    private <T> T onLoop(Callable<T> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.post(
                () -> {
                    try {
                        done.complete(task.call());
                    } catch (Exception e) {
                        done.completeExceptionally(e);
                    }
                });
        return done.get(30, TimeUnit.SECONDS);
    }

    private Result result(String line) throws Exception {
        return onLoop(() -> commands.run(line)).get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatALineCallsIsCalledByTheLoop() throws Exception {
        assertEquals(new Result("42\n", 0), result("value"));
        assertEquals(List.of(thread), callers);
    }

    @Test
    void faultsReachTheInterpreter() throws Exception {
        assertEquals(new Result("fault BAD_NAME: nope\n", 1), result("nope"));
    }

    @Test
    void theLoopGoesOnWhileALineWaits() throws Exception {
        CompletableFuture<Result> waiting = onLoop(() -> commands.run("slow"));
        assertEquals(new Result("42\n", 0), result("value"));
        CompletableFuture<Thread> told = new CompletableFuture<>();
        onLoop(() -> waiting.thenAccept(it -> told.complete(Thread.currentThread())));
        onLoop(() -> slow.complete("done"));
        // asked for first: who waits for a future may be the one who runs what hangs on it
        assertSame(thread, told.get(30, TimeUnit.SECONDS));
        assertEquals(new Result("done\n", 0), waiting.get(30, TimeUnit.SECONDS));
    }

    @Test
    void onlySoManyLinesAreDoneAtOnce() throws Exception {
        List<CompletableFuture<Result>> eight = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            eight.add(onLoop(() -> commands.run("slow")));
        }
        ExecutionException busy = assertThrows(ExecutionException.class, () -> result("value"));
        assertInstanceOf(CommandLine.Busy.class, busy.getCause());
        onLoop(() -> slow.complete("done"));
        for (CompletableFuture<Result> it : eight) {
            assertEquals(new Result("done\n", 0), it.get(30, TimeUnit.SECONDS));
        }
        assertEquals(new Result("42\n", 0), result("value"));
    }

    @Test
    void aFailureOfTheInterpreterIsTold() throws Exception {
        assertThrows(ExecutionException.class, () -> result("break"));
        assertEquals(new Result("42\n", 0), result("value"));
    }

    @Test
    void wordsAreCompletedAndDrasticLinesKnown() throws Exception {
        assertEquals(
                List.of("a1", "a2"),
                onLoop(() -> commands.complete("a")).get(30, TimeUnit.SECONDS));
        assertTrue(onLoop(() -> commands.isDrastic("shutdown")));
    }
}
