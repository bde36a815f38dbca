package org.supervisord.ctl.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.supervisord.ctl.client.HttpConnection;
import org.supervisord.ctl.client.SupervisorClient;

/** Follows logs, each on a thread of its own. */
final class LogThreads {
    private static final int BUFFER_SIZE = 16 << 10;

    /** Takes what is read. Is called on the log's thread. */
    interface Sink {
        void take(byte[] bytes);

        /** Nothing more comes. */
        default void end() {}
    }

    private final List<SupervisorClient.Follower> logs = new CopyOnWriteArrayList<>();
    private volatile boolean interrupted;
    private final List<Thread> threads = new ArrayList<>();

    /** Begins to read a log by its path; one that is not there is named on standard error. */
    void read(Session session, String path, Sink sink) throws IOException {
        try {
            read(session.client().follow(path), sink);
        } catch (HttpConnection.StatusException e) {
            if (e.isUnauthorized()) {
                throw e;
            }
            String plain = path.replaceFirst("\\?.*", "");
            session.console()
                    .warn(session.serverurl() + plain + " Cannot read, status code " + e.status());
        }
    }

    /** Begins to read a log. */
    void read(SupervisorClient.Follower log, Sink sink) {
        Thread thread = new Thread(() -> read(log, sink, new byte[BUFFER_SIZE]), "log");
        thread.setDaemon(true);
        logs.add(log);
        if (interrupted) {
            log.interrupt();
        }
        threads.add(thread);
        thread.start();
    }

    private static void read(SupervisorClient.Follower log, Sink sink, byte[] buffer) {
        try (log) {
            for (int n = log.read(buffer); n >= 0; n = log.read(buffer)) {
                sink.take(Arrays.copyOf(buffer, n));
            }
        } catch (IOException e) {
            // the server is gone
        } finally {
            sink.end();
        }
    }

    boolean isEmpty() {
        return threads.isEmpty();
    }

    /** Whether all have ended. */
    boolean areDone() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Waits until all have ended. */
    void await() {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether somebody ended them. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** Ends all of them, from any thread. */
    void interrupt() {
        interrupted = true;
        logs.forEach(SupervisorClient.Follower::interrupt);
    }
}
