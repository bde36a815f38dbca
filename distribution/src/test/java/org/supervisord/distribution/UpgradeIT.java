package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The replacement of a daemon by the program that is installed, while everything runs. */
class UpgradeIT extends TreeBench {
    private Process daemon;

    @Test
    void programsGoOnAndNoLineOfThemIsLostOrDoubled() throws Exception {
        daemon =
                tree.answering(
                        """
                        [program:fast]
                        command = %s
                        stdout_logfile = %%(here)s/fast
                        stdout_logfile_maxbytes = 0
                        [program:slow]
                        command = %s
                        stdout_logfile = %%(here)s/slow
                        """
                                .formatted(Counting.command(""), Counting.command("sleep 0.01;")));
        tree.await("lines", () -> Files.size(folder.resolve("slow")) > 0);
        List<String> before = pids("fast", "slow");
        int descriptors = 0;
        for (int i = 0; i < 4; i++) {
            tree.upgrade();
            assertEquals(before, pids("fast", "slow"));
            assertEquals(daemon.pid(), Long.parseLong(tree.text("supervisord.pid").strip()));
            if (i == 0) {
                descriptors = tree.descriptors();
            }
        }
        // the connection of a client may have been open when they were counted, and may be now
        int first = descriptors;
        tree.await("no more descriptors than at first", () -> tree.descriptors() <= first);
        tree.ctl("stop", "all");
        assertCounted("fast");
        assertCounted("slow");
        assertEquals(4, tree.count("nobody was served"));
    }

