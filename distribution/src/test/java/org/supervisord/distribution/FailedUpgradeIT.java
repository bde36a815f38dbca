package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * New programs that pass the trial and fail after it: whatever happens, programs run on as the
 * processes that they are.
 */
class FailedUpgradeIT extends TreeBench {
    /** A class that no trial needs. */
    private static final String NEEDED_LATER = "/org/supervisord/daemon/HttpRoutes.class";

    private Process daemon;
    private String pid = "";

    @AfterEach
    void end() throws InterruptedException {
        tree.close();
        if (!pid.isEmpty()) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void theFormerProgramGoesOnWhenTheNewOneInItsPlaceCant() throws Exception {
        Path installed = Tree.copy(folder.resolve("installed"));
        start(installed);
        tree.upgrade();
        Path whole = spoil(installed);
        assertGoneBack();
        assertGoneBack();
        Files.move(whole, installed.resolve("lib/supervisord.jar"), StandardCopyOption.ATOMIC_MOVE);
        tree.upgrade();
        assertUnharmed();
    }

    private void assertGoneBack() throws Exception {
        int errors = tree.count("ERRO upgrade: the new program has failed: .*HttpRoutes");
        Tree.Outcome refused = tree.ctl("upgrade");
        assertEquals(1, refused.status());
        assertTrue(
                refused.output().startsWith("ERROR: not upgraded: the new program has failed: "),
                refused.output());
        assertEquals(pid, tree.pid("it"));
        assertEquals(
                2 * errors + 2,
                tree.count("CRIT upgrade: can't go on after an upgrade: .*HttpRoutes"));
        assertEquals(
                errors + 1, tree.count("ERRO upgrade: the new program has failed: .*HttpRoutes"));
    }

    @Test
    void aSignalOutlivesNewProgramsThatFail() throws Exception {
        Path installed = Tree.copy(folder.resolve("installed"));
        start(installed);
        spoil(installed);
        tree.inTheBackground("upgrade");
        tree.await("the change", () -> tree.count("upgrade: becoming") == 1);
        signal("TERM");
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, tree.count("ERRO upgrade: the new program has failed: .*HttpRoutes"));
        assertEquals(1, tree.count("WARN received SIGTERM indicating exit request"), tree.log());
        assertEquals(1, tree.count("WARN stopped: it "), tree.log());
    }

    @Test
    void aFormerProgramWhoseTreeIsGoneGoesOnAllTheSame() throws Exception {
        Path former = Tree.copy(folder.resolve("former"));
        Path broken = Tree.copy(folder.resolve("broken"));
        Path whole = spoil(broken);
        start(install(former));
        install(broken);
        Files.move(former, folder.resolve("elsewhere"));
        assertGoneBack();
        Files.move(whole, broken.resolve("lib/supervisord.jar"), StandardCopyOption.ATOMIC_MOVE);
        tree.upgrade();
        assertUnharmed();
    }

    @Test
    void aFormerProgramThatCantBeStartedIsNotGoneBackTo() throws Exception {
        Path java = fakeJava("former", "");
        Path broken = Tree.copy(folder.resolve("broken"));
        Path whole = spoil(broken);
        start(install(folder.resolve("former")));
        install(broken);
        Files.delete(java);
        Process client = tree.inTheBackground("upgrade");
        tree.await("the hold", () -> tree.count("programs are kept and not supervised") == 1);
        assertEquals(
                1, tree.count("the former program can't be gone back to: .*ENOENT"), tree.log());
        assertAlive();
        Files.move(whole, broken.resolve("lib/supervisord.jar"), StandardCopyOption.ATOMIC_MOVE);
        signal("HUP");
        assertAnsweredAfterAll(client);
        assertUnharmed();
    }

    private void assertAnsweredAfterAll(Process client) throws Exception {
        tree.await("the daemon", () -> tree.count("nobody was served for") == 1);
        assertTrue(client.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, client.exitValue(), tree.text("client"));
    }

    @Test
    void aProcessWithoutAnyProgramThatCouldGoOnIsHeldUntilThereIsOne() throws Exception {
        Path broken = Tree.copy(folder.resolve("broken"));
        spoil(broken);
        fakeJava(
                "installed",
                """
                if [ "$state" ] && [ ! -e %s/mended ]; then
                    words=() before=
                    for word; do
                        [ "$before" != -cp ] || word=%s/lib/supervisord.jar
                        words+=("$word") before=$word
                    done
                    set -- "${words[@]}"
                fi"""
                        .formatted(folder, broken));
        start(folder.resolve("installed"));
        Process client = tree.inTheBackground("upgrade");
        tree.await("the hold", () -> tree.count("programs are kept and not supervised") == 1);
        assertEquals(4, tree.count("CRIT upgrade: can't go on after an upgrade: .*HttpRoutes"));
        assertAlive();
        signal("HUP");
        tree.await(
                "the second hold", () -> tree.count("programs are kept and not supervised") == 2);
        assertAlive();
        Files.createFile(folder.resolve("mended"));
        signal("HUP");
        assertAnsweredAfterAll(client);
        tree.upgrade();
        assertUnharmed();
    }

