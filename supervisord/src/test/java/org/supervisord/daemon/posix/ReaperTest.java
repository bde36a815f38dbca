package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReaperTest {
    private final Spawner spawner = new Spawner(new PosixAccounts());
    private final Reaper reaper = new Reaper();
    private final Map<Integer, WaitStatus> ended = new HashMap<>();

    @AfterEach
    void close() {
        spawner.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 255})
    void anExitCodeIsTold(int code) throws Exception {
        int pid = start("exit " + code);
        assertEquals(new WaitStatus.Exited(code), await(pid));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 15, 34, 64})
    void aSignalIsToldFromACode(int number) throws Exception {
        int pid = start("ulimit -c 0; kill -" + number + " $$");
        assertEquals(new WaitStatus.Signaled(new Signal(number), false), await(pid));
        assertEquals(-1, ended.get(pid).exitStatus());
    }

    /** How the kernel packs it. Source: wait(2), and WCOREFLAG of the C library. */
    @Test
    void aCoreDumpIsABitOfItsOwn() {
        assertEquals(new WaitStatus.Signaled(new Signal(6), true), WaitStatus.decode(0x86));
        assertEquals(new WaitStatus.Signaled(new Signal(6), false), WaitStatus.decode(0x06));
        assertEquals(new WaitStatus.Exited(0x86), WaitStatus.decode(0x8600));
    }

    @Test
    void allThatHaveEndedAreCollectedAtOnce() throws Exception {
        int first = start("exit 1");
        int second = start("exit 2");
        int third = start("exit 3");
        awaitZombie(first);
        awaitZombie(second);
        awaitZombie(third);
        reaper.reap(ended::put);
        assertEquals(
                Map.of(
                        first, new WaitStatus.Exited(1),
                        second, new WaitStatus.Exited(2),
                        third, new WaitStatus.Exited(3)),
                ended);
    }

    @Test
    void aLivingChildIsLeftAloneAndNotWaitedFor() throws Exception {
        int pid = start("exec sleep 600");
        reaper.reap(ended::put);
        assertEquals(Map.of(), ended);
        assertTrue(Processes.kill(pid, Signal.KILL));
        assertEquals(new WaitStatus.Signaled(Signal.KILL, false), await(pid));
    }

    @Test
    void aStoppedChildHasNotEnded() throws Exception {
        int pid = start("kill -STOP $$; exit 4");
        awaitState(pid, 'T');
        reaper.reap(ended::put);
        assertEquals(Map.of(), ended);
        Processes.kill(pid, new Signal(18));
        assertEquals(new WaitStatus.Exited(4), await(pid));
    }

    @Test
    void withoutChildrenNothingIsTold() {
        reaper.reap(ended::put);
        assertEquals(Map.of(), ended);
    }

    @Test
    void aCollectedChildIsGone() throws Exception {
        int pid = start("exit 0");
        await(pid);
        assertFalse(Processes.kill(pid, new Signal(0)));
        ended.clear();
        reaper.reap(ended::put);
        assertEquals(Map.of(), ended);
    }

    @Test
    void aSignalThatIsNoneIsRefusedByTheSystem() throws Exception {
        int pid = start("exec sleep 600");
        PosixException e =
                assertThrows(PosixException.class, () -> Processes.kill(pid, new Signal(65)));
        assertEquals("kill: EINVAL", e.getMessage());
        Processes.kill(pid, Signal.KILL);
        await(pid);
    }

    private int start(String script) throws Exception {
        SpawnedChild child =
                spawner.spawn(
                        new SpawnRequest(
                                "/bin/sh",
                                List.of("sh", "-c", script),
                                Map.of("PATH", "/usr/bin:/bin"),
                                Optional.empty(),
                                OptionalInt.empty(),
                                Optional.empty(),
                                new StdinSource.Pipe(),
                                true));
        child.close();
        return child.pid();
    }

    private WaitStatus await(int pid) {
        while (!ended.containsKey(pid)) {
            reaper.reap(ended::put);
            Thread.onSpinWait();
        }
        return ended.get(pid);
    }

    private static void awaitZombie(int pid) throws Exception {
        awaitState(pid, 'Z');
    }

    /** Waits until the kernel shows this state. Source: proc(5). */
    private static void awaitState(int pid, char state) throws Exception {
        Path stat = Path.of("/proc/" + pid + "/stat");
        while (!Files.readString(stat).contains(") " + state + " ")) {
            Thread.onSpinWait();
        }
    }
}
