package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the programs make of descriptors and variables that they are started with. */
class LaunchIT extends TreeBench {
    private static final String ENVIRONMENT =
            """
            [program:env]
            command = /usr/bin/env
            startsecs = 0
            autorestart = false
            stdout_logfile = %(here)s/env
            """;

    @Test
    void aClosedInputOfTheClientIsAnEmptyOne() throws Exception {
        tree.answering("[program:cat]\ncommand = /bin/cat\nstartsecs = 0\n");
        Tree.Outcome shell = clientWith("<&-");
        assertEquals(0, shell.status());
        // the next second may begin in between
        String uptime = "uptime [0-9:]+";
        assertEquals(
                tree.status().replaceAll(uptime, "up") + "supervisor> \n",
                shell.output().replaceAll(uptime, "up"));
        assertEquals(
                new Tree.Outcome(0, "==> Press Ctrl-C to exit <==\nExiting foreground\n"),
                clientWith("<&-", "fg", "cat"));
    }

    @Test
    void withTheOptionForItASingleActionMayAsk() throws Exception {
        tree.answering("");
        assertEquals(
                new Tree.Outcome(
                        1,
                        "Really shut the remote supervisord process down y/N?"
                                + " error: there is no answer\n"),
                clientWith("</dev/null", "-i", "shutdown"));
        assertEquals(0, tree.ctl("pid").status());
    }

    @Test
    void whatTheClientCantWriteIsAFailure() throws Exception {
        tree.answering("");
        Tree.Outcome lost = clientWith(">&-", "pid");
        assertEquals(120, lost.status());
        assertTrue(lost.output().startsWith("Error: can't write the output: "), lost.output());
        assertEquals(tree.ctl("pid"), clientWith("2>&-", "pid"));
    }

    @Test
    void theDaemonNeedsNoneOfTheThree() throws Exception {
        tree.answering(tree.launcher("sh -c 'exec \"$@\" <&- >&- 2>&-' sh").toString(), "");
        assertEquals("", tree.output());
    }

    @Test
    void optionsForAnyJavaAreThoseOfThePrograms() throws Exception {
        String option = "JAVA_TOOL_OPTIONS='-XX:+UseG1GC -Xmx2g' _JAVA_OPTIONS=-Xmx4m";
        tree.answering(tree.launcher("env " + option).toString(), ENVIRONMENT);
        tree.await("its environment", () -> tree.text("env").contains("SUPERVISOR_PROCESS_NAME"));
        assertEquals(
                List.of("JAVA_TOOL_OPTIONS=-XX:+UseG1GC -Xmx2g", "_JAVA_OPTIONS=-Xmx4m"),
                tree.text("env").lines().filter(it -> it.contains("_OPTIONS=")).sorted().toList());
        assertFalse(tree.output().contains("Picked up"), tree.output());
        Tree.Outcome version = clientIn(option, "version");
        assertEquals(0, version.status(), version.output());
        assertEquals(1, version.output().lines().count(), version.output());
    }

    @Test
    void anEmptyEnvironmentIsNotFilledByTheLauncher() throws Exception {
        assumeTrue(
                tree.run("env", "-i", "/bin/sh", "-c", "java -version").status() == 0,
                "there is no Java where it is looked for without a PATH");
        tree.answering(tree.launcher("env -i").toString(), ENVIRONMENT);
        tree.await("its environment", () -> tree.text("env").contains("SUPERVISOR_PROCESS_NAME"));
        assertFalse(tree.text("env").contains("PWD="), tree.text("env"));
    }

    @Test
    void aProgramThatChoosesAJavaIsAskedForIt() throws Exception {
        // as those of version managers, it is no link, and there is no file with the version beside
        Path chooser =
                tree.script(
                        "java",
                        "exec " + Path.of(System.getProperty("java.home"), "bin/java") + " \"$@\"");
        Process daemon =
                tree.answering(
                        tree.launcher(
                                        "env -u JAVA_HOME PATH="
                                                + chooser.getParent()
                                                + ":/usr/bin:/bin")
                                .toString(),
                        "");
        String words = Files.readString(Path.of("/proc/" + daemon.pid() + "/cmdline"));
        assertTrue(words.startsWith(System.getProperty("java.home") + "/bin/java\0"), words);
        assertTrue(words.contains("/lib/native/"), words);
        assertFalse(words.contains("/lib/native/\0"), words);
    }

