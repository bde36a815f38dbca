package org.supervisord.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.supervisord.common.ProcessState.FATAL;
import static org.supervisord.common.ProcessState.RUNNING;
import static org.supervisord.daemon.process.Programs.program;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.common.Signal;
import org.supervisord.config.FcgiSocketSettings;
import org.supervisord.daemon.RecordedLog;

/** When processes open and close the socket that they share, as the activity log tells it. */
class SharedSocketLifeTest {
    private static final String CREATING = "INFO Creating socket tcp://localhost:9000";
    private static final String CLOSING = "INFO Closing socket tcp://localhost:9000";

    private final RecordedLog log = new RecordedLog();
    private final ProcessBench bench = new ProcessBench(log.log());
    private boolean taken;

    @BeforeEach
    void share() {
        bench.kernel.share(Optional.of(socket()));
    }

    private SharedSocket socket() {
        return new SharedSocket(
                new FcgiSocketSettings.Tcp("localhost", 9000, OptionalInt.empty()),
                this::open,
                log.log());
    }

    private SharedSocket.Opened open() throws IOException {
        if (taken) {
            throw new IOException("Address already in use");
        }
        return new SharedSocket.Opened(7, () -> {});
    }

    @Test
    void isOpenWhileItIsFoundOutThatThereIsNoCommand() {
        ManagedProcess process =
                bench.process(program("g").command("/nowhere/at/all").startretries(0));
        process.start();
        assertEquals(FATAL, process.state());
        assertEquals(
                List.of(
                        CREATING,
                        "INFO spawnerr: can't find command '/nowhere/at/all'",
                        CLOSING,
                        gaveUp()),
                log.lines());
    }

    @Test
    void isClosedAfterAnErrorOfTheSystem() {
        bench.kernel.failSpawns("too many open files to spawn 'g'");
        bench.process(program("g").startretries(0)).start();
        assertEquals(
                List.of(
                        CREATING,
                        "INFO spawnerr: too many open files to spawn 'g'",
                        CLOSING,
                        gaveUp()),
                log.lines());
    }

    @Test
    void oneThatCannotBeOpenedIsAnErrorAndIsNotClosed() {
        taken = true;
        ManagedProcess process = bench.process(program("g").startretries(1));
        process.start();
        String failure =
                "Could not create FastCGI socket tcp://localhost:9000: Address already in use";
        assertEquals(List.of(CREATING, "INFO spawnerr: " + failure), log.lines());
        assertEquals(Optional.of(failure), process.spawnError());
        taken = false;
        bench.passSeconds(2);
        assertEquals(RUNNING, process.state());
    }

    @Test
    void isClosedBetweenTheLastEndAndGivingUp() {
        ManagedProcess process = bench.process(program("g").startretries(0));
        process.start();
        int pid = process.pid();
        bench.kernel.exit(pid, 1);
        assertEquals(
                List.of(
                        CREATING,
                        "INFO spawned: 'g' with pid " + pid,
                        "WARN exited: g (exit status 1; not expected)",
                        CLOSING,
                        gaveUp()),
                log.lines());
    }

    @Test
    void staysOpenUntilTheLastOfThemHasEnded() {
        ManagedProcess one = bench.process(program("one"));
        ManagedProcess other = bench.process(program("other"));
        ProcessStarts.of(List.of(one, other));
        bench.passSeconds(1);
        int first = one.pid();
        int last = other.pid();
        one.stop();
        bench.kernel.die(first, Signal.TERM);
        other.stop();
        bench.kernel.die(last, Signal.TERM);
        assertEquals(
                List.of(
                        CREATING,
                        "INFO spawned: 'one' with pid " + first,
                        "INFO spawned: 'other' with pid " + last,
                        "WARN stopped: one (terminated by SIGTERM)",
                        "WARN stopped: other (terminated by SIGTERM)",
                        CLOSING),
                log.lines().stream()
                        .filter(line -> !line.startsWith("DEBUG") && !line.contains("success"))
                        .toList());
    }

    @Test
    void anotherProgramGoesOnWithItUntilTheChildHasEnded() {
        Programs program = program("g");
        ManagedProcess former = bench.process(program);
        former.start();
        SharedSocket handedOver = socket();
        handedOver.adopt(new SharedSocket.Opened(8, () -> {}));
        bench.kernel.share(Optional.of(handedOver));
        ManagedProcess next = bench.process(program);
        int pid = former.pid();
        next.resume(
                former.snapshot(),
                bench.scheduler.clock().nanos(),
                Optional.of(ended -> bench.kernel.adopt(pid, ended)));
        bench.kernel.exit(pid, 1);
        assertEquals(
                List.of(
                        CREATING,
                        "INFO spawned: 'g' with pid " + pid,
                        "WARN exited: g (exit status 1; not expected)",
                        CLOSING),
                log.lines());
    }

    private static String gaveUp() {
        return "INFO gave up: g entered FATAL state, too many start retries too quickly";
    }
}