    @Test
    void theServiceManagerHearsOfAProcessThatIsHeldAndIsKeptContent() throws Exception {
        ServiceManager manager = new ServiceManager(folder);
        try {
            tree.await("the service manager", () -> Files.exists(manager.socket()));
            Path java = fakeJava("former", "");
            Path broken = Tree.copy(folder.resolve("broken"));
            spoil(broken);
            Path installed = install(folder.resolve("former")).resolve("bin/supervisord");
            startWith(manager.launcher(installed.toString(), "WATCHDOG_USEC=200000"));
            install(broken);
            Files.delete(java);
            Process client = tree.inTheBackground("upgrade");
            tree.await(
                    "that it is held",
                    () ->
                            manager.heard(
                                    "READY=1 | STATUS=held after a failed upgrade: programs run and"
                                            + " are not supervised"));
            long fed = manager.count("WATCHDOG=1");
            tree.await("the watchdog's food", () -> manager.count("WATCHDOG=1") > fed + 3);
            assertAlive();
            // what has failed had taken the signal already
            signal("QUIT");
            assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
            assertEquals(1, daemon.exitValue());
            assertEquals(1, tree.count("received SIGQUIT, ends and leaves programs as they are"));
            assertTrue(client.waitFor(60, TimeUnit.SECONDS));
        } finally {
            manager.close();
        }
    }

    @Test
    void aJavaThatVanishesAfterTheTrialIsNotExecuted() throws Exception {
        Path java =
                fakeJava(
                        "installed",
                        "if [ \"$trial\" ]; then run \"$@\"; s=$?; rm \"$0\"; exit $s; fi");
        Path copy = Files.copy(java, folder.resolve("java"), StandardCopyOption.COPY_ATTRIBUTES);
        start(folder.resolve("installed"));
        assertRefused("/runtime/bin/java has changed since it was tried");
        Files.move(copy, java);
        // the one that has moved there removes itself again
        assertRefused("/runtime/bin/java has changed since it was tried");
        assertUnharmed();
    }

