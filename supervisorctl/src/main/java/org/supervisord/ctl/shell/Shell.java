package org.supervisord.ctl.shell;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.action.Session;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.ExitStatus;

/** Reads actions line by line: from a terminal with all comforts, or from a pipe. */
public final class Shell {
    private Shell() {}

    /**
     * Runs until the input ends or somebody leaves; the exit status is always 0.
     *
     * @param servers what is talked to, all at once if there are several
     */
    public static int run(List<ClientSettings> servers, Console console, ActionTable actions) {
        if (Console.onTerminal()) {
            TerminalShell.run(servers, actions);
            return ExitStatus.SUCCESS;
        }
        console.outliveInterrupts();
        Lines lines = lines(servers, console, actions);
        lines.run("status");
        try {
            while (!lines.isLeft()) {
                Optional<String> line = console.readLine(servers.get(0).prompt() + "> ");
                lines.run(line.orElse("EOF"));
            }
        } catch (IOException e) {
            console.print("");
        }
        return ExitStatus.SUCCESS;
    }

    private static Lines lines(List<ClientSettings> servers, Console console, ActionTable actions) {
        return servers.size() > 1
                ? new ManyServers(servers, console, actions, true)
                : new Interpreter(new Session(servers.get(0), console, true), actions);
    }
}
