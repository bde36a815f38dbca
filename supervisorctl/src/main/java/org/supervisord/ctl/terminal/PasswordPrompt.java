package org.supervisord.ctl.terminal;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Asks for a password as getpass of Python does: on the terminal, whatever standard input and
 * output are, and if there is none, on standard error.
 */
final class PasswordPrompt {
    private static final Path TERMINAL = Path.of("/dev/tty");

    private PasswordPrompt() {}

    /**
     * Asks on the terminal of this process.
     *
     * @param in standard input
     * @param typed whether that is a terminal
     * @param err standard error
     * @return empty at the end of the input
     */
    static Optional<String> ask(String prompt, BufferedReader in, boolean typed, OutputStream err)
            throws IOException {
        OutputStream out;
        try {
            out = Files.newOutputStream(TERMINAL, StandardOpenOption.WRITE);
        } catch (IOException e) {
            return ask(prompt, Redirect.INHERIT, in, err);
        }
        try (out) {
            if (typed) {
                // some of what was typed may be there already
                return ask(prompt, Redirect.INHERIT, in, out);
            }
            File terminal = TERMINAL.toFile();
            try (BufferedReader own =
                    new BufferedReader(
                            new InputStreamReader(
                                    new FileInputStream(terminal), StandardCharsets.UTF_8))) {
                return ask(prompt, Redirect.from(terminal), own, out);
            }
        }
    }

    private static Optional<String> ask(
            String prompt, Redirect terminal, BufferedReader in, OutputStream out)
            throws IOException {
        Optional<String> answer;
        try (HiddenTyping hidden = HiddenTyping.on(terminal)) {
            String warning = hidden.isHidden() ? "" : HiddenTyping.WARNING + "\n";
            out.write((warning + prompt).getBytes(StandardCharsets.UTF_8));
            answer = Optional.ofNullable(in.readLine());
        }
        if (answer.isPresent()) {
            out.write('\n');
        }
        return answer;
    }
}
