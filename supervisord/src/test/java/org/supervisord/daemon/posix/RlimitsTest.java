package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.posix.Rlimits.Resource;

class RlimitsTest {
    private static final int NOFILE = 7;

    private final long[] before = new long[2];

    @BeforeEach
    void remember() {
        assertEquals(0, LibC.getrlimit(NOFILE, before));
        assumeTrue(before[1] > 2000 && before[1] <= Integer.MAX_VALUE);
    }

    @AfterEach
    void restore() {
        assertEquals(0, LibC.setrlimit(NOFILE, before));
    }

    @Test
    void aLimitThatIsHighEnoughIsLeftAlone() throws Exception {
        setSoft(1500);
        assertEquals(Optional.empty(), Rlimits.raise(Resource.NOFILE, 1000));
        assertEquals(Optional.empty(), Rlimits.raise(Resource.NOFILE, 1500));
        assertArrayEquals(new long[] {1500, before[1]}, limit());
    }

    @Test
    void aLimitThatIsTooLowIsRaisedAsFarAsItMust() throws Exception {
        setSoft(1500);
        assertEquals(
                Optional.of("Increased RLIMIT_NOFILE limit to 1600"),
                Rlimits.raise(Resource.NOFILE, 1600));
        assertArrayEquals(new long[] {1600, before[1]}, limit());
    }

    @Test
    void aLimitThatTheSystemRefusesIsToldAsItWasAskedFor() {
        // no process may have as many, root's included: see nr_open in proc(5)
        Rlimits.TooLow e =
                assertThrows(
                        Rlimits.TooLow.class,
                        () -> Rlimits.raise(Resource.NOFILE, Integer.MAX_VALUE));
        assertEquals(Integer.MAX_VALUE, e.hard());
        assertArrayEquals(before, limit());
    }

    private void setSoft(long soft) {
        assertEquals(0, LibC.setrlimit(NOFILE, new long[] {soft, before[1]}));
    }

    private static long[] limit() {
        long[] limit = new long[2];
        LibC.getrlimit(NOFILE, limit);
        return limit;
    }
}
