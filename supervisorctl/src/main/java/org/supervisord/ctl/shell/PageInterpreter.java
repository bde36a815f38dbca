package org.supervisord.ctl.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.supervisord.common.LineInterpreter;
import org.supervisord.common.RpcFault;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.action.Action;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.action.Session;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.ExitStatus;

/**
 * The interpreter for a page in a browser: it prints what the client prints, and has no terminal.
 * Actions that need one, or that are about the shell itself, are not there.
 */
public final class PageInterpreter implements LineInterpreter {
    private static final Set<String> ACTIONS =
            Set.of(
                    "status",
                    "pid",
                    "avail",
                    "version",
                    "start",
                    "stop",
                    "restart",
                    "signal",
                    "clear",
                    "tail",
                    "maintail",
                    "reread",
                    "update",
                    "add",
                    "remove",
                    "reload",
                    "shutdown");

    private static final Set<String> DRASTIC = Set.of("shutdown", "reload");

    /** Options that make an action go on for ever. */
    private static final Set<String> ENDLESS = Set.of("-f", "--watch", "-w");

    private static final Set<String> LEAVING = Set.of("exit", "quit", "EOF");

    private static final int MOST_OUTPUT = 1 << 20;

    /** Found by its name, as a service. */
    public PageInterpreter() {}

    @Override
    public boolean isDrastic(String line) {
        return Action.words(line).stream().limit(1).anyMatch(DRASTIC::contains);
    }

    @Override
    public Result run(String line, Calls calls) {
        Capped output = new Capped();
        Console console =
                new Console(output, output, Optional.empty()) {
                    @Override
                    public boolean isTerminal() {
                        return false;
                    }

                    @Override
                    public int mostBytes() {
                        return MOST_OUTPUT;
                    }
                };
        Session session = session(console, calls);
        List<String> words = Action.words(line);
        if (words.stream().limit(1).anyMatch(LEAVING::contains)) {
            session.print("There is no shell to leave here.");
        } else if (words.stream().anyMatch(ENDLESS::contains)) {
            session.print("Error: nothing can be followed here; the page of a log can do that");
            session.exitStatus(ExitStatus.GENERIC);
        } else {
            new Interpreter(session, new ActionTable().only(ACTIONS)).run(line);
            if (console.output().isGone()) {
                session.exitStatus(ExitStatus.GENERIC);
            }
        }
        return new Result(output.toString(StandardCharsets.UTF_8), session.exitStatus());
    }

    private static Session session(Console console, Calls calls) {
        ClientSettings settings =
                new ClientSettings(
                        "supervisord",
                        "supervisor",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return new Session(
                settings,
                console,
                new SupervisorClient((method, parameters) -> call(calls, method, parameters)));
    }

    private static Object call(Calls calls, String method, Object... parameters)
            throws IOException, ServerFault {
        try {
            return calls.call(method, parameters);
        } catch (RpcFault fault) {
            throw new ServerFault(fault.fault().code(), fault.text());
        }
    }

    @Override
    public List<String> complete(String line, Calls calls) {
        Session session = session(new Console(new Capped(), Optional.empty()), calls);
        return List.copyOf(
                new Completion(new ActionTable().only(ACTIONS), () -> session.client().allInfos())
                        .of(line)
                        .keySet());
    }

    /** Keeps the beginning of what is written to it, and then is closed. */
    private static final class Capped extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            kept.write(bytes, offset, Math.min(length, MOST_OUTPUT - kept.size()));
            if (kept.size() == MOST_OUTPUT) {
                throw new IOException("that is too much");
            }
        }

        String toString(Charset charset) {
            return kept.toString(charset);
        }
    }
}
