package org.supervisord.daemon.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.supervisord.common.LineInterpreter;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.loop.Scheduler;

/**
 * Does lines as supervisorctl does. Its interpreter waits for what it calls, so each line has a
 * thread of its own while it is done; that thread touches nothing: what it calls is called by the
 * loop. To be used on the loop's thread.
 */
final class CommandLine {
    private static final int MOST_AT_ONCE = 8;

    private final Calls calls;
    private final Scheduler scheduler;
    private Optional<LineInterpreter> interpreter = Optional.empty();
    private int running;

    CommandLine(Calls calls, Scheduler scheduler) {
        this.calls = calls;
        this.scheduler = scheduler;
    }

    /** Too many lines are being done. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super(MOST_AT_ONCE + " commands are being carried out already", null, false, false);
        }
    }

    /** Whether one who types the line should be asked whether they mean it. */
    boolean isDrastic(String line) {
        return interpreter().isDrastic(line);
    }

    /** Does a line; completed on the loop's thread, fails with {@link Busy}. */
    CompletableFuture<LineInterpreter.Result> run(String line) {
        return onThread(it -> it.run(line, this::call));
    }

    /** What the last word may be completed to; completed and failing like {@link #run}. */
    CompletableFuture<List<String>> complete(String line) {
        return onThread(it -> it.complete(line, this::call));
    }

    private LineInterpreter interpreter() {
        if (interpreter.isEmpty()) {
            interpreter = ServiceLoader.load(LineInterpreter.class).findFirst();
        }
        return interpreter.orElseThrow(
                () -> new IllegalStateException("supervisorctl is not installed here"));
    }

    private <T> CompletableFuture<T> onThread(Function<LineInterpreter, T> work) {
        LineInterpreter it = interpreter();
        CompletableFuture<T> done = new CompletableFuture<>();
        if (running >= MOST_AT_ONCE) {
            done.completeExceptionally(new Busy());
            return done;
        }
        running++;
        Thread thread = new Thread(() -> finish(it, work, done), "command line");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noMoreThreads) {
            running--;
            done.completeExceptionally(new Busy());
        }
        return done;
    }

    private <T> void finish(
            LineInterpreter it, Function<LineInterpreter, T> work, CompletableFuture<T> done) {
        Runnable outcome;
        try {
            T value = work.apply(it);
            outcome = () -> done.complete(value);
        } catch (RuntimeException | Error e) {
            outcome = () -> done.completeExceptionally(e);
        }
        Runnable told = outcome;
        scheduler.post(
                () -> {
                    running--;
                    told.run();
                });
    }

    /** From a line's thread: has the loop call, and waits for what comes of it. */
    private Object call(String method, Object... parameters) throws RpcFault, IOException {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        scheduler.post(
                () ->
                        calls.call(method, parameters)
                                .whenComplete(
                                        (value, failure) -> {
                                            if (failure == null) {
                                                answer.complete(value);
                                            } else {
                                                answer.completeExceptionally(
                                                        WebActions.cause(failure));
                                            }
                                        }));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RpcFault fault) {
                throw fault;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
