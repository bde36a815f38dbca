package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.config.RunAs;

class SpawnerTest {
    private final PosixAccounts accounts = new PosixAccounts();
    private final Spawner spawner = new Spawner(accounts);
    private final Map<Integer, WaitStatus> ended = new HashMap<>();
    @TempDir private Path folder;

    @AfterEach
    void close() {
        spawner.close();
    }

    /** What a child wrote, and how it ended. */
    private record Outcome(String stdout, String stderr, WaitStatus status) {}

    @Test
    void aChildGetsItsWordsAndItsEnvironmentAndNothingElse() throws Exception {
        Outcome outcome =
                run(request("/usr/bin/env", List.of("env"), Map.of("NAME", "grün und blau")));
        assertEquals("NAME=grün und blau\n", outcome.stdout);
        assertEquals(new WaitStatus.Exited(0), outcome.status);
    }

    @Test
    void aChildHasThreeDescriptorsAndAGroupOfItsOwn() throws Exception {
        Outcome outcome = run(sh("ls /proc/$$/fd; cut -d' ' -f1,5 /proc/$$/stat"));
        List<String> lines = outcome.stdout.lines().toList();
        assertEquals(List.of("0", "1", "2"), lines.subList(0, 3));
        String[] pidAndGroup = lines.get(3).split(" ");
        assertEquals(pidAndGroup[0], pidAndGroup[1]);
    }

    @Test
    void nothingIsBlockedInAChildAndIgnoredButWhatAWriterIsTold() throws Exception {
        Outcome outcome = run(request("/bin/cat", List.of("cat", "/proc/self/status"), Map.of()));
        assertTrue(outcome.stdout.contains("SigBlk:\t0000000000000000\n"), outcome.stdout);
        assertTrue(outcome.stdout.contains("SigIgn:\t0000000001001000\n"), outcome.stdout);
    }

