package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The replacement of a daemon by the program that is installed, while everything runs. */
class UpgradeIT {
    private static final String CTL = Tree.program("supervisorctl");
    private static final String COUNTING =
            "/bin/sh -c 'i=0; while :; do i=$((i+1)); echo line $i; %s done'";

    @TempDir private Path folder;
    private Tree tree;
    private Process daemon;

    @BeforeEach
    void prepare() {
        tree = new Tree(folder);
    }

    @AfterEach
    void end() throws InterruptedException {
        tree.close();
    }

    @Test
    void programsGoOnAndNoLineOfThemIsLostOrDoubled() throws Exception {
        start(
                """
                [program:fast]
                command = %s
                stdout_logfile = %%(here)s/fast
                stdout_logfile_maxbytes = 0
                [program:slow]
                command = %s
                stdout_logfile = %%(here)s/slow
                """
                        .formatted(COUNTING.formatted(""), COUNTING.formatted("sleep 0.01;")));
        tree.await("lines", () -> Files.size(folder.resolve("slow")) > 0);
        List<String> before = pids("fast", "slow");
        int descriptors = 0;
        for (int i = 0; i < 3; i++) {
            upgrade();
            assertEquals(before, pids("fast", "slow"));
            assertEquals(daemon.pid(), Long.parseLong(Files.readString(pidFile()).strip()));
            if (i == 0) {
                descriptors = descriptors();
            }
        }
        assertEquals(descriptors, descriptors());
        tree.ctl(CTL, "stop", "all");
        assertCounted("fast");
        assertCounted("slow");
        assertEquals(3, count("nobody was served"));
    }

    @Test
    void whatIsDueHappensAndWhoEndsMeanwhileIsReaped() throws Exception {
        start(
                """
                [program:starting]
                command = sleep 1000
                startsecs = 8
                [program:deaf]
                command = /bin/sh -c 'trap "" TERM; while :; do sleep 0.05; done'
                stopwaitsecs = 6
                [program:short]
                command = /bin/sh -c 'sleep 0.3; exit 7'
                startsecs = 0
                autorestart = true
                """);
        tree.await("the programs", () -> tree.log().contains("spawned: 'short'"));
        assertEquals(0, tree.ctl(CTL, "signal", "WINCH", "deaf").status());
        tree.run("/bin/sh", "-c", CTL + " -c " + configuration() + " stop deaf >/dev/null 2>&1 &");
        tree.await("STOPPING", () -> status("deaf").contains("STOPPING"));
        for (int i = 0; i < 3; i++) {
            upgrade();
        }
        assertTrue(status("starting").contains("STARTING") || status("starting").contains("RUNN"));
        tree.await("the kill", () -> status("deaf").contains("STOPPED"));
        tree.await("startsecs", () -> status("starting").contains("RUNNING"));
        assertEquals(1, count("killing 'deaf'"));
        assertEquals(1, count("success: starting"));
        int exits = count("exited: short \\(exit status 7; not expected\\)");
        tree.await("more", () -> count("exited: short \\(exit status 7; not expected\\)") > exits);
        assertEquals(0, count("reaped unknown pid"));
    }

