package org.supervisord.ctl;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.supervisord.config.ClientSettings;

/** The shell on a terminal: line editing, history, completion. */
final class TerminalShell {
    private TerminalShell() {}

    static void run(ClientSettings settings) {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            LineReaderBuilder builder =
                    LineReaderBuilder.builder()
                            .terminal(terminal)
                            .appName("supervisorctl")
                            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                            .option(LineReader.Option.BRACKETED_PASTE, false)
                            .variable(LineReader.BELL_STYLE, "none")
                            .history(new DefaultHistory());
            settings.historyFile()
                    .ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
            TerminalConsole console = new TerminalConsole(terminal.output());
            Session session = new Session(settings, console, true);
            Interpreter interpreter = new Interpreter(session);
            LineReader reader =
                    builder.completer(new ActionCompleter(interpreter.actions(), session)).build();
            bindArrows(reader);
            console.reader = reader;
            console.terminal = terminal;
            // for the whole time, or what is typed while an action runs would be shown twice
            terminal.enterRawMode();
            interpreter.run("status");
            loop(reader, interpreter, settings.prompt() + "> ", console);
        } catch (IOException e) {
            System.err.println("supervisorctl: no terminal: " + e.getMessage());
        }
    }

    /** Terminals send arrows in two ways, whatever they were asked for. */
    private static void bindArrows(LineReader reader) {
        KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
        for (String start : new String[] {"\033[", "\033O"}) {
            keys.bind(new Reference(LineReader.UP_LINE_OR_HISTORY), start + "A");
            keys.bind(new Reference(LineReader.DOWN_LINE_OR_HISTORY), start + "B");
            keys.bind(new Reference(LineReader.FORWARD_CHAR), start + "C");
            keys.bind(new Reference(LineReader.BACKWARD_CHAR), start + "D");
        }
    }

    private static void loop(
            LineReader reader, Interpreter interpreter, String prompt, Console console) {
        while (!interpreter.isLeft()) {
            try {
                interpreter.run(reader.readLine(prompt));
            } catch (UserInterruptException e) {
                console.print("");
                return;
            } catch (EndOfFileException e) {
                interpreter.run("EOF");
            }
        }
    }

    /** Asks through the line editor, so that answers are edited as actions are. */
    private static final class TerminalConsole extends Console {
        private LineReader reader;
        private Terminal terminal;

        TerminalConsole(OutputStream out) {
            super(out, Optional.empty());
        }

        @Override
        Runnable onInterrupt(Runnable ending) {
            Terminal.SignalHandler before =
                    terminal.handle(Terminal.Signal.INT, signal -> ending.run());
            return () -> terminal.handle(Terminal.Signal.INT, before);
        }

        @Override
        boolean isTerminal() {
            return true;
        }

        @Override
        Optional<String> readLine(String prompt) {
            return ask(prompt, null);
        }

        @Override
        Optional<String> readSecret(String prompt) {
            return ask(prompt, '\0');
        }

        private Optional<String> ask(String prompt, Character mask) {
            reader.setVariable(LineReader.DISABLE_HISTORY, true);
            try {
                return Optional.of(reader.readLine(prompt, mask));
            } catch (UserInterruptException | EndOfFileException e) {
                return Optional.empty();
            } finally {
                reader.setVariable(LineReader.DISABLE_HISTORY, false);
            }
        }
    }
}