    @Test
    void aLinkIsFollowedWithoutAPath() throws Exception {
        Path link = folder.resolve("link");
        for (String program : List.of("supervisord", "supervisorctl", "echo_supervisord_conf")) {
            Files.createSymbolicLink(link, Path.of(Tree.program(program)));
            Tree.Outcome help = tree.run("env", "PATH=/nowhere", link.toString(), "-h");
            assertEquals(0, help.status(), help.output());
            Files.delete(link);
        }
    }

    @Test
    void aNameWithoutAFolderIsThatOfAFileHere() throws Exception {
        Path programs = Path.of(Tree.program("supervisord")).getParent();
        for (String program :
                List.of("supervisord", "supervisorctl", "echo_supervisord_conf", "make-caches")) {
            Tree.Outcome help =
                    tree.run("sh", "-c", "cd " + programs + " && sh " + program + " -h");
            assertEquals(0, help.status(), help.output());
        }
    }

    @Test
    void aFolderThatWasRemovedIsAsGoodAsAnyOther() throws Exception {
        tree.answering("");
        String gone = "cd \"$(mktemp -d)\" && rmdir \"$PWD\" && exec ";
        String program = Tree.program("supervisorctl");
        Tree.Outcome pid =
                tree.client(
                        tree.script("client", gone + program + " \"$@\" 2>/dev/null").toString(),
                        "pid");
        assertEquals(tree.ctl("pid"), pid);
    }

    @Test
    void aFolderWithAColonInItsNameIsRefusedWithAWord() throws Exception {
        Path odd = Files.createDirectories(folder.resolve("a:b"));
        Tree.Outcome outcome =
                tree.run(
                        Tree.copy(odd.resolve("tree")).resolve("bin/supervisord").toString(), "-v");
        assertEquals(1, outcome.status());
        assertTrue(outcome.output().contains("a:b/tree"), outcome.output());
        assertEquals(1, outcome.output().lines().count(), outcome.output());
    }

    @Test
    void whatGoesIntoCoreDumpsOfProgramsIsAsTheDaemonWasStarted() throws Exception {
        tree.answering(
                tree.launcher("sh -c 'echo 0x31 >/proc/self/coredump_filter; exec \"$@\"' sh")
                        .toString(),
                "[program:dump]\ncommand = /bin/cat /proc/self/coredump_filter\n"
                        + "startsecs = 0\nautorestart = false\nstdout_logfile = %(here)s/dump\n");
        tree.await("its filter", () -> tree.text("dump").equals("00000031\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LC_ALL=xx_YY.UTF-8",
                "LC_ALL= LANG=xx_YY.UTF-8",
                "LC_ALL=C",
                "LC_ALL=C.utf8"
            })
    void namesAreUtf8InAnyLocale(String locale) throws Exception {
        tree.answering(
                tree.launcher("env " + locale).toString(),
                "[program:grün]\ncommand = /bin/sh -c 'env >ü; exec sleep 1000'\n"
                        + "directory = %(here)s\nstdout_logfile = %(here)s/ü.log\n");
        Tree.Outcome status = clientIn(locale, "status", "grün");
        assertTrue(status.output().startsWith("grün  "), status.output());
        assertTrue(Files.exists(folder.resolve("ü.log")), "the log");
        tree.await("its environment", () -> tree.text("ü").contains("SUPERVISOR_PROCESS_NAME"));
        for (String variable : locale.split(" ")) {
            assertTrue(tree.text("ü").lines().toList().contains(variable), "the programs' own");
        }
        assertFalse(tree.text("ü").contains("SUPERVISORD_LAUNCHER"));
    }

    /** The client with a redirection. */
    private Tree.Outcome clientWith(String redirection, String... action) throws Exception {
        return tree.client(
                tree.script(
                                "client",
                                "exec " + Tree.program("supervisorctl") + " \"$@\" " + redirection)
                        .toString(),
                action);
    }

    private Tree.Outcome clientIn(String variables, String... action) throws Exception {
        String program = Tree.program("supervisorctl");
        return tree.client(
                tree.script("client", "exec env " + variables + " " + program + " \"$@\"")
                        .toString(),
                action);
    }
}