    @Test
    void listenersGoOnInTheMidstOfAnEvent() throws Exception {
        start(
                """
                [eventlistener:notes]
                command = %s %%(here)s/notes
                events = PROCESS_COMMUNICATION
                payload_length = bytes
                buffer_size = 1000
                [program:talker]
                command = /bin/sh -c 'i=0; while [ $i -lt 300 ]; do i=$((i+1)); \
                printf "<!--XSUPERVISOR:BEGIN-->message $i<!--XSUPERVISOR:END-->"; sleep 0.02; \
                done; sleep 1000'
                stdout_capture_maxbytes = 1MB
                """
                        .formatted(Tree.file("examples/notes.sh")));
        tree.await("messages", () -> messages().size() > 10);
        for (int i = 0; i < 3; i++) {
            upgrade();
        }
        tree.await("all messages", () -> messages().size() >= 300);
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            expected.add("message " + i);
        }
        assertEquals(expected, messages());
    }

    @Test
    void aConfigurationThatWasChangedShowsInRereadAndIsNotApplied() throws Exception {
        start(
                """
                [program:it]
                command = sleep 1000
                autorestart = true
                """);
        tree.await("it", () -> status("it").contains("RUNNING"));
        Files.writeString(
                configuration(),
                Files.readString(configuration()).replace("sleep 1000", "sleep 2000"));
        upgrade();
        assertEquals("it: changed\n", tree.ctl(CTL, "reread").output());
        assertEquals(0, tree.ctl(CTL, "restart", "it").status());
        String pid = pids("it").get(0);
        assertEquals("sleep\0001000\000", Files.readString(Path.of("/proc/" + pid + "/cmdline")));
        upgrade();
        assertEquals("it: changed\n", tree.ctl(CTL, "reread").output());
        tree.ctl(CTL, "update");
        String updated = pids("it").get(0);
        assertEquals(
                "sleep\0002000\000", Files.readString(Path.of("/proc/" + updated + "/cmdline")));
        upgrade();
        assertEquals("No config updates to processes\n", tree.ctl(CTL, "reread").output());
    }

    @Test
    void aProgramThatCouldNotTakeOverIsNotTried() throws Exception {
        Path copy = copyOfTheTree();
        start(
                copy.resolve("bin/supervisord").toString(),
                """
                [program:it]
                command = %s
                stdout_logfile = %%(here)s/it
                """
                        .formatted(COUNTING.formatted("sleep 0.01;")));
        tree.await("lines", () -> Files.size(folder.resolve("it")) > 0);
        List<String> before = pids("it");
        Path jar = copy.resolve("lib/supervisord.jar");
        Path whole = Files.copy(jar, folder.resolve("whole.jar"));
        // another file, as an installation makes one: the one in use must not change
        Files.delete(jar);
        Files.writeString(jar, "nonsense");
        Tree.Outcome refused = tree.ctl(CTL, "upgrade");
        assertEquals(1, refused.status());
        assertTrue(
                refused.output().startsWith("ERROR: not upgraded: the new program could not"),
                refused.output());
        assertEquals(before, pids("it"));
        Files.move(whole, jar, StandardCopyOption.REPLACE_EXISTING);
        upgrade();
        assertEquals(before, pids("it"));
        tree.ctl(CTL, "stop", "it");
        assertCounted("it");
    }

    private void start(String programs) throws Exception {
        start(Tree.program("supervisord"), programs);
    }

    private void start(String program, String programs) throws Exception {
        daemon = tree.start(program, tree.configure(programs));
        tree.await("the daemon", () -> tree.ctl(CTL, "pid").status() == 0);
    }

    private Path configuration() {
        return folder.resolve("supervisord.conf");
    }

    private Path pidFile() {
        return folder.resolve("supervisord.pid");
    }

    private void upgrade() throws Exception {
        Tree.Outcome outcome = tree.ctl(CTL, "upgrade");
        assertTrue(
                outcome.output()
                        .matches("Upgraded supervisord from \\S+ to \\S+, .* for \\d+ ms\n"),
                outcome.output());
        assertEquals(0, outcome.status());
    }

    private String status(String name) throws Exception {
        return tree.ctl(CTL, "status", name).output();
    }

    private List<String> pids(String... names) throws Exception {
        List<String> pids = new ArrayList<>();
        for (String name : names) {
            pids.add(tree.ctl(CTL, "pid", name).output().strip());
        }
        return pids;
    }

    private int descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + daemon.pid() + "/fd"))) {
            return (int) all.count();
        }
    }

    private int count(String pattern) {
        return (int) tree.log().lines().filter(it -> it.matches(".*" + pattern + ".*")).count();
    }

    private List<String> messages() throws IOException {
        Path notes = folder.resolve("notes");
        return Files.exists(notes)
                ? Files.readAllLines(notes).stream().filter(it -> it.startsWith("message")).toList()
                : List.of();
    }

    private void assertCounted(String log) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(log));
        for (int i = 0; i < lines.size(); i++) {
            assertEquals("line " + (i + 1), lines.get(i));
        }
    }

    private Path copyOfTheTree() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("tree"));
        Path from = Path.of(Tree.file("."));
        try (Stream<Path> all = Files.walk(from)) {
            for (Path it : (Iterable<Path>) all::iterator) {
                Path to = copy.resolve(from.relativize(it).toString());
                if (Files.isDirectory(it)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(it, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return copy;
    }
}
