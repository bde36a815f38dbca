package org.supervisord.daemon.loop;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for what would keep the loop from its work. */
public final class BesideTheLoop {
    private static final int IDLE_SECONDS = 5;

    private BesideTheLoop() {}

    /**
     * A thread that does one thing after the other and is there only while it has something to do.
     * It keeps no program from ending.
     *
     * @param mostWaiting how many things may wait; one more is refused with {@link
     *     RejectedExecutionException}, and with {@link OutOfMemoryError} any that the system has no
     *     thread for
     */
    public static ThreadPoolExecutor thread(String name, int mostWaiting) {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(mostWaiting),
                        task -> {
                            Thread made = new Thread(task, name);
                            made.setDaemon(true);
                            return made;
                        });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }
}
