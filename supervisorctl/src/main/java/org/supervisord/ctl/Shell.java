package org.supervisord.ctl;

import java.io.IOException;
import java.util.Optional;
import org.supervisord.config.ClientSettings;

/** Reads actions line by line: from a terminal with all comforts, or from a pipe. */
final class Shell {
    private Shell() {}

    /** Runs until the input ends or somebody leaves; the exit status is always 0. */
    static int run(ClientSettings settings, Console console) {
        if (Console.onTerminal()) {
            TerminalShell.run(settings);
            return Session.SUCCESS;
        }
        Session session = new Session(settings, console, true);
        Interpreter interpreter = new Interpreter(session);
        interpreter.run("status");
        try {
            while (!interpreter.isLeft()) {
                Optional<String> line = console.readLine(settings.prompt() + "> ");
                interpreter.run(line.orElse("EOF"));
            }
        } catch (IOException e) {
            session.print("");
        }
        return Session.SUCCESS;
    }
}
