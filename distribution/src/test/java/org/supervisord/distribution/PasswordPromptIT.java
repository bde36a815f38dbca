package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client asks for a password: on terminals of all kinds, and without one. */
@Timeout(300)
class PasswordPromptIT extends TreeBench {
    private String client;

    @BeforeEach
    void start() throws Exception {
        Path configuration = tree.configure("");
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

    /** A terminal with a command that asks; what is typed behind it is repeated. */
    private Screen screen(String command) throws Exception {
        assumeTrue(Screen.isThere(), "tmux is not installed");
        return new Screen(tree, folder, "trap : INT; " + command + "; echo status $?; cat");
    }

    private static void logIn(Screen screen) throws Exception {
        screen.await("^Username:\\z");
        screen.line("u");
        screen.await("^Password:\\z");
        screen.line("secret");
    }

    /** What is typed is shown again, and what was typed before never was. */
    private static void isAsBefore(Screen screen) throws Exception {
        screen.line("seen");
        screen.await("^seen\\nseen\\z");
        assertFalse(screen.text().contains("secret"), screen.text());
    }

    @Test
    void aSingleActionAsksWithoutShowingTheAnswer() throws Exception {
        try (Screen screen = screen(client + " -i version")) {
            logIn(screen);
            screen.await("^Password:\\n\\n\\S+\\nstatus 0\\z");
            isAsBefore(screen);
        }
    }

    @Test
    void anInterruptLeavesTheTerminalAsItWas() throws Exception {
        try (Screen screen = screen(client + " -i version")) {
            screen.await("^Username:\\z");
            screen.line("u");
            screen.await("^Password:\\z");
            screen.type("secret");
            screen.press("C-c");
            screen.await("^Password:status 130\\z");
            isAsBefore(screen);
        }
    }

    @Test
    void aShellWhoseOutputGoesElsewhereAsksOnTheTerminal() throws Exception {
        try (Screen screen = screen(client + " | cat")) {
            logIn(screen);
            screen.await("^supervisor>\\z");
            screen.line("version");
            screen.await("^supervisor> version\\n\\S+\\nsupervisor>\\z");
            screen.line("exit");
            screen.await("^status 0\\z");
            isAsBefore(screen);
        }
    }

    @Test
    void aShellWhoseInputComesFromElsewhereAsksOnTheTerminal() throws Exception {
        try (Screen screen = screen("printf 'u\\nversion\\n' | " + client)) {
            screen.await("^Username:Password:\\z");
            screen.line("secret");
            screen.await("^supervisor> \\d\\S+\\nsupervisor>\\nstatus 0\\z");
            isAsBefore(screen);
        }
    }

    @Test
    void withoutATerminalTheAnswersAreReadFromTheInput() throws Exception {
        Tree.Outcome outcome =
                tree.run(
                        "setsid",
                        "-w",
                        "sh",
                        "-c",
                        "printf 'u\\nsecret\\n' | " + client + " -i version");
        assertTrue(
                outcome.output()
                        .matches(
                                "Server requires authentication\n"
                                        + "Username:Warning: Password input may be echoed.\n"
                                        + "Password:\n\n\\S+\n"),
                outcome.output());
        assertEquals(0, outcome.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dumb", "xterm", "nobody-knows-it"})
    void theShellAsksOnceWhateverTheTerminal(String term) throws Exception {
        try (Screen screen = screen("TERM=" + term + " " + client)) {
            logIn(screen);
            screen.await("^Password:\\n\\nsupervisor>\\z");
            screen.line("version");
            screen.await("^supervisor> version\\n\\S+\\nsupervisor>\\z");
            screen.line("exit");
            screen.await("^status 0\\z");
            isAsBefore(screen);
        }
    }
}
