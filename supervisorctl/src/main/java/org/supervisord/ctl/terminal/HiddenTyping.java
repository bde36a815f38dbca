package org.supervisord.ctl.terminal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A terminal that does not show what is typed until this is closed. */
public final class HiddenTyping implements AutoCloseable {
    /** What is said before a password that will be seen. */
    public static final String WARNING = "Warning: Password input may be echoed.";

    private final Redirect terminal;
    private final Optional<String> settings;
    private Optional<TerminalChange> change = Optional.empty();
    private volatile boolean hidden;

    private HiddenTyping(Redirect terminal) {
        this.terminal = terminal;
        this.settings = stty(terminal, "-g");
    }

    /**
     * Begins.
     *
     * @param terminal what a program has to have as its input to change the terminal
     */
    public static HiddenTyping on(Redirect terminal) {
        HiddenTyping it = new HiddenTyping(terminal);
        if (it.settings.isPresent()) {
            it.change = Optional.of(new TerminalChange(it::hide, it::restore));
        }
        return it;
    }

    /** False when it is no terminal, or one that can't be told. */
    public boolean isHidden() {
        return hidden;
    }

    @Override
    public void close() {
        change.ifPresent(TerminalChange::close);
    }

    private void hide() {
        hidden = stty(terminal, "-echo").isPresent();
    }

    private void restore() {
        stty(terminal, settings.orElseThrow());
    }

    /** Runs stty(1); empty when it fails, else what it has printed. */
    private static Optional<String> stty(Redirect terminal, String argument) {
        try {
            Process process =
                    new ProcessBuilder("stty", argument)
                            .redirectInput(terminal)
                            .redirectError(Redirect.DISCARD)
                            .start();
            byte[] output = process.getInputStream().readAllBytes();
            return process.waitFor() == 0
                    ? Optional.of(new String(output, StandardCharsets.US_ASCII).strip())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
