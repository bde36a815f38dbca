package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is in the file where the shell keeps what was typed. */
@Timeout(300)
class ShellHistoryIT extends TreeBench {
    private static final String PROMPT = "supervisor>";

    private Path file;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Screen.isThere(), "tmux is not installed");
        tree.answering("[program:cat]\ncommand = /bin/cat\n");
        file = folder.resolve("history");
    }

    private Screen shell() throws Exception {
        return new Screen(
                tree,
                folder,
                "exec "
                        + Tree.program("supervisorctl")
                        + " -c "
                        + tree.configuration()
                        + " -r "
                        + file);
    }

    @Test
    void linesThatReadlineHasWrittenAreThereAndStay() throws Exception {
        Files.writeString(file, "version\nstatus: x\n pid cat\n");
        try (Screen shell = shell()) {
            shell.awaitLastLine(PROMPT);
            shell.press("Up");
            shell.await("^" + PROMPT + "  pid cat\\z");
            shell.press("Up");
            shell.press("Up");
            shell.await("^" + PROMPT + " version\\z");
            shell.press("Enter");
            shell.await("^" + PROMPT + " version\\n\\S+\\n" + PROMPT + "\\z");
            shell.line("  pid");
            shell.await("\\d\\n" + PROMPT + "\\z");
            shell.line("  pid");
            shell.await("\\d\\n.*\\n\\d+\\n" + PROMPT + "\\z");
            shell.line("exit");
            shell.awaitEnd();
        }
        assertEquals(
                "version\nstatus: x\n pid cat\nversion\n  pid\nexit\n", Files.readString(file));
    }

    @Test
    void whatIsNoFileOfLinesIsPassedOver() throws Exception {
        Files.createDirectories(file);
        try (Screen shell = shell()) {
            shell.awaitLastLine(PROMPT);
            shell.line("version");
            shell.await("^" + PROMPT + " version\\n\\S+\\n" + PROMPT + "\\z");
            shell.press("Up");
            shell.await("^" + PROMPT + " version\\z");
        }
    }
}
