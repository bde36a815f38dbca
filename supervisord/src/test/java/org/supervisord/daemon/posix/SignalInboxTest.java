package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.Signal;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;

class SignalInboxTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final List<Signal> taken = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<sun.misc.Signal, sun.misc.SignalHandler> before = new LinkedHashMap<>();
    private EventLoop loop;
    private Thread taker;

    @BeforeEach
    void open() throws IOException {
        loop = new EventLoop(Clock.system(), (what, e) -> failures.add(what + ": " + e));
    }

    private void startedWith(sun.misc.SignalHandler handler) throws IOException {
        for (String name : List.of("TERM", "INT", "HUP", "CHLD")) {
            sun.misc.Signal signal = new sun.misc.Signal(name);
            before.put(signal, sun.misc.Signal.handle(signal, handler));
        }
        SignalInbox.open(loop, this::take);
    }

    @AfterEach
    void close() throws IOException {
        before.forEach(sun.misc.Signal::handle);
        loop.close();
    }

    private void take(Signal signal) {
        taken.add(signal);
        taker = Thread.currentThread();
        loop.stop();
    }

    @Test
    void eachSignalComesToTheLoopsThread() throws IOException {
        startedWith(sun.misc.SignalHandler.SIG_DFL);
        assertAllCome();
    }

    @Test
    void signalsThatWereIgnoredAtTheStartComeToo() throws IOException {
        startedWith(sun.misc.SignalHandler.SIG_IGN);
        assertAllCome();
    }

    private void assertAllCome() throws IOException {
        int self = (int) ProcessHandle.current().pid();
        for (Signal signal : List.of(Signal.HUP, Signal.TERM, Signal.INT, Signal.CHLD)) {
            taken.clear();
            taker = null;
            assertTrue(Processes.kill(self, signal));
            loop.after(DEADLINE, loop::stop);
            loop.run();
            assertEquals(List.of(signal), taken);
            assertEquals(Thread.currentThread(), taker);
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void aSignalThatIsHeldComesWhenNothingHasBecomeOfTheChange() throws IOException {
        startedWith(sun.misc.SignalHandler.SIG_DFL);
        int self = (int) ProcessHandle.current().pid();
        for (boolean late : List.of(false, true)) {
            for (Signal signal : List.of(Signal.HUP, Signal.TERM, Signal.INT)) {
                taken.clear();
                try (HeldSignals held = HeldSignals.hold()) {
                    if (late) {
                        held.keep(true);
                    }
                    assertTrue(Processes.kill(self, signal));
                    if (!late) {
                        held.keep(true);
                    }
                }
                loop.after(DEADLINE, loop::stop);
                loop.run();
                assertEquals(List.of(signal), taken);
            }
        }
        assertEquals(List.of(), failures);
    }

    /** A program that becomes itself, time and again, while signals come. */
    static final class Successive {
        private Successive() {}

        public static void main(String[] arguments) throws IOException {
            int generation = Integer.parseInt(arguments[0]);
            List<String> come = new ArrayList<>();
            try (EventLoop loop = new EventLoop(Clock.system(), (what, e) -> e.printStackTrace())) {
                SignalInbox.open(loop, signal -> come.add(signal.toString()));
                loop.after(DEADLINE, loop::stop);
                Runnable stop = () -> loop.stop();
                loop.post(() -> loop.post(() -> loop.post(stop)));
                loop.run();
                Collections.sort(come);
                System.out.println(generation + ": " + come);
                if (generation < 3) {
                    send(Signal.HUP);
                    try (HeldSignals held = HeldSignals.hold()) {
                        send(Signal.TERM);
                        send(Signal.QUIT);
                        send(Signal.INT);
                        send(Signal.USR2);
                        List<String> words = new ArrayList<>(Execution.current().words());
                        words.set(words.size() - 1, String.valueOf(generation + 1));
                        Execution.Program next =
                                new Execution.Program(
                                        words,
                                        Execution.current().environment(),
                                        Execution.current().folder());
                        Execution.replace(held, next.next(), Set.of());
                    }
                }
            }
        }

        private static void send(Signal signal) throws PosixException {
            Processes.kill((int) ProcessHandle.current().pid(), signal);
        }
    }

    @Test
    void whatComesToOneProgramInAProcessIsTakenByTheNext() throws Exception {
        assertEquals(
                """
                1: []
                2: [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR2]
                3: [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR2]
                """,
                said(Successive.class, "1"));
    }

    @Test
    void descriptorsAreReservedForWhatComesByThem() {
        List<Integer> reserved = new ArrayList<>(ReservedDescriptors.NUMBERS);
        reserved.add(Signal.QUIT.number()); // by the launcher
        assertEquals(
                Set.copyOf(reserved),
                SignalInbox.DIRECTLY.stream()
                        .map(Signal::number)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** A program of its own, as a signal comes directly only where its descriptor is free. */
    static final class Careless {
        private static int times;

        private Careless() {}

        public static void main(String[] arguments) throws IOException {
            Signal own = Signal.parse(arguments[0]).orElseThrow();
            ReservedDescriptors.open();
            int self = (int) ProcessHandle.current().pid();
            try (EventLoop loop =
                    new EventLoop(
                            Clock.system(),
                            (what, e) -> {
                                System.out.println(e.getMessage());
                                kill(self, own);
                            })) {
                SignalInbox.open(
                        loop,
                        signal -> {
                            times++;
                            if (times == 3) {
                                loop.stop();
                            } else {
                                throw new IllegalStateException("mistake " + times);
                            }
                        });
                loop.after(DEADLINE, loop::stop);
                kill(self, own);
                loop.run();
            }
            System.in.read();
            System.out.println(
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + own.number()))
                            .toString()
                            .replaceAll(":.*", ""));
        }

        private static void kill(int pid, Signal signal) {
            try {
                Processes.kill(pid, signal);
            } catch (PosixException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHLD", "TERM", "USR2"})
    void mistakesOfTheTakersAreNotTheEndOfASignalsWay(String signal) throws Exception {
        assertEquals("mistake 1\nmistake 2\npipe\n", said(Careless.class, signal));
    }

    /** What a program says that is one of these tests. */
    private String said(Class<?> program, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // as the launcher does it, so that the JVM leaves USR2 alone
        builder.environment().put("_JAVA_SR_SIGNUM", "48");
        Process process = builder.start();
        // its end is not to be told to another test
        CountDownLatch told = new CountDownLatch(1);
        sun.misc.Signal ended = new sun.misc.Signal("CHLD");
        before.put(ended, sun.misc.Signal.handle(ended, signal -> told.countDown()));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(told.await(DEADLINE.toSeconds(), TimeUnit.SECONDS));
        return said;
    }
}
