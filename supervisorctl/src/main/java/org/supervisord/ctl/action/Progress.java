package org.supervisord.ctl.action;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient;
import org.supervisord.ctl.client.SupervisorClient.ProcessInfo;

/**
 * Says on a terminal what is being waited for, once it takes longer than one likes to look at
 * nothing. Asks the server over a connection of its own.
 */
final class Progress implements AutoCloseable {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration NEXT = Duration.ofSeconds(1);
    private static final int MOST_NAMES = 3;

    private final Session session;
    private final String doing;
    private final long begun = System.nanoTime();
    private final CountDownLatch over = new CountDownLatch(1);

    private Progress(Session session, String doing) {
        this.session = session;
        this.doing = doing;
    }

    /** Progress of something that is being done; nothing at all where there is no terminal. */
    static Progress of(Session session, String doing) throws IOException {
        Progress progress = new Progress(session, doing);
        if (session.console().canMoveCursor()) {
            SupervisorClient client = session.client().another();
            Thread thread = new Thread(() -> progress.show(client), "progress");
            thread.setDaemon(true);
            thread.start();
        }
        return progress;
    }

    private void show(SupervisorClient client) {
        try (client) {
            Duration wait = FIRST;
            while (!over.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                String text = line(client.allInfos());
                synchronized (this) {
                    if (over.getCount() > 0) {
                        session.console().endPassing();
                        session.console().passing(text);
                    }
                }
                wait = NEXT;
            }
        } catch (IOException | ServerFault e) {
            // whoever is doing something will say so
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String line(List<ProcessInfo> infos) {
        List<String> busy =
                infos.stream()
                        .filter(Progress::isBusy)
                        .map(it -> Selection.nameOf(it) + " " + it.statename())
                        .toList();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        StringBuilder line = new StringBuilder(doing + ", " + seconds + " s");
        for (int i = 0; i < Math.min(busy.size(), MOST_NAMES); i++) {
            line.append(i == 0 ? ": " : ", ").append(busy.get(i));
        }
        if (busy.size() > MOST_NAMES) {
            line.append(" and ").append(busy.size() - MOST_NAMES).append(" more");
        }
        return line.toString();
    }

    private static boolean isBusy(ProcessInfo info) {
        return info.state() == ProcessState.STARTING.code()
                || info.state() == ProcessState.STOPPING.code()
                || info.state() == ProcessState.BACKOFF.code();
    }

    @Override
    public void close() {
        synchronized (this) {
            over.countDown();
        }
        session.console().endPassing();
    }
}
