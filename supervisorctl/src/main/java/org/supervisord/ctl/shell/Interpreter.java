package org.supervisord.ctl.shell;

import java.io.IOException;
import java.util.Optional;
import org.supervisord.ctl.action.Action;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.action.Session;
import org.supervisord.ctl.client.HttpConnection;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.terminal.ExitStatus;

/** Takes lines with actions and does what they say. */
public final class Interpreter implements Lines {
    private final Session session;
    private final ActionTable actions;
    private boolean left;

    /** One that knows the actions of this program. */
    public Interpreter(Session session) {
        this(session, new ActionTable());
    }

    /** One that knows these actions. */
    public Interpreter(Session session, ActionTable actions) {
        this.session = session;
        this.actions = actions;
    }

    @Override
    public void interrupt() {
        session.interrupt();
    }

    /** Whether the last line was to leave the shell. */
    @Override
    public boolean isLeft() {
        return left;
    }

    /** Does what a line says. Whatever goes wrong is printed and sets the exit status. */
    @Override
    public void run(String text) {
        session.resume();
        String line = text.strip();
        if (line.isEmpty()) {
            return;
        }
        if (line.startsWith("?")) {
            line = "help " + line.substring(1);
        }
        int end = 0;
        while (end < line.length() && isNameChar(line.charAt(end))) {
            end++;
        }
        String name = line.substring(0, end);
        String argument = line.substring(end).strip();
        switch (name) {
            case "help" -> actions.help(session, argument);
            case "exit", "quit", "EOF" -> {
                session.print("");
                left = true;
            }
            default -> {
                Optional<Action> action = actions.find(name);
                if (action.isPresent()) {
                    run(action.get(), argument);
                } else {
                    session.print("*** Unknown syntax: " + line);
                    session.exitStatus(ExitStatus.GENERIC);
                }
            }
        }
    }

    private static boolean isNameChar(char c) {
        return c == '_' || c < 128 && Character.isLetterOrDigit(c);
    }

    private void run(Action action, String argument) {
        int before = session.exitStatus();
        try {
            try {
                action.run(session, argument);
            } catch (HttpConnection.StatusException e) {
                session.exitStatus(ExitStatus.GENERIC);
                if (!e.isUnauthorized()) {
                    throw e;
                }
                session.print("Server requires authentication");
                if (!session.isInteractive() || !authenticate()) {
                    throw e;
                }
                session.exitStatus(before);
                run(action, argument);
            }
        } catch (ServerFault | IOException | RuntimeException e) {
            session.print("error: " + session.reason(e));
            session.exitStatus(ExitStatus.GENERIC);
        }
    }

    private boolean authenticate() throws IOException {
        Optional<String> username = session.console().readLine("Username:");
        Optional<String> password =
                username.isEmpty() ? username : session.console().readSecret("Password:");
        if (password.isEmpty()) {
            return false;
        }
        session.print("");
        session.authenticate(username.get(), password.get());
        return true;
    }
}
