package org.supervisord.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A real terminal, by way of tmux, with a program in it that a test types at. */
final class Screen implements AutoCloseable {
    private static final String TMUX = "/usr/bin/tmux";

    private final Tree tree;
    private final Path socket;

    /** Runs a command line of a shell in a new terminal of 100 columns and 40 lines. */
    Screen(Tree tree, Path folder, String command) throws Exception {
        this.tree = tree;
        this.socket = Files.createTempDirectory(folder, "tmux").resolve("s");
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "40", command);
    }

    static boolean isThere() {
        return Files.isExecutable(Path.of(TMUX));
    }

    private Tree.Outcome tmux(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(TMUX, "-S", socket.toString()));
        all.addAll(List.of(words));
        return tree.run(all.toArray(String[]::new));
    }

    /** Types a text. */
    void type(String text) throws Exception {
        tmux("send-keys", "-l", text);
    }

    /** Presses a key by its name in tmux: {@code Enter}, {@code Tab}, {@code Up}, {@code C-c}. */
    void press(String key) throws Exception {
        tmux("send-keys", key);
    }

    void line(String text) throws Exception {
        type(text);
        press("Enter");
    }

    /** What is on the screen, without blanks at the ends of lines. */
    String text() throws Exception {
        return tmux("capture-pane", "-p").output().replaceAll("(?m)[ ]+$", "").stripTrailing();
    }

    /** The same with its colours. */
    String colouredText() throws Exception {
        return tmux("capture-pane", "-p", "-e").output();
    }

    /** The process id of the program that was started in it. */
    String process() throws Exception {
        return tmux("display-message", "-p", "#{pane_pid}").output().strip();
    }

    /** Whether the terminal itself shows what is typed. */
    boolean isEchoing() throws Exception {
        String terminal = tmux("display-message", "-p", "#{pane_tty}").output().strip();
        return tree.run("stty", "-F", terminal, "-a").output().contains(" echo ");
    }

    /** Waits until the screen, or a part of it, looks so. */
    void await(String regex) throws Exception {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        try {
            tree.await(regex, () -> pattern.matcher(text()).find());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nthe screen:\n" + text(), e);
        }
    }

    /** Waits until the last line is this. */
    void awaitLastLine(String line) throws Exception {
        await("(?:^|\\n)" + Pattern.quote(line) + "\\z");
    }

    /** Waits until the program has ended, and the terminal with it. */
    void awaitEnd() {
        tree.await("the terminal to end", () -> tmux("has-session").status() != 0);
    }

    @Override
    public void close() throws IOException {
        try {
            tmux("kill-server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
