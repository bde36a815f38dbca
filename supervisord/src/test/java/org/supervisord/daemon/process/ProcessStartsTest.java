package org.supervisord.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.process.Programs.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessState;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;

class ProcessStartsTest {
    private final ProcessBench bench = new ProcessBench();

    @Test
    void startsAllInTheirOrder() {
        List<ManagedProcess> processes = processes(3 * ProcessStarts.AT_A_TIME + 1);
        ProcessStarts.of(processes);
        assertEquals(processes.stream().map(ManagedProcess::name).toList(), bench.kernel.spawned());
        for (ManagedProcess process : processes) {
            assertEquals(ProcessState.STARTING, process.state());
            assertTrue(process.pid() > 0);
        }
    }

    @Test
    void startsNothingWhereNothingIs() {
        ProcessStarts.of(List.of());
        assertEquals(List.of(), bench.kernel.spawned());
    }

    @Test
    void whatIsUpAlreadyIsLeftAlone() {
        List<ManagedProcess> processes = processes(3);
        processes.get(1).start();
        int pid = processes.get(1).pid();
        ProcessStarts.of(processes);
        assertEquals(List.of("p1", "p0", "p2"), bench.kernel.spawned());
        assertEquals(pid, processes.get(1).pid());
    }

    @Test
    void oneThatCanNotBeSpawnedKeepsNobodyFromStarting() {
        List<ManagedProcess> processes = new ArrayList<>(processes(2));
        processes.add(1, bench.process(program("broken").command("/nowhere/to/be/found")));
        ProcessStarts.of(processes);
        assertEquals(List.of("p0", "p1"), bench.kernel.spawned());
        assertEquals(ProcessState.BACKOFF, processes.get(1).state());
        assertTrue(processes.get(1).spawnError().isPresent());
        assertEquals(ProcessState.STARTING, processes.get(2).state());
    }

    @Test
    void allThatWereBegunAreWaitedForWhateverHappens() {
        Failing kernel = new Failing();
        List<ManagedProcess> processes =
                IntStream.range(0, 4)
                        .mapToObj(
                                i ->
                                        new ManagedProcess(
                                                "group",
                                                program("p" + i).settings(),
                                                new LogPaths(Optional.empty(), Optional.empty()),
                                                world(kernel)))
                        .toList();
        assertThrows(IllegalStateException.class, () -> ProcessStarts.of(processes));
        assertEquals(4, kernel.awaited);
    }

    private ProcessWorld world(Kernel kernel) {
        ProcessWorld world = bench.world();
        return new ProcessWorld(
                kernel,
                world.scheduler(),
                world.log(),
                world.events(),
                world.fatalReasons(),
                world.mayStart(),
                world.path());
    }

    private List<ManagedProcess> processes(int count) {
        return IntStream.range(0, count).mapToObj(i -> bench.process(program("p" + i))).toList();
    }

    /** A kernel that is broken, which is noticed when children are waited for. */
    private static final class Failing implements Kernel {
        private int awaited;

        @Override
        public Child spawn(
                ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended) {
            awaited++;
            throw new IllegalStateException("broken");
        }

        @Override
        public boolean kill(int target, Signal signal) {
            return false;
        }
    }
}
