package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NicenessTest {
    private static final int ROOT = 0;

    @Test
    void rootMayHurryAndNobodyElse() throws InterruptedException {
        int before = Niceness.current();
        List<Integer> seen = new ArrayList<>();
        Thread thread =
                new Thread(
                        () -> {
                            ThreadSlice.shorten();
                            Niceness.hurry();
                            seen.add(Niceness.current());
                            Thread started = new Thread(() -> seen.add(Niceness.current()));
                            started.start();
                            try {
                                started.join();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            Niceness.restore(before);
                            seen.add(Niceness.current());
                        });
        thread.start();
        thread.join();
        int hurrying = LibC.getuid() == ROOT ? -20 : before;
        assertEquals(List.of(hurrying, hurrying, before), seen);
        assertEquals(before, Niceness.current());
    }
}
