package org.supervisord.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.process.Programs.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessState;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.config.FcgiSocketSettings;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.event.Event;

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
        for (ManagedProcess process : processes) {
            assertEquals(ProcessState.BACKOFF, process.state(), "it can be stopped");
            assertTrue(process.spawnError().isPresent());
        }
    }

    @Test
    void oneThatFailsUnforeseenKeepsNobodyFromStarting() {
        FakeKernel children = new FakeKernel();
        Kernel kernel =
                new Kernel() {
                    @Override
                    public Child spawn(
                            ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended)
                            throws SpawnException {
                        if (process.name().equals("broken")) {
                            throw new IllegalStateException("unforeseen");
                        }
                        return children.spawn(process, command, ended);
                    }

                    @Override
                    public Birth begin(
                            ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended)
                            throws SpawnException {
                        Child made = spawn(process, command, ended);
                        return () -> made;
                    }

                    @Override
                    public boolean kill(int target, Signal signal) {
                        throw new IllegalStateException("nothing is ended");
                    }
                };
        List<ManagedProcess> processes =
                Stream.of("a", "broken", "b")
                        .map(
                                name ->
                                        new ManagedProcess(
                                                "group",
                                                program(name).settings(),
                                                new LogPaths(Optional.empty(), Optional.empty()),
                                                world(kernel)))
                        .toList();
        assertThrows(IllegalStateException.class, () -> ProcessStarts.of(processes));
        assertEquals(List.of("a", "b"), children.spawned());
        assertEquals(
                List.of(ProcessState.STARTING, ProcessState.BACKOFF, ProcessState.STARTING),
                processes.stream().map(ManagedProcess::state).toList());
    }

    @Test
    void otherStartsBeginWhileAChildIsMade() {
        assertEquals(
                List.of(
                        "STARTING a",
                        "make a",
                        "STARTING b",
                        "make b",
                        "STARTING c",
                        "make c",
                        "made a",
                        "made b",
                        "made c"),
                told("a", "b", "c"));
    }

    @Test
    void aCommandThatIsNotFoundIsToldBeforeTheNextStartBegins() {
        assertEquals(
                List.of(
                        "STARTING a",
                        "make a",
                        "STARTING nowhere",
                        "made a",
                        "BACKOFF nowhere",
                        "STARTING b",
                        "make b",
                        "STARTING c",
                        "make c",
                        "made b",
                        "made c"),
                told("a", "nowhere", "b", "c"));
    }

    @Test
    void whatTheKernelRefusesAtOnceIsToldBeforeTheNextStartBegins() {
        assertEquals(
                List.of(
                        "STARTING refused",
                        "BACKOFF refused",
                        "STARTING a",
                        "make a",
                        "STARTING refused",
                        "made a",
                        "BACKOFF refused"),
                told("refused", "a", "refused"));
    }

    @Test
    void whatHasASocketIsStartedBetweenTheOthers() {
        assertEquals(
                List.of(
                        "STARTING a",
                        "make a",
                        "STARTING socket",
                        "made a",
                        "made socket",
                        "STARTING b",
                        "make b",
                        "made b"),
                told("a", "socket", "b"));
    }

    /** What happens in which order when programs of these names are started. */
    private static List<String> told(String... names) {
        Noting kernel = new Noting();
        ProcessBench bench = new ProcessBench();
        List<ManagedProcess> processes = new ArrayList<>();
        for (String name : names) {
            Programs program = program(name);
            if (name.equals("nowhere")) {
                program.command("/nowhere/to/be/found");
            }
            processes.add(
                    new ManagedProcess(
                            "group",
                            program.settings(),
                            new LogPaths(Optional.empty(), Optional.empty()),
                            world(bench, kernel, kernel::happened)));
        }
        ProcessStarts.of(processes);
        return kernel.told;
    }

    private ProcessWorld world(Kernel kernel) {
        return world(bench, kernel, bench.events::add);
    }

    private static ProcessWorld world(ProcessBench bench, Kernel kernel, Consumer<Event> events) {
        ProcessWorld world = bench.world();
        return new ProcessWorld(
                kernel,
                world.scheduler(),
                world.log(),
                events,
                world.fatalReasons(),
                world.mayStart(),
                world.path());
    }

    private List<ManagedProcess> processes(int count) {
        return IntStream.range(0, count).mapToObj(i -> bench.process(program("p" + i))).toList();
    }

    /** A kernel that notes when children are made. */
    private static final class Noting implements Kernel {
        private final List<String> told = new ArrayList<>();
        private final FakeKernel children = new FakeKernel();
        private final SharedSocket socket =
                new SharedSocket(
                        new FcgiSocketSettings.Tcp("localhost", 9000, OptionalInt.empty()),
                        () -> new SharedSocket.Opened(7, () -> {}),
                        new RecordedLog().log());

        void happened(Event event) {
            Event.ProcessStateChanged change = (Event.ProcessStateChanged) event;
            told.add(change.to() + " " + change.name().process());
        }

        @Override
        public Optional<SharedSocket> socket(ManagedProcess process) {
            return process.name().equals("socket") ? Optional.of(socket) : Optional.empty();
        }

        @Override
        public Child spawn(ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended)
                throws SpawnException {
            told.add("made " + process.name());
            return children.spawn(process, command, ended);
        }

        @Override
        public Birth begin(ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended)
                throws SpawnException {
            if (process.name().equals("refused")) {
                throw new SpawnException("no pipes");
            }
            told.add("make " + process.name());
            return () -> spawn(process, command, ended);
        }

        @Override
        public boolean kill(int target, Signal signal) {
            return false;
        }
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
