package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class NicenessTest {
    private static final int ROOT = 0;

    private final int before = Niceness.current();
    private final List<Integer> seen = new ArrayList<>();

    @Test
    void rootMayHurryAndNobodyElse() throws InterruptedException {
        int hurrying = LibC.getuid() == ROOT ? -20 : before;
        assertEquals(List.of(hurrying, hurrying, before), whenIt(Niceness::hurry));
        assertEquals(before, Niceness.current());
    }

    /** A niceness below zero is had again by whatever is started behind the haste. */
    @Test
    void afterwardsWhatIsStartedHasTheSameAgain() throws InterruptedException {
        Assumptions.assumeTrue(LibC.getuid() == ROOT && before == 0);
        Thread thread =
                new Thread(
                        () -> {
                            Niceness.hurryAlone();
                            Niceness.restoreOwn(-5);
                            seeOfNewThread();
                        });
        thread.start();
        thread.join();
        assertEquals(List.of(-5), seen);
    }

    @Test
    void whatIsStartedByWhoHurriesAloneDoesNot() throws InterruptedException {
        int hurrying = LibC.getuid() == ROOT && before == 0 ? -20 : before;
        assertEquals(List.of(hurrying, before, before), whenIt(Niceness::hurryAlone));
        assertEquals(before, Niceness.current());
    }

    /** The niceness of a thread that hurries, of one that it starts, and its own afterwards. */
    private List<Integer> whenIt(Runnable hurries) throws InterruptedException {
        Thread thread =
                new Thread(
                        () -> {
                            hurries.run();
                            seen.add(Niceness.current());
                            seeOfNewThread();
                            Niceness.restore(before);
                            seen.add(Niceness.current());
                        });
        thread.start();
        thread.join();
        return seen;
    }

    private void seeOfNewThread() {
        Thread started = new Thread(() -> seen.add(Niceness.current()));
        started.start();
        try {
            started.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
