package org.supervisord.daemon.children;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.Daemons;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.event.Listener;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.LogBench;
import org.supervisord.daemon.posix.Children;
import org.supervisord.daemon.posix.PosixException;
import org.supervisord.daemon.posix.PosixFailures;
import org.supervisord.daemon.posix.SpawnRequest;
import org.supervisord.daemon.posix.SpawnedChild;
import org.supervisord.daemon.process.CommandLine;
import org.supervisord.daemon.process.LogPaths;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessBench;
import org.supervisord.daemon.process.Programs;
import org.supervisord.daemon.process.SpawnException;

class PosixKernelTest {
    /** There are no descriptors for pipes. */
    private static final class NoPipes implements Children {
        @Override
        public SpawnedChild spawn(SpawnRequest request) throws PosixException {
            throw PosixFailures.of("pipe", EMFILE);
        }

        @Override
        public SpawnedChild.Birth begin(SpawnRequest request) throws PosixException {
            throw PosixFailures.of("pipe", EMFILE);
        }

        @Override
        public boolean kill(int target, Signal signal) {
            return false;
        }

        @Override
        public void reap(BiConsumer<Integer, WaitStatus> ended) {}
    }

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

    private static final int EMFILE = 24;

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
    void withoutPipesAStartFailsAsItBeginsAndKeepsNoLogOpen(@TempDir Path folder)
            throws IOException {
        RecordedLog log = new RecordedLog();
        try (LogBench bench = new LogBench()) {
            Function<ManagedProcess, Optional<Listener>> noListeners = process -> Optional.empty();
            PosixKernel without =
                    new PosixKernel(
                            Daemons.daemon().with(List.of()),
                            Map.of(),
                            new NoPipes(),
                            new ChildConnector(
                                    bench.loop,
                                    false,
                                    bench.logs,
                                    log.log(),
                                    event -> {},
                                    noListeners),
                            process -> Optional.empty(),
                            log.log());
            ManagedProcess process =
                    new ManagedProcess(
                            "web",
                            Programs.program("web").settings(),
                            new LogPaths(Optional.of(folder.resolve("web")), Optional.empty()),
                            new ProcessBench().world());
            CommandLine command = new CommandLine("/bin/true", List.of("/bin/true"));
            SpawnException e =
                    assertThrows(
                            SpawnException.class,
                            () -> without.begin(process, command, status -> {}));
            assertEquals("too many open files to spawn 'web'", e.getMessage());
            // one that is open would be asked to go to a keeper
            assertEquals(List.of(), bench.logs.snapshot(null));
        }
    }

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
