package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's shell in a real terminal, with our daemon and with Debian's. */
@Timeout(300)
class TerminalIT extends TreeBench {
    private static final String OURS = "ours";
    private static final String DEBIANS = "/usr/bin/supervisord";
    private static final String PROMPT = "supervisor>";

    private Path configuration;

    @BeforeEach
    void configure() throws Exception {
        assumeTrue(Screen.isThere(), "tmux is not installed");
        configuration =
                tree.configure(
                        """
                        [program:echo]
                        command = /bin/sh -c 'while read x; do echo "out $x"; echo "err $x" >&2; [ "$x" != ends ] || exit; done'
                        [program:cat]
                        command = /bin/cat
                        [program:evil]
                        command = /bin/sh -c 'printf "before \\033]0;owned\\007 after\\n"; exec sleep 1000'
                        [program:stubborn]
                        command = /bin/sh -c 'trap "" TERM; sleep 1000'
                        autostart = false
                        stopwaitsecs = 4
                        stopasgroup = false
                        killasgroup = true
                        [program:off]
                        command = /bin/sleep 1000
                        autostart = false
                        """);
    }

    private void start(String daemon) throws Exception {
        String program = daemon.equals(OURS) ? Tree.program("supervisord") : daemon;
        assumeTrue(Files.isExecutable(Path.of(program)), "Debian's is not installed");
        tree.start(program, configuration);
        tree.await(
                "all to run",
                () -> tree.ctl("status", "--state", "RUNNING").output().lines().count() == 3);
    }

    private Screen shell(String... settings) throws Exception {
        return new Screen(
                tree,
                folder,
                "exec env -u NO_COLOR XDG_STATE_HOME="
                        + folder.resolve("state")
                        + " "
                        + String.join(" ", settings)
                        + " "
                        + Tree.program("supervisorctl")
                        + " -c "
                        + configuration);
    }

    @ParameterizedTest
    @ValueSource(strings = {OURS, DEBIANS})
    void tabCompletesActionsAndWhatTheServerHas(String daemon) throws Exception {
        start(daemon);
        try (Screen shell = shell()) {
            shell.awaitLastLine(PROMPT);
            shell.type("sto");
            shell.press("Tab");
            shell.awaitLastLine(PROMPT + " stop");
            shell.type("e");
            shell.press("Tab");
            shell.await("^echo.*evil|^echo .*RUNNING");
            shell.type("c");
            shell.press("Tab");
            shell.await("^" + PROMPT + " stop echo");
            shell.press("C-u");
            shell.type("start o");
            shell.press("Tab");
            shell.await("^" + PROMPT + " start off");
            shell.press("Enter");
            shell.await("^off: started");
            shell.type("signal USR");
            shell.press("Tab");
            shell.await("^USR1 +USR2");
        }
    }

