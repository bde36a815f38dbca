package org.supervisord.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BesideTheLoopTest {
    private final ThreadPoolExecutor thread = BesideTheLoop.thread("aside", 2);

    @AfterEach
    void end() {
        thread.shutdownNow();
    }

    @Test
    void theThreadHasANameAndKeepsNoProgramFromEnding() throws Exception {
        Callable<Thread> who = Thread::currentThread;
        Thread it = thread.submit(who).get();
        assertEquals("aside", it.getName());
        assertTrue(it.isDaemon());
    }

    @Test
    void oneThreadDoesAllAndOnlySoMuchWaitsForIt() throws Exception {
        CountDownLatch may = new CountDownLatch(1);
        Callable<Boolean> waits =
                () -> {
                    may.await();
                    return true;
                };
        List<Future<Boolean>> taken =
                List.of(thread.submit(waits), thread.submit(waits), thread.submit(waits));
        assertThrows(RejectedExecutionException.class, () -> thread.submit(waits));
        may.countDown();
        for (Future<Boolean> it : taken) {
            assertTrue(it.get());
        }
    }
}
