package org.supervisord.ctl.shell;

import java.io.IOError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.action.Session;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.EndingSignals;
import org.supervisord.ctl.terminal.HiddenTyping;
import org.supervisord.ctl.terminal.TerminalChange;

/** The shell on a terminal: line editing, history, completion. */
final class TerminalShell {
    private static final List<String> COLOURED =
            List.of(
                    LineReader.COMPLETION_STYLE_STARTING,
                    LineReader.COMPLETION_STYLE_DESCRIPTION,
                    LineReader.COMPLETION_STYLE_GROUP,
                    LineReader.COMPLETION_STYLE_LIST_STARTING,
                    LineReader.COMPLETION_STYLE_LIST_DESCRIPTION,
                    LineReader.COMPLETION_STYLE_LIST_GROUP,
                    LineReader.COMPLETION_STYLE_LIST_BACKGROUND);

    /**
     * Kept, as its level is forgotten with it; JLine tells there what terminals it does not know.
     */
    private static final Logger JLINES = Logger.getLogger("org.jline");

    private static final Size USUAL = new Size(80, 24);

    private final TerminalConsole console;
    private final ShellHistory history;
    private final LineReader reader;
    private final Lines lines;
    private final String prompt;

    private TerminalShell(Terminal terminal, List<ClientSettings> servers, ActionTable actions) {
        console = new TerminalConsole(terminal);
        ClientSettings first = servers.get(0);
        history =
                new ShellHistory(
                        HistoryFile.of(first.historyFile(), System.getenv()).map(HistoryFile::new));
        prompt = first.prompt() + "> ";
        Session session = new Session(first, console, true);
        lines =
                servers.size() > 1
                        ? new ManyServers(servers, console, actions, true)
                        : new Interpreter(session, actions);
        reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("supervisorctl")
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.BRACKETED_PASTE, false)
                        .option(LineReader.Option.AUTO_MENU, false)
                        .option(LineReader.Option.HISTORY_IGNORE_SPACE, false)
                        .option(LineReader.Option.HISTORY_REDUCE_BLANKS, false)
                        .variable(LineReader.HISTORY_SIZE, HistoryFile.KEPT)
                        .variable(LineReader.BELL_STYLE, "none")
                        .completer(new ActionCompleter(actions, session))
                        .history(history)
                        .build();
        if (!console.hasColours()) {
            COLOURED.forEach(style -> reader.setVariable(style, "bold"));
        }
        console.reader = reader;
        bindKeys(reader.getKeyMaps().get(LineReader.MAIN));
    }

    /** Runs until the input ends or somebody leaves. */
    static void run(List<ClientSettings> servers, ActionTable actions) {
        JLINES.setLevel(Level.OFF);
        try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
            run(terminal, servers, actions);
        } catch (IOException e) {
            System.err.println("supervisorctl: no terminal: " + e.getMessage());
        } catch (IOError e) {
            // it has hung up, which may be known before the signal comes
            EndingSignals.hangUp();
        }
    }

    @SuppressWarnings("try") // it acts by being open
    private static void run(Terminal terminal, List<ClientSettings> servers, ActionTable actions) {
        Size size = terminal.getSize();
        Attributes before = terminal.getAttributes();
        // for the whole time, or what is typed while an action runs would be shown twice
        try (TerminalChange raw =
                new TerminalChange(
                        () -> {
                            giveSize(terminal, size);
                            terminal.enterRawMode();
                        },
                        () -> {
                            takeSize(terminal, size);
                            terminal.setAttributes(before);
                        })) {
            if (isDumb(terminal)) {
                // JLine looks for the key only, which such a terminal makes a signal of
                Signals.register("INT", () -> terminal.raise(Terminal.Signal.INT));
            }
            TerminalShell shell = new TerminalShell(terminal, servers, actions);
            // what actions and the line editor come back to; nothing is left to interrupt then
            terminal.handle(Terminal.Signal.INT, signal -> {});
            shell.interruptibly("status");
            shell.loop();
        }
    }

    private static boolean isDumb(Terminal terminal) {
        return terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }

    /** Terminals of expect and cron may have no size, and those on serial lines. */
    private static boolean lacksSize(Terminal terminal, Size size) {
        return !isDumb(terminal) && (size.getRows() == 0 || size.getColumns() == 0);
    }

    private static void giveSize(Terminal terminal, Size size) {
        if (lacksSize(terminal, size)) {
            terminal.setSize(
                    new Size(
                            size.getColumns() == 0 ? USUAL.getColumns() : size.getColumns(),
                            size.getRows() == 0 ? USUAL.getRows() : size.getRows()));
        }
    }

    /** What others go by, which find out the size of a terminal that has none. */
    private static void takeSize(Terminal terminal, Size size) {
        if (lacksSize(terminal, size)) {
            terminal.setSize(size);
        }
    }

    /** Terminals send these in several ways, whatever they were asked for. */
    private static void bindKeys(KeyMap<Binding> keys) {
        for (String start : new String[] {"\033[", "\033O"}) {
            bind(keys, LineReader.UP_LINE_OR_HISTORY, start + "A");
            bind(keys, LineReader.DOWN_LINE_OR_HISTORY, start + "B");
            bind(keys, LineReader.FORWARD_CHAR, start + "C");
            bind(keys, LineReader.BACKWARD_CHAR, start + "D");
            bind(keys, LineReader.BEGINNING_OF_LINE, start + "H");
            bind(keys, LineReader.END_OF_LINE, start + "F");
        }
        bind(keys, LineReader.BEGINNING_OF_LINE, "\033[1~", "\033[7~");
        bind(keys, LineReader.END_OF_LINE, "\033[4~", "\033[8~");
        bind(keys, LineReader.DELETE_CHAR, "\033[3~");
    }

    private static void bind(KeyMap<Binding> keys, String what, String... sequences) {
        keys.bind(new Reference(what), sequences);
    }

    /** A prompt without the patterns that the line editor looks for. */
    private static String literal(String prompt) {
        return prompt.replace("%", "%%");
    }

    private void loop() {
        while (!lines.isLeft() && !console.output().isGone()) {
            try {
                takeOthersHistory();
                interruptibly(reader.readLine(literal(prompt)));
            } catch (UserInterruptException e) {
                if (e.getPartialLine() == null || e.getPartialLine().isEmpty()) {
                    console.print("");
                    return;
                }
                // only the line is given up
            } catch (EndOfFileException e) {
                lines.run("EOF");
            }
        }
    }

    /** What was typed in other shells meanwhile. */
    private void takeOthersHistory() {
        try {
            history.load();
        } catch (IOException e) {
            // it is the same as before
        }
    }

    private void interruptibly(String line) {
        Runnable ended = console.onInterrupt(lines::interrupt);
        try {
            lines.run(line);
        } finally {
            ended.run();
        }
    }

    /** Asks through the line editor, so that answers are edited as actions are. */
    private static final class TerminalConsole extends Console {
        private final Terminal terminal;
        private LineReader reader;

        TerminalConsole(Terminal terminal) {
            this(terminal, terminal.output());
        }

        private TerminalConsole(Terminal terminal, OutputStream out) {
            super(out, Optional.empty());
            this.terminal = terminal;
        }

        @Override
        public Runnable onInterrupt(Runnable ending, String farewell) {
            Terminal.SignalHandler before =
                    terminal.handle(Terminal.Signal.INT, signal -> ending.run());
            return () -> terminal.handle(Terminal.Signal.INT, before);
        }

        @Override
        public boolean isTerminal() {
            return true;
        }

        @Override
        public boolean isTyped() {
            return true;
        }

        @Override
        public void writeAside(byte[] bytes) {
            if (reader.isReading()) {
                reader.printAbove(new String(bytes, StandardCharsets.UTF_8));
            } else {
                write(bytes);
            }
        }

        @Override
        public Optional<String> readLine(String prompt) {
            return ask(prompt, null);
        }

        @Override
        public Optional<String> readSecret(String prompt) throws IOException {
            if (!isDumb(terminal)) {
                return ask(prompt, '\0');
            }
            // the terminal itself shows what is typed; the editor would write over it without end
            try (HiddenTyping hidden = HiddenTyping.on(ProcessBuilder.Redirect.INHERIT)) {
                if (!hidden.isHidden()) {
                    print(HiddenTyping.WARNING);
                }
                Optional<String> answer = ask(prompt, null);
                print("");
                return answer;
            }
        }

        private Optional<String> ask(String prompt, Character mask) {
            reader.setVariable(LineReader.DISABLE_HISTORY, true);
            reader.setVariable(LineReader.DISABLE_COMPLETION, true);
            try {
                return Optional.of(reader.readLine(literal(prompt), mask));
            } catch (UserInterruptException | EndOfFileException e) {
                return Optional.empty();
            } finally {
                reader.setVariable(LineReader.DISABLE_HISTORY, false);
                reader.setVariable(LineReader.DISABLE_COMPLETION, false);
            }
        }
    }
}