    @Test
    void tabAgainChoosesNothingAndTakesBeginningsOnly() throws Exception {
        start(OURS);
        try (Screen shell = shell()) {
            shell.awaitLastLine(PROMPT);
            shell.type("re");
            shell.press("Tab");
            shell.await("^" + PROMPT + " re\\n.*reload +remove +reread +restart");
            shell.press("Tab");
            shell.press("Tab");
            shell.type("star");
            shell.await("^" + PROMPT + " restar\\b");
            shell.press("C-u");
            shell.type("x");
            shell.press("Tab");
            shell.type("y");
            shell.await("^" + PROMPT + " xy");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM=nobody-knows-it", "TERM="})
    void aTerminalThatNobodyKnowsIsNotTalkedOf(String term) throws Exception {
        start(OURS);
        try (Screen shell = shell(term)) {
            shell.awaitLastLine(PROMPT);
            assertTrue(shell.text().startsWith("cat "), shell.text());
            shell.line("version");
            shell.await("version\\n\\S+\\n" + PROMPT + "\\z");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM=xterm", "TERM=screen", "TERM=linux"})
    void keysForBothEndsOfALineWorkInAllTheirForms(String term) throws Exception {
        start(OURS);
        try (Screen shell = shell(term)) {
            shell.awaitLastLine(PROMPT);
            for (String home : new String[] {"[H", "OH", "[1~", "[7~"}) {
                shell.type("_id of");
                shell.type("\033" + home);
                shell.type("\033[3~");
                shell.type("p");
                shell.awaitLastLine(PROMPT + " pid of");
                shell.press("C-a");
                shell.type("\033" + home.replace('H', 'F').replace('1', '4').replace('7', '8'));
                shell.type("f");
                shell.awaitLastLine(PROMPT + " pid off");
                shell.press("C-u");
                shell.awaitLastLine(PROMPT);
            }
        }
    }

    @Test
    void aTerminalWithoutASizeHasTheUsualOne() throws Exception {
        start(OURS);
        try (Screen shell =
                new Screen(
                        tree,
                        folder,
                        "stty rows 0 columns 0; exec "
                                + Tree.program("supervisorctl")
                                + " -c "
                                + configuration)) {
            shell.awaitLastLine(PROMPT);
            shell.line("version");
            shell.await("^" + PROMPT + " version\\n\\S+\\n" + PROMPT + "\\z");
        }
    }

    @Test
    void aPromptMeansWhatItSays() throws Exception {
        start(OURS);
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace("[supervisorctl]\n", "[supervisorctl]\nprompt = 5%% %%P x\n"));
        try (Screen shell = shell()) {
            shell.awaitLastLine("5% %P x>");
        }
    }

    @Test
    void whatWasTypedIsThereInTheNextShellAndFound() throws Exception {
        start(OURS);
        try (Screen first = shell()) {
            first.awaitLastLine(PROMPT);
            first.line("pid cat");
            first.line("version");
            first.await("^" + PROMPT + " version\\n\\S+\\n" + PROMPT);
            try (Screen second = shell()) {
                second.awaitLastLine(PROMPT);
                second.press("C-r");
                second.type("pid");
                second.await("pid cat");
                second.press("Enter");
                second.await("^\\d+\\n" + PROMPT + "\\z");
                second.line("status off");
                second.await("^off +STOPPED.*\\n" + PROMPT + "\\z");
                second.press("C-d");
                second.awaitEnd();
            }
            first.line("");
            first.press("Up");
            first.await("^" + PROMPT + " status off\\z");
        }
        Path file = folder.resolve("state/supervisord/ctl_history");
        assertEquals(
                "[OWNER_READ, OWNER_WRITE]",
                new java.util.TreeSet<>(Files.getPosixFilePermissions(file)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {OURS, DEBIANS})
    void interruptsEndTheActionAndNotTheShell(String daemon) throws Exception {
        start(daemon);
        try (Screen shell = shell()) {
            shell.awaitLastLine(PROMPT);
            shell.line("tail -f echo");
            shell.await("^==> Press Ctrl-C to exit <==");
            assertEquals(0, debug("one\n", "--until", "one").status());
            shell.await("^out one");
            shell.press("C-c");
            shell.await(PROMPT + "\\z");
            shell.line("tail -f evil");
            shell.await("^before \\?\\]0;owned\\? after");
            shell.press("C-c");
            shell.type("forgotten");
            shell.await(PROMPT + " forgotten\\z");
            shell.press("C-c");
            shell.awaitLastLine(PROMPT);
            shell.line("version");
            shell.await("version\\n\\S+\\n" + PROMPT + "\\z");
            shell.press("C-c");
            shell.awaitEnd();
        }
    }

    @Test
    void aDaemonMayGoAwayAndComeBack() throws Exception {
        start(OURS);
        try (Screen shell = shell()) {
            shell.awaitLastLine(PROMPT);
            tree.close();
            shell.line("pid");
            shell.await("(no such file|refused connection)\\n" + PROMPT + "\\z");
            start(OURS);
            shell.line("status cat");
            shell.await("^cat +(STARTING|RUNNING).*\\n" + PROMPT + "\\z");
        }
    }

    private Tree.Outcome debug(String input, String... options) throws Exception {
        Path file = Files.writeString(Files.createTempFile(folder, "in", ""), input);
        return tree.run(
                "sh",
                "-c",
                "exec "
                        + Tree.program("supervisorctl")
                        + " -c "
                        + configuration
                        + " debug echo "
                        + String.join(" ", options)
                        + " <"
                        + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {OURS, DEBIANS})
    void peopleTalkToAProcess(String daemon) throws Exception {
        start(daemon);
        for (String action : new String[] {"", " debug echo"}) {
            try (Screen shell =
                    new Screen(
                            tree,
                            folder,
                            Tree.program("supervisorctl")
                                    + " -c "
                                    + configuration
                                    + action
                                    + "; cat")) {
                if (action.isEmpty()) {
                    shell.awaitLastLine(PROMPT);
                    shell.line("debug echo");
                }
                shell.await("^attached to echo \\(pid \\d+\\): stdin, stdout, stderr; Ctrl-D");
                shell.line("hello");
                shell.await("^out hello");
                shell.await("^err hello");
                assertTrue(
                        shell.colouredText().contains("\033[31merr hello"),
                        "stderr is red: " + shell.colouredText());
                shell.press("C-d");
                shell.await("^detached from echo");
                if (action.isEmpty()) {
                    shell.line("status echo");
                    shell.await("^echo +RUNNING");
                    shell.line("debug echo");
                    shell.await("(?s)attached.*attached to echo");
                    shell.press("C-c");
                    shell.await("(?s)detached.*detached from echo");
                    shell.line("version");
                    shell.await("version\\n\\S+\\n" + PROMPT + "\\z");
                }
            }
        }
        assertEquals(0, tree.ctl("status", "echo").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {OURS, DEBIANS})
    void filesAreSentAndAnswersWaitedFor(String daemon) throws Exception {
        start(daemon);
        assertEquals("out a\nerr a\n", sorted(debug("a\n", "--quiet", "3")));
        assertEquals(0, debug("a\nb\n", "--until", "'^out.b$'").status());
        assertEquals(3, debug("a\n", "--until", "nothing", "--quiet", "2").status());
        assertEquals(1, tree.ctl("debug", "nope").status());
        assertEquals(7, tree.ctl("debug", "off").status());
        // it may end while its output is quiet, and be there again
        assertEquals(7, debug("ends\n", "--quiet", "1").status());
        tree.await("the next one", () -> tree.status("echo").contains("RUNNING"));
        Tree.Outcome ended = debug("ends\n", "--until", "nothing");
        assertEquals(7, ended.status());
        assertTrue(ended.output().contains("it has ended"), ended.output());
    }

    private static String sorted(Tree.Outcome outcome) {
        assertEquals(0, outcome.status(), outcome.output());
        boolean outFirst = outcome.output().startsWith("out");
        return outFirst
                ? outcome.output()
                : outcome.output().replaceFirst("(?s)(err a\n)(.*)", "$2$1");
    }

    @Test
    void bytesOfAnyKindArriveAsTheyAre() throws Exception {
        start(OURS);
        byte[] bytes = new byte[2 << 20];
        new Random(1).nextBytes(bytes);
        Path in = Files.write(folder.resolve("big"), bytes);
        Path out = folder.resolve("big.out");
        Tree.Outcome outcome =
                tree.run(
                        "sh",
                        "-c",
                        "exec "
                                + Tree.program("supervisorctl")
                                + " -c "
                                + configuration
                                + " debug cat --quiet 5 <"
                                + in
                                + " >"
                                + out);
        assertEquals(0, outcome.status(), outcome.output());
        assertEquals(-1, Files.mismatch(in, out));
    }

    @Test
    void othersAreToldThatTheirDaemonTakesTextOnly() throws Exception {
        start(DEBIANS);
        Tree.Outcome outcome = debug("text\0\n");
        assertEquals(1, outcome.status());
        assertEquals(
                "echo: ERROR (the input is not text at byte 4, and this supervisord takes nothing"
                        + " else; 0 bytes sent)\n",
                outcome.output());
    }

    @Test
    void withoutATerminalThereAreNoControlBytes() throws Exception {
        start(OURS);
        for (String action :
                new String[] {"status", "help", "tail echo", "tail evil", "start off cat"}) {
            String output = tree.ctl(action.split(" ")).output();
            assertFalse(
                    output.getBytes(StandardCharsets.UTF_8).length > 0
                            && output.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t'),
                    output);
        }
        try (Screen shell = shell("NO_COLOR=1")) {
            shell.awaitLastLine(PROMPT);
            shell.type("st");
            shell.press("Tab");
            shell.await("^start +status +stop");
            assertFalse(
                    shell.colouredText().matches("(?s).*\033\\[[0-9;]*3[0-7][;m].*"),
                    shell.colouredText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_COLOR=1", "TERM=dumb"})
    void aNameTakesThePlaceOfAColour(String setting) throws Exception {
        start(OURS);
        try (Screen shell = shell(setting)) {
            shell.awaitLastLine(PROMPT);
            shell.line("debug echo");
            shell.await("^attached to echo");
            shell.line("hello");
            shell.await("^stderr \\| err hello");
            assertFalse(shell.colouredText().contains("\033[31m"), shell.colouredText());
        }
    }

    /** Such a terminal edits lines itself, and makes a signal of the key. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM=dumb", "TERM=dumb-color"})
    void interruptsEndTheActionOnADumbTerminalToo(String setting) throws Exception {
        start(OURS);
        try (Screen shell = shell(setting)) {
            shell.awaitLastLine(PROMPT);
            shell.line("tail -f evil");
            shell.await("^before \\?\\]0;owned\\? after");
            shell.press("C-c");
            shell.awaitLastLine(PROMPT);
            shell.line("fg echo");
            shell.await("fg echo\\n==> Press Ctrl-C to exit <==");
            shell.line("one");
            shell.await("^out one");
            shell.press("C-c");
            shell.await("Exiting foreground\\n" + PROMPT + "\\z");
            shell.line("version");
            shell.await("version\\n\\S+\\n" + PROMPT + "\\z");
            shell.press("C-c");
            shell.awaitEnd();
        }
    }

    @Test
    void whatTakesLongIsShownWhileItGoesOn() throws Exception {
        start(OURS);
        try (Screen shell = shell()) {
            shell.awaitLastLine(PROMPT);
            shell.line("start stubborn");
            shell.await("^stubborn: started");
            shell.line("stop stubborn");
            shell.await("^stopping, \\d+ s: stubborn STOPPING");
            shell.press("C-c");
            shell.await("^error: interrupted\\n" + PROMPT + "\\z");
            shell.line("status --watch stubborn --interval 0.2");
            shell.await("(?s)--interval 0.2\\nstubborn +STOPPED[^\\n]*\\z");
            shell.press("C-c");
            shell.awaitLastLine(PROMPT);
        }
    }
}
