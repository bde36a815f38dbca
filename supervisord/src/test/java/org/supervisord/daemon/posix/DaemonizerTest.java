package org.supervisord.daemon.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.common.WaitStatus;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DaemonizerTest {
    private final Spawner spawner = new Spawner(new PosixAccounts());
    @TempDir private Path folder;

    @AfterEach
    void close() {
        spawner.close();
    }

    /** A program that goes into the background, as the daemon does. */
    static final class Program {
        private Program() {}

        /** The second self writes to a file where it is, and is ready, fails or vanishes. */
        public static void main(String[] arguments) throws IOException {
            LaunchDescriptors.makeWay();
            if (!Daemonizer.isBackground()) {
                int status =
                        Daemonizer.runInBackground(
                                new Spawner(new PosixAccounts()), "input".getBytes(UTF_8));
                Runtime.getRuntime().halt(status);
            }
            Path file = Path.of(arguments[0]);
            String stat = Files.readString(Path.of("/proc/self/stat"));
            Files.writeString(
                    file, stat + new String(MemoryFile.read(0), UTF_8) + "\n" + target(3) + "\n");
            for (int inherited : LaunchDescriptors.all()) {
                Files.writeString(file, target(inherited) + "\n", StandardOpenOption.APPEND);
            }
            Files.writeString(file, "all: " + allTargets() + "\n", StandardOpenOption.APPEND);
            if (arguments[1].equals("fail")) {
                System.out.println("so far so good");
                System.err.println("but no further:");
                Runtime.getRuntime().halt(5);
            }
            if (arguments[1].equals("vanish")) {
                Runtime.getRuntime().halt(0);
            }
            System.err.print(arguments[1].equals("warn") ? "a word of warning\n" : "");
            if (arguments[1].equals("late")) {
                awaitTheEndOfTheFirst();
            }
            try {
                Daemonizer.reportReady();
            } catch (IOException e) {
                Files.writeString(Path.of(file + ".ready"), "not wanted");
                Runtime.getRuntime().halt(7);
            }
            System.out.println("nobody sees this");
            Files.writeString(
                    Path.of(file + ".ready"), target(0) + " " + target(1) + " " + target(2));
            Runtime.getRuntime().halt(6);
        }

        private static void awaitTheEndOfTheFirst() throws IOException {
            Path self = Path.of("/proc/self/stat");
            String parent = parentIn(Files.readString(self));
            Files.createFile(Path.of("late"));
            while (parentIn(Files.readString(self)).equals(parent)) {
                Thread.onSpinWait();
            }
        }

        private static String parentIn(String stat) {
            return stat.substring(stat.lastIndexOf(')')).split(" ")[2];
        }

        private static Set<String> allTargets() throws IOException {
            Set<String> all = new TreeSet<>();
            for (String fd : new File("/proc/self/fd").list()) {
                File link = new File("/proc/self/fd", fd);
                all.add(link.exists() ? target(Integer.parseInt(fd)) : "");
            }
            return all;
        }

        private static String target(int fd) throws IOException {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
        }
    }

    /** What the first self wrote, and its exit status. */
    private record Outcome(String stdout, String stderr, WaitStatus status) {}

    @Test
    void theFirstEndsWellWhenTheSecondIsReady() throws Exception {
        assertEquals(new Outcome("", "", new WaitStatus.Exited(0)), run("work"));
    }

    @Test
    void theSecondHasASessionOfItsOwnItsInputAndReservesADescriptor() throws Exception {
        run("work");
        List<String> told = Files.readAllLines(folder.resolve("told"));
        // pid, name, state, parent, group, session
        String[] stat = told.get(0).replaceFirst("\\(.*\\)", "java").split(" ");
        assertEquals(stat[0], stat[5], "it leads its session");
        assertNotEquals(sessionOfThisProcess(), stat[5]);
        assertEquals(List.of("input", "/dev/null"), told.subList(1, 3));
    }

    @Test
    void theSecondLetsGoOfItsTerminalWhenItIsReady() throws Exception {
        run("work");
        assertEquals("/dev/null /dev/null /dev/null", Files.readString(ready()));
    }

    @Test
    void whatTheSecondSaysUntilItIsReadyIsNotLost() throws Exception {
        assertEquals(new Outcome("", "a word of warning\n", new WaitStatus.Exited(0)), run("warn"));
    }

    @Test
    void theSecondKeepsWhatTheFirstWasStartedWith() throws Exception {
        Path one = Files.createFile(folder.resolve("one")).toRealPath();
        Path other = Files.createFile(folder.resolve("other")).toRealPath();
        Path unnamed = Files.createFile(folder.resolve("unnamed")).toRealPath();
        String shell = "exec 3<" + one + " 9<" + other + " 8<" + unnamed + "; exec \"$@\"";
        List<String> words = new ArrayList<>(words("work"));
        words.add(1, "-Dsupervisord.inherited=3,9");
        words.addAll(0, List.of("/bin/sh", "-c", shell, "sh"));
        assertEquals(new Outcome("", "", new WaitStatus.Exited(0)), run(words));
        awaitReady();
        // what was at 3 has moved up
        List<String> told = Files.readAllLines(folder.resolve("told"));
        assertEquals(List.of("/dev/null", other.toString(), one.toString()), told.subList(2, 5));
        assertFalse(told.get(5).contains(unnamed.toString()), told.get(5));
    }

    private Path ready() {
        return folder.resolve("told.ready");
    }

    @Test
    void whyTheSecondFailedIsToldByTheFirst() throws Exception {
        assertEquals(
                new Outcome("so far so good\n", "but no further:\n", new WaitStatus.Exited(5)),
                run("fail"));
    }

    @Test
    void aSecondThatIsNeverReadyIsAFailureWhateverItsStatus() throws Exception {
        assertEquals(new Outcome("", "", new WaitStatus.Exited(1)), run("vanish"));
    }

    @Test
    void aSecondThatNobodyWaitsForAnyMoreIsNotReady() throws Exception {
        Process first =
                new ProcessBuilder(words("late"))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        while (!Files.exists(folder.resolve("late"))) {
            assertTrue(first.isAlive());
            Thread.onSpinWait();
        }
        first.destroyForcibly().waitFor();
        awaitReady();
        assertEquals("not wanted", Files.readString(ready()));
    }

    @Test
    void aTestIsNotInTheBackground() {
        assertFalse(Daemonizer.isBackground());
    }

    @Test
    void theFolderIsChanged() throws Exception {
        Path self = Path.of("/proc/self/cwd");
        String before = Files.readSymbolicLink(self).toString();
        try {
            Daemonizer.changeFolder(folder.toString());
            assertEquals(folder.toRealPath(), Files.readSymbolicLink(self));
        } finally {
            Daemonizer.changeFolder(before);
        }
    }

    @Test
    void whereAFolderWasIsTheOneOfItsNameOrTheRoot() throws Exception {
        String before = Daemonizer.currentFolder();
        Path gone = Files.createDirectory(folder.resolve("gone")).toRealPath();
        try {
            Daemonizer.changeFolder(gone.toString());
            assertEquals(gone.toString(), Daemonizer.currentFolder());
            assertTrue(Daemonizer.isIn(gone.toString()));
            Files.delete(gone);
            assertEquals("/", Daemonizer.currentFolder());
            Files.createDirectory(gone);
            assertEquals(gone.toString(), Daemonizer.currentFolder());
            assertFalse(Daemonizer.isIn(gone.toString()), "Java does not start there");
            Daemonizer.changeFolder(Daemonizer.currentFolder());
            assertTrue(Daemonizer.isIn(gone.toString()));
        } finally {
            Daemonizer.changeFolder(before);
        }
    }

    @Test
    void aFolderThatCannotBeEnteredIsAnError() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        PosixException missing =
                assertThrows(
                        PosixException.class,
                        () -> Daemonizer.changeFolder(folder.resolve("missing").toString()));
        assertEquals("chdir: ENOENT", missing.getMessage());
        PosixException noFolder =
                assertThrows(PosixException.class, () -> Daemonizer.changeFolder(file.toString()));
        assertEquals("chdir: ENOTDIR", noFolder.getMessage());
    }

    private Outcome run(String how) throws IOException {
        Outcome outcome = run(words(how));
        if (outcome.status.equals(new WaitStatus.Exited(0))) {
            awaitReady();
        }
        return outcome;
    }

    /** It outlives the first, and must not write to a folder that is being deleted. */
    private void awaitReady() throws IOException {
        while (!Files.exists(ready()) || Files.size(ready()) == 0) {
            Thread.onSpinWait();
        }
    }

    private List<String> words(String how) {
        List<String> words = new ArrayList<>();
        words.add(System.getProperty("java.home") + "/bin/java");
        words.addAll(List.of("--add-exports", "java.base/sun.nio.ch=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 24) {
            // or it warns on stderr
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(Program.class.getName(), folder.resolve("told").toString(), how));
        return words;
    }

    private Outcome run(List<String> words) throws IOException {
        SpawnedChild first =
                spawner.spawn(
                        new SpawnRequest(
                                words.get(0),
                                words,
                                Map.of("PATH", "/usr/bin:/bin"),
                                Optional.empty(),
                                OptionalInt.empty(),
                                Optional.empty(),
                                new StdinSource.Pipe(),
                                false));
        String stdout = readAll(first.stdout());
        String stderr = readAll(first.stderr().orElseThrow());
        first.close();
        Map<Integer, WaitStatus> ended = new HashMap<>();
        while (!ended.containsKey(first.pid())) {
            new Reaper().reap(ended::put);
            Thread.onSpinWait();
        }
        return new Outcome(stdout, stderr, ended.get(first.pid()));
    }

    private static String readAll(Pipe.SourceChannel channel) throws IOException {
        channel.configureBlocking(true);
        return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String sessionOfThisProcess() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return stat.replaceFirst("\\(.*\\)", "java").split(" ")[5];
    }
}
