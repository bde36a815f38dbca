package org.supervisord.ctl.action;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something when a time has passed and it was not closed before. */
final class Deadline implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);

    /** One that does not come. */
    static final Deadline NEVER = new Deadline();

    private Deadline() {}

    Deadline(Duration time, Runnable late) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                if (!over.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                                    late.run();
                                }
                            } catch (InterruptedException e) {
                                // it counts no longer
                            }
                        },
                        "deadline");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        over.countDown();
    }
}
