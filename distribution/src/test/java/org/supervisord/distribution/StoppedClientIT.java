package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client in a shell with job control: stopped, in the background, and in front again. */
@Timeout(300)
class StoppedClientIT extends TreeBench {
    private static final String PROMPT = "supervisor>";
    private static final String STOPPED = "(?s)Stopped.*\\nsh>\\z";

    private String client;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Screen.isThere(), "tmux is not installed");
        Path configuration = tree.configure("[program:cat]\ncommand = /bin/cat\nstartsecs = 0\n");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace(
                                "[unix_http_server]\n",
                                "[unix_http_server]\nusername = u\npassword = secret\n"));
        tree.start(Tree.program("supervisord"), configuration);
        tree.await("the daemon", () -> tree.ctl("-u", "u", "-p", "secret", "pid").status() == 0);
        client =
                "env XDG_STATE_HOME="
                        + folder
                        + " "
                        + Tree.program("supervisorctl")
                        + " -c "
                        + configuration;
    }

    private Screen screen() throws Exception {
        Screen screen = new Screen(tree, folder, "exec env PS1='\\$ ' bash --norc --noprofile -i");
        screen.await("[$#]\\z");
        screen.line("PS1='sh> '; clear");
        screen.awaitLastLine("sh>");
        return screen;
    }

    private void oneSignalEndsIt(Screen screen) throws Exception {
        screen.line("clear; jobs -p; kill %1");
        screen.await("^\\d+$");
        String process = screen.text().lines().findFirst().orElseThrow();
        tree.await("its end", () -> !Files.exists(Path.of("/proc", process)));
        screen.press("Enter");
        screen.await("(?s)Terminated.*\\nsh>\\z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tail -f cat", "fg cat"})
    void oneSignalEndsAShellThatIsStopped(String line) throws Exception {
        try (Screen screen = screen()) {
            screen.line(client + " -u u -p secret");
            screen.awaitLastLine(PROMPT);
            if (!line.isEmpty()) {
                screen.line(line);
                screen.await("^==> Press Ctrl-C");
            }
            screen.press("C-z");
            screen.await(STOPPED);
            oneSignalEndsIt(screen);
        }
    }

    @Test
    void oneSignalEndsAShellThatIsStoppedByForceWhileItFollows() throws Exception {
        try (Screen screen = screen()) {
            screen.line(client + " -u u -p secret");
            screen.awaitLastLine(PROMPT);
            screen.line("tail -f cat");
            screen.await("^==> Press Ctrl-C");
            long process =
                    ProcessHandle.of(Long.parseLong(screen.process()))
                            .flatMap(shell -> shell.children().findFirst())
                            .orElseThrow()
                            .pid();
            tree.run("kill", "-s", "STOP", Long.toString(process));
            screen.await(STOPPED);
            oneSignalEndsIt(screen);
        }
    }

    @Test
    void aShellGoesOnWhereItWasStopped() throws Exception {
        try (Screen screen = screen()) {
            screen.line(client + " -u u -p secret");
            screen.awaitLastLine(PROMPT);
            screen.type("versi");
            screen.awaitLastLine(PROMPT + " versi");
            screen.press("C-z");
            screen.await(STOPPED);
            screen.line("fg");
            screen.awaitLastLine(PROMPT + " versi");
            screen.type("on");
            screen.press("Enter");
            screen.await("^" + PROMPT + " version\\n\\S+\\n" + PROMPT + "\\z");
            screen.press("C-z");
            screen.await(STOPPED);
            screen.line("fg");
            screen.awaitLastLine(PROMPT);
            screen.line("exit");
            screen.await("^" + PROMPT + " exit\\n\\nsh>\\z");
        }
    }

    @Test
    void oneSignalEndsAShellThatWaitsInTheBackgroundForTheTerminal() throws Exception {
        try (Screen screen = screen()) {
            screen.line(client + " -u u -p secret &");
            tree.await(
                    "it is stopped",
                    () -> {
                        screen.line("jobs");
                        return screen.text().contains("Stopped");
                    });
            oneSignalEndsIt(screen);
        }
    }

    @Test
    void oneSignalEndsAStoppedClientThatAsksForAPassword() throws Exception {
        try (Screen screen = askingForThePassword()) {
            screen.press("C-z");
            screen.await(STOPPED);
            oneSignalEndsIt(screen);
        }
    }

    @Test
    void whatIsTypedInFrontAgainIsNotShownEither() throws Exception {
        try (Screen screen = askingForThePassword()) {
            screen.press("C-z");
            screen.await(STOPPED);
            screen.line("stty -a | grep -o -w -e -echo -e echo");
            screen.await("^echo\\nsh>\\z");
            screen.line("fg");
            screen.await("\\$C -i version\\z");
            tree.await("that nothing is shown", () -> !screen.isEchoing());
            screen.line("secret");
            screen.await("\\$C -i version\\n\\n\\n\\S+\\nsh>\\z");
            assertFalse(screen.text().contains("secret"), screen.text());
        }
    }

    private Screen askingForThePassword() throws Exception {
        Screen screen = screen();
        // the shell shows it again, and it is to fit on a line
        screen.line("C='" + client + "'");
        screen.line("$C -i version");
        screen.await("^Username:\\z");
        screen.line("u");
        screen.await("^Password:\\z");
        return screen;
    }
}