    @Test
    void whatIsDueHappensAndWhoEndsMeanwhileIsReaped() throws Exception {
        daemon =
                tree.answering(
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
        assertEquals(0, tree.ctl("signal", "WINCH", "deaf").status());
        tree.inTheBackground("stop", "deaf");
        tree.await("STOPPING", () -> tree.status("deaf").contains("STOPPING"));
        for (int i = 0; i < 3; i++) {
            tree.upgrade();
        }
        assertTrue(
                tree.status("starting").contains("STARTING")
                        || tree.status("starting").contains("RUNN"));
        tree.await("the kill", () -> tree.status("deaf").contains("STOPPED"));
        tree.await("startsecs", () -> tree.status("starting").contains("RUNNING"));
        assertEquals(1, tree.count("killing 'deaf'"));
        assertEquals(1, tree.count("success: starting"));
        int exits = tree.count("exited: short \\(exit status 7; not expected\\)");
        tree.await(
                "more",
                () -> tree.count("exited: short \\(exit status 7; not expected\\)") > exits);
        assertEquals(0, tree.count("reaped unknown pid"));
    }

    @Test
    void listenersGoOnInTheMidstOfAnEvent() throws Exception {
        daemon =
                tree.answering(
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
            tree.upgrade();
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
        daemon =
                tree.answering(
                        """
                        [program:it]
                        command = sleep 1000
                        autorestart = true
                        """);
        tree.await("it", () -> tree.status("it").contains("RUNNING"));
        Files.writeString(
                tree.configuration(),
                Files.readString(tree.configuration()).replace("sleep 1000", "sleep 2000"));
        tree.upgrade();
        assertEquals("it: changed\n", tree.ctl("reread").output());
        assertEquals(0, tree.ctl("restart", "it").status());
        String pid = tree.pid("it");
        assertEquals("sleep\0001000\000", Files.readString(Path.of("/proc/" + pid + "/cmdline")));
        tree.upgrade();
        assertEquals("it: changed\n", tree.ctl("reread").output());
        tree.ctl("update");
        String updated = tree.pid("it");
        assertEquals(
                "sleep\0002000\000", Files.readString(Path.of("/proc/" + updated + "/cmdline")));
        tree.upgrade();
        assertEquals("No config updates to processes\n", tree.ctl("reread").output());
    }

    @Test
    void aProgramThatCouldNotTakeOverIsNotTried() throws Exception {
        Path copy = Tree.copy(folder.resolve("tree"));
        daemon =
                tree.answering(
                        copy.resolve("bin/supervisord").toString(),
                        """
                        [program:it]
                        command = %s
                        stdout_logfile = %%(here)s/it
                        """
                                .formatted(Counting.command("sleep 0.01;")));
        tree.await("lines", () -> Files.size(folder.resolve("it")) > 0);
        String before = tree.pid("it");
        Path jar = copy.resolve("lib/supervisord.jar");
        Path whole = Files.copy(jar, folder.resolve("whole.jar"));
        // another file, as an installation makes one: the one in use must not change
        Files.delete(jar);
        Files.writeString(jar, "nonsense");
        Tree.Outcome refused = tree.ctl("upgrade");
        assertEquals(1, refused.status());
        assertTrue(
                refused.output().startsWith("ERROR: not upgraded: the new program could not"),
                refused.output());
        assertEquals(before, tree.pid("it"));
        Files.move(whole, jar, StandardCopyOption.REPLACE_EXISTING);
        tree.upgrade();
        assertEquals(before, tree.pid("it"));
        tree.ctl("stop", "it");
        assertCounted("it");
    }

    @Test
    void aPartThatCantBeGoneOnWithIsLeftOutAndProgramsDoNotSuffer() throws Exception {
        Path jars = plugin();
        daemon =
                tree.answering(
                        """
                        [rpcinterface:mine]
                        supervisor.rpcinterface_factory = Mine
                        plugin_folder = %s
                        [program:it]
                        command = %s
                        stdout_logfile = %%(here)s/it
                        """
                                .formatted(jars, Counting.command("sleep 0.01;")));
        tree.await("lines", () -> Files.size(folder.resolve("it")) > 0);
        String before = tree.pid("it");
        Files.delete(jars.resolve("mine.jar"));
        tree.upgrade();
        assertEquals(before, tree.pid("it"));
        assertEquals(1, tree.count("CRIT upgrade: failed: \\[rpcinterface:mine\\]: .*"));
        assertEquals(1, tree.count("CRIT upgrade: \\[rpcinterface:mine\\] was not taken over: .*"));
        assertTrue(tree.output().contains("supervisord: can't go on after an upgrade"));
        tree.upgrade();
        tree.ctl("stop", "it");
        assertCounted("it");
    }

    private Path plugin() throws Exception {
        Path source =
                Files.writeString(
                        folder.resolve("Mine.java"),
                        """
                        import java.util.Map;
                        import org.supervisord.common.plugin.*;
                        public final class Mine implements RpcInterfaceFactory {
                            public void addMethods(
                                    RpcMethods methods, Daemon daemon, Map<String, String> keys) {}
                        }
                        """);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Tree.Outcome compiled =
                tree.run(
                        System.getProperty("java.home") + "/bin/javac",
                        "-cp",
                        Tree.file("lib/supervisor-common.jar"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertEquals("", compiled.output());
        Path jars = Files.createDirectory(folder.resolve("jars"));
        Tree.Outcome packed =
                tree.run(
                        System.getProperty("java.home") + "/bin/jar",
                        "--create",
                        "--file",
                        jars.resolve("mine.jar").toString(),
                        "-C",
                        classes.toString(),
                        "Mine.class");
        assertEquals("", packed.output());
        return jars;
    }

    @Test
    void programsThatShareASocketGoOnSharingIt() throws Exception {
        daemon =
                tree.answering(
                        """
                        [fcgi-program:php]
                        command = /bin/sh -c 'readlink /proc/self/fd/0 >>%s/sockets; exec sleep 1000'
                        socket = unix://%%(here)s/php.sock
                        numprocs = 2
                        process_name = php_%%(process_num)d
                        """
                                .formatted(folder));
        tree.await("both", () -> lines("sockets").size() == 2);
        tree.upgrade();
        assertEquals(0, tree.ctl("restart", "php:php_0").status());
        tree.await("a third", () -> lines("sockets").size() == 3);
        assertEquals(1, lines("sockets").stream().distinct().count());
        tree.upgrade();
        int closed = tree.count("Closing socket");
        tree.ctl("stop", "php:*");
        assertEquals(closed + 1, tree.count("Closing socket"));
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    private List<String> messages() throws IOException {
        Path notes = folder.resolve("notes");
        return Files.exists(notes)
                ? Files.readAllLines(notes).stream().filter(it -> it.startsWith("message")).toList()
                : List.of();
    }

    private void assertCounted(String log) throws IOException {
        Counting.assertComplete(folder.resolve(log));
    }

    private List<String> pids(String... names) throws Exception {
        List<String> pids = new ArrayList<>();
        for (String name : names) {
            pids.add(tree.pid(name));
        }
        return pids;
    }
}