    @Test
    void aDaemonThatCantExecuteAnythingStaysAsItWas() throws Exception {
        // what a program may be given depends on the limit of its stack; see execve(2)
        fakeJava(
                "installed",
                "if [ \"$trial\" ]; then run \"$@\"; s=$?; prlimit --pid $PPID --stack=65536:; exit $s;"
                        + " fi");
        Path launcher =
                Files.writeString(
                        folder.resolve("launch"),
                        "#!/bin/sh\nlong=$(printf %%0100000d 0)\n".replace("%%", "%")
                                + "exec env LONG=$long LONGER=$long "
                                + folder.resolve("installed/bin/supervisord")
                                + " \"$@\"\n");
        assertTrue(launcher.toFile().setExecutable(true));
        startWith(launcher.toString());
        assertRefused("could not be executed: execve .*: E2BIG");
        tree.run("prlimit", "--pid", Long.toString(daemon.pid()), "--stack=8388608:");
        // all is as it was: signals, requests, and the way to another trial
        assertRefused("could not be executed: execve .*: E2BIG");
        assertUnharmed();
        daemon.destroy();
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, daemon.exitValue());
    }

    @Test
    void aDocumentThatCantBeReadEndsNoProgram() throws Exception {
        fakeJava("installed", "if [ \"$state\" ]; then : >/proc/self/fd/$state; fi");
        start(folder.resolve("installed"));
        Process client = tree.inTheBackground("upgrade");
        tree.await("the hold", () -> tree.count("programs are kept and not supervised") == 1);
        assertTrue(
                tree.count("CRIT upgrade: can't go on after an upgrade: .*no JSON") >= 2,
                tree.log());
        assertAlive();
        signal("HUP");
        tree.await(
                "a refusal", () -> tree.count("can't go on after an upgrade: the state is no") > 0);
        assertAlive();
        signal("TERM");
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, daemon.exitValue());
        assertTrue(client.waitFor(60, TimeUnit.SECONDS));
        // it waits for somebody to read its lines, or has noticed that nobody will
        assertEquals(1, tree.count("received SIGTERM, ends and leaves programs as they are"));
    }

    @Test
    void aDocumentThatNamesNoFormerProgramEndsNoProgramEither() throws Exception {
        fakeJava(
                "installed",
                "if [ \"$state\" ]; then echo '{\"version\":1}' >/proc/self/fd/$state; fi");
        start(folder.resolve("installed"));
        Process client = tree.inTheBackground("upgrade");
        tree.await("the hold", () -> tree.count("programs are kept and not supervised") == 1);
        assertAlive();
        signal("TERM");
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, daemon.exitValue());
        assertTrue(client.waitFor(60, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "TERM"})
    void aTrialIsOverWithTheLifeOfTheDaemonInWhichItWasBegun(String signal) throws Exception {
        Path tried = folder.resolve("tried");
        fakeJava(
                "installed",
                "if [ \"$trial\" ]; then echo $$ >%s; exec sleep 1000; fi".formatted(tried));
        start(folder.resolve("installed"));
        Process client = tree.inTheBackground("upgrade");
        tree.await("the trial", () -> Files.readString(tried).endsWith("\n"));
        ProcessHandle trial =
                ProcessHandle.of(Long.parseLong(Files.readString(tried).strip())).orElseThrow();
        signal(signal);
        // long before its time is over, at which somebody else may have its pid
        trial.onExit().get(30, TimeUnit.SECONDS);
        assertTrue(client.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, client.exitValue());
        assertEquals(
                "ERROR: supervisor shutting down\n", Files.readString(folder.resolve("client")));
        if (signal.equals("HUP")) {
            tree.await("the second life", () -> tree.count("supervisord started with pid") == 2);
        } else {
            assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        }
    }

    /** The installed program is this one. */
    private Path install(Path which) throws IOException {
        Path link = folder.resolve("installed");
        Path made = Files.createSymbolicLink(folder.resolve("link"), which);
        return Files.move(made, link, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes a class away that is needed in earnest; answers the jar as it was. */
    private Path spoil(Path copy) throws IOException {
        Path jar = copy.resolve("lib/supervisord.jar");
        Path whole = Files.copy(jar, folder.resolve("whole.jar"));
        Path spoiled = Files.copy(jar, folder.resolve("spoiled.jar"));
        try (FileSystem content = FileSystems.newFileSystem(spoiled)) {
            Files.delete(content.getPath(NEEDED_LATER));
        }
        // another file, as an installation makes one: the one in use must not change
        Files.move(spoiled, jar, StandardCopyOption.ATOMIC_MOVE);
        return whole;
    }

    /**
     * A tree with a java that does something in a trial ({@code $trial}), or when it takes over
     * ({@code $state}), and is the real one otherwise.
     */
    private Path fakeJava(String name, String deed) throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        Path runtime = Tree.copy(folder.resolve(name)).resolve("runtime");
        Files.createDirectories(runtime.resolve("bin"));
        Files.copy(home.resolve("release"), runtime.resolve("release"));
        Path java =
                Files.writeString(
                        runtime.resolve("bin/java"),
                        """
                        #!/bin/bash
                        real=%s
                        run() { (exec -a "$0" "$real" "$@"); }
                        for word; do
                            case $word in
                                --could-you-take-over) trial=yes ;;
                                -Dsupervisord.state=*) state=${word#*=} ;;
                            esac
                        done
                        %s
                        exec -a "$0" "$real" "$@"
                        """
                                .formatted(home.resolve("bin/java"), deed));
        assertTrue(java.toFile().setExecutable(true));
        return java;
    }

    private void start(Path installed) throws Exception {
        startWith(installed.resolve("bin/supervisord").toString());
    }

    private void startWith(String program) throws Exception {
        daemon =
                tree.start(
                        program,
                        tree.configure(
                                """
                                [program:it]
                                command = %s
                                stdout_logfile = %%(here)s/it
                                stdout_logfile_maxbytes = 0
                                """
                                        .formatted(Counting.command("sleep 0.01;"))));
        tree.await("lines", () -> Files.size(folder.resolve("it")) > 0);
        pid = tree.pid("it");
    }

    private void assertRefused(String why) throws Exception {
        Tree.Outcome refused = tree.ctl("upgrade");
        assertEquals(1, refused.status());
        assertTrue(
                refused.output().matches("ERROR: not upgraded: .*" + why + "\n"), refused.output());
        assertTrue(tree.count("ERRO upgrade: .*" + why + "; nothing has changed") > 0, tree.log());
    }

    private void signal(String name) throws Exception {
        tree.run("/bin/kill", "-" + name, Long.toString(daemon.pid()));
    }

    private void assertAlive() {
        assertTrue(daemon.isAlive());
        assertTrue(ProcessHandle.of(Long.parseLong(pid)).orElseThrow().isAlive());
    }

    /** The program is the process that it was, and no line of it was lost. */
    private void assertUnharmed() throws Exception {
        assertEquals(pid, tree.pid("it"));
        assertEquals("it: stopped\n", tree.ctl("stop", "it").output());
        Counting.assertComplete(folder.resolve("it"));
        assertEquals(0, tree.count("reaped unknown pid"));
    }
}
