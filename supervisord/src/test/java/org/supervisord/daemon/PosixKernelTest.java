package org.supervisord.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.posix.Children;
import org.supervisord.daemon.posix.SpawnRequest;
import org.supervisord.daemon.posix.SpawnedChild;

class PosixKernelTest {
    /** Pids 1 to 4 have ended, once. */
    private static final class Ended implements Children {
        private final List<Integer> left = new ArrayList<>(List.of(1, 2, 3, 4));

        @Override
        public SpawnedChild spawn(SpawnRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean kill(int target, Signal signal) {
            return false;
        }

        @Override
        public void reap(BiConsumer<Integer, WaitStatus> ended) {
            while (!left.isEmpty()) {
                ended.accept(left.remove(0), new WaitStatus.Exited(0));
            }
        }
    }

    private final PosixKernel kernel =
            new PosixKernel(
                    null,
                    Map.of(),
                    new Ended(),
                    null,
                    process -> Optional.empty(),
                    new ActivityLog(
                            LoggerFactory.getLogger(PosixKernelTest.class), LogLevel.CRITICAL));

    @Test
    void oneThatCannotBeDealtWithKeepsNoneOfTheOthers() {
        List<Integer> told = new ArrayList<>();
        kernel.expect(1, status -> told.add(1));
        kernel.expect(
                2,
                status -> {
                    throw new IllegalStateException("of the second");
                });
        kernel.expect(3, status -> told.add(3));
        kernel.expect(
                4,
                status -> {
                    throw new IllegalStateException("of the fourth");
                });
        RuntimeException e = assertThrows(IllegalStateException.class, kernel::reap);
        assertEquals(List.of(1, 3), told);
        assertEquals(
                List.of("of the second", "of the fourth"),
                Stream.of(e.getSuppressed()).map(Throwable::getMessage).toList());
        kernel.reap();
        assertEquals(List.of(1, 3), told);
    }
}
