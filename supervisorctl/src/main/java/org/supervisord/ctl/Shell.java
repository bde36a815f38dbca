package org.supervisord.ctl;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.supervisord.config.ClientSettings;

/** Reads actions line by line: from a terminal with all comforts, or from a pipe. */
final class Shell {
    private Shell() {}

    /**
     * Runs until the input ends or somebody leaves; the exit status is always 0.
     *
     * @param servers what is talked to, all at once if there are several
     */
    static int run(List<ClientSettings> servers, Console console, ActionTable actions) {
        if (Console.onTerminal()) {
            TerminalShell.run(servers, actions);
            return Session.SUCCESS;
        }
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
        return Session.SUCCESS;
    }

    private static Lines lines(List<ClientSettings> servers, Console console, ActionTable actions) {
        return servers.size() > 1
                ? new ManyServers(servers, console, actions)
                : new Interpreter(new Session(servers.get(0), console, true), actions);
    }
}
