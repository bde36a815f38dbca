package org.supervisord.ctl.action;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.supervisord.common.Fault;
import org.supervisord.ctl.client.ServerAddress;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.ExitStatus;

/** Actions that are about the server as a whole, and about the shell. */
public final class ServerActions {
    static final List<Action> ALL =
            List.of(
                    Action.of(
                            "shutdown",
                            Action.Completes.NOTHING,
                            Action.withoutArguments("shutdown", ServerActions::shutdown),
                            "shutdown\tStop all processes and supervisord"),
                    Action.of(
                            "reload",
                            Action.Completes.NOTHING,
                            Action.withoutArguments("reload", ServerActions::reload),
                            "reload\tStop all processes and begin anew with the configuration as it"
                                    + " is then"),
                    Action.of(
                            "upgrade",
                            Action.Completes.NOTHING,
                            Action.withoutArguments("upgrade", UpgradeAction::run),
                            "upgrade\tReplace supervisord by the version that is installed now,"
                                    + " while everything runs"),
                    Action.of(
                            "open",
                            Action.Completes.NOTHING,
                            ServerActions::open,
                            "open <url>\tTalk to another supervisord: http://host:port,"
                                    + " https://host:port or unix:///path"),
                    Action.of(
                            "exit",
                            Action.Completes.NOTHING,
                            (session, argument) -> {},
                            "exit\tLeave the shell"),
                    Action.of(
                            "quit",
                            Action.Completes.NOTHING,
                            (session, argument) -> {},
                            "quit\tLeave the shell"));

    private ServerActions() {}

    /**
     * What is asked before an action is done on several servers; empty for one that nobody has to
     * be sure of.
     *
     * @param words the action and what stands behind it
     */
    public static Optional<String> question(List<String> words, int servers) {
        if (words.equals(List.of("shutdown"))) {
            return Optional.of("Really shut " + servers + " supervisord processes down y/N? ");
        }
        return words.equals(List.of("reload"))
                ? Optional.of("Really restart " + servers + " supervisord processes y/N? ")
                : Optional.empty();
    }

    /**
     * Asks whether something is to be done.
     *
     * @throws EOFException when nobody answers
     */
    public static boolean isYes(Console console, String question) throws IOException {
        return console.readLine(question)
                .orElseThrow(() -> new EOFException("there is no answer"))
                .toLowerCase(Locale.ROOT)
                .startsWith("y");
    }

    private static boolean isSure(Session session, String question) throws IOException {
        return !session.isInteractive() || isYes(session.console(), question);
    }

    private static void shutdown(Session session, String argument) throws IOException, ServerFault {
        if (!isSure(session, "Really shut the remote supervisord process down y/N? ")) {
            return;
        }
        try {
            session.client().call("shutdown");
            session.print("Shut down");
        } catch (ServerFault fault) {
            if (!fault.is(Fault.SHUTDOWN_STATE)) {
                session.exitStatus(ExitStatus.GENERIC);
                throw fault;
            }
            session.print("ERROR: already shutting down");
        } catch (ServerAddress.Refused e) {
            gone(session, "refused connection");
        } catch (ServerAddress.NoSuchFile e) {
            gone(session, "no such file");
        }
    }

    private static void gone(Session session, String why) {
        session.exitStatus(ExitStatus.GENERIC);
        session.print("ERROR: " + session.serverurl() + " " + why + " (already shut down?)");
    }

    private static void reload(Session session, String argument) throws IOException, ServerFault {
        if (!isSure(session, "Really restart the remote supervisord process y/N? ")) {
            return;
        }
        try {
            session.client().call("restart");
            session.print("Restarted supervisord");
        } catch (ServerFault fault) {
            session.exitStatus(ExitStatus.GENERIC);
            if (!fault.is(Fault.SHUTDOWN_STATE)) {
                throw fault;
            }
            session.print("ERROR: already shutting down");
        }
    }

    private static void open(Session session, String argument) throws IOException, ServerFault {
        if (List.of("unix:", "http:", "https:").stream().noneMatch(argument::startsWith)) {
            session.print("ERROR: url must be http:// or unix://");
            session.exitStatus(ExitStatus.GENERIC);
            return;
        }
        session.open(argument);
        int before = session.exitStatus();
        StatusAction.run(session, "");
        session.exitStatus(before);
    }
}
