package org.supervisord.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeadStartTest {
    @Test
    void whatFailsDoesNotKeepItFromTheRest() throws InterruptedException {
        List<String> done = new CopyOnWriteArrayList<>();
        CountDownLatch last = new CountDownLatch(1);
        HeadStart.with(
                () -> done.add("first"),
                () -> {
                    throw new AssertionError("an error");
                },
                () -> {
                    done.add("last");
                    last.countDown();
                });
        assertTrue(last.await(60, TimeUnit.SECONDS));
        assertEquals(List.of("first", "last"), done);
    }
}