    @Test
    void severalChildrenCanBeMadeAtATime() throws Exception {
        List<SpawnedChild.Birth> births = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            births.add(spawner.begin(sh("echo " + i + "; ls /proc/$$/fd; umask")));
        }
        SpawnedChild.Birth strict = spawner.begin(umask("echo strict; umask"));
        SpawnedChild.Birth broken =
                spawner.begin(request("/nowhere", List.of("nowhere"), Map.of()));
        String umask = run(sh("umask")).stdout;
        assertEquals("strict\n0027\n", outcome(strict.await()).stdout);
        for (int i = 0; i < 12; i++) {
            Outcome outcome = outcome(births.get(i).await());
            assertEquals(i + "\n0\n1\n2\n" + umask, outcome.stdout);
            assertEquals(new WaitStatus.Exited(0), outcome.status);
        }
        Outcome outcome = outcome(broken.await());
        assertTrue(outcome.stderr.contains("couldn't exec nowhere: ENOENT"), outcome.stderr);
        assertEquals(new WaitStatus.Exited(127), outcome.status);
    }

    private static SpawnRequest umask(String script) {
        SpawnRequest plain = sh(script);
        return new SpawnRequest(
                plain.file(),
                plain.argv(),
                plain.environment(),
                plain.directory(),
                OptionalInt.of(027),
                plain.user(),
                plain.stdin(),
                false);
    }

    @Test
    void whatAChildSaysIsReadAsAWhole() throws Exception {
        SpawnedChild child =
                spawner.spawn(
                        sh("i=0; while [ $i -lt 5000 ]; do printf 'aü'; " + "i=$((i+1)); done"));
        assertEquals("aü".repeat(5000), child.readStdout(15000));
        child.close();
        SpawnedChild talker = spawner.spawn(sh("printf 1234567890; yes | head -c 1000000"));
        assertEquals("12345", talker.readStdout(5));
        talker.close();
    }

    @Test
    void bothOutputsCanShareAPipe() throws Exception {
        SpawnRequest plain = sh("echo out; echo err >&2");
        SpawnRequest shared =
                new SpawnRequest(
                        plain.file(),
                        plain.argv(),
                        plain.environment(),
                        plain.directory(),
                        plain.umask(),
                        plain.user(),
                        plain.stdin(),
                        true);
        assertEquals("out\nerr\n", run(shared).stdout);
        assertEquals("err\n", run(plain).stderr);
    }

    @Test
    void folderAndUmaskAreTheChildsOnly() throws Exception {
        SpawnRequest request =
                new SpawnRequest(
                        "/bin/sh",
                        List.of("sh", "-c", "pwd; umask"),
                        Map.of(),
                        Optional.of(folder.toString()),
                        OptionalInt.of(027),
                        Optional.empty(),
                        new StdinSource.Pipe(),
                        false);
        String before = run(sh("umask")).stdout;
        assertEquals(folder + "\n0027\n", run(request).stdout);
        assertEquals(before, run(sh("umask")).stdout);
    }

    @Test
    void anotherGroupIsTheGroupAndTheUsersOwnOnesStay() throws Exception {
        assumeTrue(accounts.currentUid() == 0);
        var nobody = accounts.userByName("nobody").orElseThrow();
        int daemon = accounts.groupByName("daemon").orElseThrow();
        String status = run(status(new RunAs(nobody.uid(), OptionalInt.of(daemon)))).stdout;
        assertTrue(status.contains("Uid:" + ("\t" + nobody.uid()).repeat(4) + "\n"), status);
        assertTrue(status.contains("Gid:" + ("\t" + daemon).repeat(4) + "\n"), status);
        assertTrue(status.contains("Groups:\t" + nobody.gid() + " \n"), status);
    }

    @Test
    void rootCanHaveAnotherGroupToo() throws Exception {
        assumeTrue(accounts.currentUid() == 0);
        int daemon = accounts.groupByName("daemon").orElseThrow();
        String status = run(status(new RunAs(0, OptionalInt.of(daemon)))).stdout;
        assertTrue(status.contains("Uid:\t0\t0\t0\t0\n"), status);
        assertTrue(status.contains("Gid:" + ("\t" + daemon).repeat(4) + "\n"), status);
    }

    private static SpawnRequest status(RunAs user) {
        return new SpawnRequest(
                "/bin/cat",
                List.of("cat", "/proc/self/status"),
                Map.of(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(user),
                new StdinSource.Pipe(),
                false);
    }

    @Test
    void anotherUserHasNothingLeftOfRoot() throws Exception {
        assumeTrue(accounts.currentUid() == 0);
        var nobody = accounts.userByName("nobody").orElseThrow();
        String status = run(status(new RunAs(nobody.uid(), OptionalInt.empty()))).stdout;
        String uid = "\t" + nobody.uid();
        assertTrue(status.contains("Uid:" + uid.repeat(4) + "\n"), status);
        assertTrue(status.contains("Gid:" + ("\t" + nobody.gid()).repeat(4) + "\n"), status);
        assertTrue(status.contains("CapPrm:\t0000000000000000\n"), status);
        assertTrue(status.contains("Groups:\t" + nobody.gid() + " \n"), status);
        assertEquals("0\n", run(sh("id -u")).stdout, "the spawner itself is root again");
    }

    @Test
    void aProgramThatCannotBeRunIsAChildThatSaysSo() throws Exception {
        Path script = Files.writeString(folder.resolve("plain"), "no magic here\n");
        assertTrue(script.toFile().setExecutable(true));
        Outcome outcome = run(request(script.toString(), List.of("./plain"), Map.of()));
        assertEquals(
                "supervisor: couldn't exec ./plain: ENOEXEC\n"
                        + "supervisor: child process was not spawned\n",
                outcome.stderr);
        assertEquals(new WaitStatus.Exited(127), outcome.status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no/such/folder", ""})
    void aFolderThatIsNotThereIsNamed(String directory) throws Exception {
        SpawnRequest request =
                new SpawnRequest(
                        "/bin/true",
                        List.of("true"),
                        Map.of(),
                        Optional.of(directory),
                        OptionalInt.empty(),
                        Optional.empty(),
                        new StdinSource.Pipe(),
                        false);
        assertEquals(
                "supervisor: couldn't chdir to "
                        + directory
                        + ": ENOENT\n"
                        + "supervisor: child process was not spawned\n",
                run(request).stderr);
    }

    @Test
    void aFolderThatTheUserMayNotEnterIsNamed() throws Exception {
        assumeTrue(accounts.currentUid() == 0);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        var nobody = accounts.userByName("nobody").orElseThrow();
        SpawnRequest request =
                new SpawnRequest(
                        "/bin/true",
                        List.of("true"),
                        Map.of(),
                        Optional.of(folder.toString()),
                        OptionalInt.empty(),
                        Optional.of(new RunAs(nobody.uid(), OptionalInt.empty())),
                        new StdinSource.Pipe(),
                        false);
        assertEquals(
                "supervisor: couldn't chdir to "
                        + folder
                        + ": EACCES\nsupervisor: child process was not spawned\n",
                run(request).stderr);
    }

    @Test
    void signalsReachAChildAndAreToldOf() throws Exception {
        SpawnedChild child = spawner.spawn(sh("exec sleep 600"));
        assertTrue(Processes.kill(child.pid(), Signal.TERM));
        assertEquals(new WaitStatus.Signaled(Signal.TERM, false), waitFor(child.pid()));
        child.close();
    }

    private Outcome run(SpawnRequest request) throws IOException {
        return outcome(spawner.spawn(request));
    }

    private Outcome outcome(SpawnedChild child) throws IOException {
        String stdout = readAll(child.stdout());
        String stderr = child.stderr().isPresent() ? readAll(child.stderr().get()) : "";
        child.close();
        return new Outcome(stdout, stderr, waitFor(child.pid()));
    }

    private static String readAll(Pipe.SourceChannel channel) throws IOException {
        channel.configureBlocking(true);
        return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }

    private WaitStatus waitFor(int pid) {
        Reaper reaper = new Reaper();
        while (!ended.containsKey(pid)) {
            reaper.reap(ended::put);
            Thread.onSpinWait();
        }
        return ended.get(pid);
    }

    private static SpawnRequest sh(String script) {
        return request("/bin/sh", List.of("sh", "-c", script), Map.of("PATH", "/usr/bin:/bin"));
    }

    private static SpawnRequest request(
            String file, List<String> argv, Map<String, String> environment) {
        return new SpawnRequest(
                file,
                argv,
                environment,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                new StdinSource.Pipe(),
                false);
    }
}
