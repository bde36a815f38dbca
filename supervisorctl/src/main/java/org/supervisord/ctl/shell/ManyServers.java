package org.supervisord.ctl.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.action.Action;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.action.NamedLines;
import org.supervisord.ctl.action.ServerActions;
import org.supervisord.ctl.action.Session;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.ExitStatus;

/**
 * Does what a line says on several servers at once. Each line of output has the server's name
 * before it; what the servers print comes in their order, unless it goes on for ever.
 */
public final class ManyServers implements Lines {
    private static final Set<String> ENDLESS = Set.of("-f", "--watch", "-w");
    private static final Set<String> FOR_ONE = Set.of("fg", "debug", "open");
    private static final Set<String> LEAVING = Set.of("exit", "quit", "EOF");

    private final Console console;
    private final ActionTable actions;
    private final List<Server> servers = new ArrayList<>();
    private final Session local;
    private final boolean interactive;
    private boolean left;

    private record Server(Session session, NamedConsole console, Interpreter interpreter) {}

    /**
     * The servers of these settings, with the output on this console.
     *
     * @param interactive whether somebody is typing, who can be asked
     */
    public ManyServers(
            List<ClientSettings> settings,
            Console console,
            ActionTable actions,
            boolean interactive) {
        this.console = console;
        this.interactive = interactive;
        this.actions = actions;
        this.local = new Session(settings.get(0), console, false);
        for (ClientSettings it : settings) {
            String name = it.name().isEmpty() ? it.serverurl() : it.name();
            NamedConsole own = new NamedConsole(console, name + ": ");
            Session session = new Session(it, own, false);
            servers.add(new Server(session, own, new Interpreter(session, actions)));
        }
    }

    /** What the first that failed would have ended with alone. */
    public int exitStatus() {
        return servers.stream()
                .mapToInt(it -> it.session.exitStatus())
                .filter(status -> status != ExitStatus.SUCCESS)
                .findFirst()
                .orElse(ExitStatus.SUCCESS);
    }

    @Override
    public boolean isLeft() {
        return left;
    }

    @Override
    public void interrupt() {
        // what ends is to know that before its calls come back
        servers.forEach(it -> it.console.interrupt());
        servers.forEach(it -> it.session.interrupt());
    }

    @Override
    public void run(String line) {
        List<String> words = Action.words(line);
        String action = words.isEmpty() ? "" : words.get(0);
        if (LEAVING.contains(action)) {
            console.print("");
            left = true;
        } else if (action.startsWith("?") || action.equals("help")) {
            actions.help(local, helpTopic(line));
        } else if (FOR_ONE.contains(action)) {
            console.print("Error: " + action + " is for one server");
            servers.get(0).session.exitStatus(ExitStatus.INVALID_ARGUMENTS);
        } else if (!words.isEmpty() && isSure(words)) {
            all(line, words.stream().anyMatch(ENDLESS::contains), words.contains("--json"));
        }
    }

    /** Asks once for all servers, where it is to be asked. */
    private boolean isSure(List<String> words) {
        Optional<String> question =
                interactive ? ServerActions.question(words, servers.size()) : Optional.empty();
        try {
            return question.isEmpty() || ServerActions.isYes(console, question.get());
        } catch (IOException e) {
            console.print("error: " + e.getMessage());
            servers.get(0).session.exitStatus(ExitStatus.GENERIC);
            return false;
        }
    }

    private static String helpTopic(String line) {
        return line.strip().replaceFirst("^(\\?|help)", "").strip();
    }

    private void all(String line, boolean endless, boolean bare) {
        List<Thread> threads = new ArrayList<>();
        for (Server server : servers) {
            server.session.exitStatus(ExitStatus.SUCCESS);
            server.console.begin(!endless, bare);
            Thread thread = new Thread(() -> server.interpreter.run(line), "server");
            thread.setDaemon(true);
            threads.add(thread);
        }
        Runnable ended =
                endless ? console.onInterrupt(this::interrupt) : console.onEnd(this::releaseAll);
        threads.forEach(Thread::start);
        try {
            for (int i = 0; i < threads.size(); i++) {
                servers.get(i).console.release();
                threads.get(i).join();
                servers.get(i).console.endLine();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.run();
        }
        summarize(Action.words(line).get(0));
    }

    private void releaseAll() {
        for (Server server : servers) {
            server.console.release();
            server.console.endLine();
        }
    }

    private void summarize(String action) {
        List<String> failed =
                servers.stream()
                        .filter(it -> it.session.exitStatus() != ExitStatus.SUCCESS)
                        .filter(it -> !isOnlyStopped(action, it.session.exitStatus()))
                        .map(
                                it ->
                                        it.session.serverName()
                                                + " (exit status "
                                                + it.session.exitStatus()
                                                + ")")
                        .toList();
        if (!failed.isEmpty()) {
            console.warn(
                    failed.size()
                            + " of "
                            + servers.size()
                            + " servers failed: "
                            + String.join(", ", failed));
        }
    }

    /** Which says something of processes, and nothing of servers. */
    private static boolean isOnlyStopped(String action, int status) {
        return action.equals("status") && status == ExitStatus.STATUS_NOT_RUNNING;
    }

    /** The part of a console that one of several servers has. */
    private static final class NamedConsole extends Console {
        private final Console shared;
        private final String name;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private boolean holding;
        private boolean bare;
        private Runnable ending = () -> {};

        NamedConsole(Console shared, String name) {
            super(shared.output(), OutputStream.nullOutputStream(), Optional.empty());
            this.shared = shared;
            this.name = name;
        }

        synchronized void begin(boolean hold, boolean withoutNames) {
            holding = hold;
            bare = withoutNames;
        }

        /** Its turn has come: what was held back is printed, and the rest as it comes. */
        synchronized void release() {
            holding = false;
            if (held.size() > 0) {
                shared.write(held.toByteArray());
                held.reset();
            }
        }

        @Override
        public synchronized void write(byte[] bytes) {
            for (byte b : bytes) {
                line.write(b);
                if (b == '\n' || line.size() >= NamedLines.LONGEST_LINE) {
                    endLine();
                }
            }
        }

        /** Prints what is there of a line. */
        synchronized void endLine() {
            if (line.size() == 0) {
                return;
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            if (!bare) {
                whole.writeBytes(shared.harmless(name).getBytes(StandardCharsets.UTF_8));
            }
            byte[] text = line.toByteArray();
            whole.writeBytes(text);
            if (text[text.length - 1] != '\n') {
                whole.write('\n');
            }
            line.reset();
            if (holding) {
                held.writeBytes(whole.toByteArray());
            } else {
                shared.writeAside(whole.toByteArray());
            }
        }

        @Override
        public void warn(String text) {
            shared.warn(name + text);
        }

        @Override
        public void writeError(byte[] bytes) {
            shared.writeError(bytes);
        }

        @Override
        public Optional<String> readLine(String prompt) throws IOException {
            return Optional.empty();
        }

        @Override
        public synchronized Runnable onInterrupt(Runnable what, String farewell) {
            ending = what;
            return () -> ending = () -> {};
        }

        synchronized void interrupt() {
            ending.run();
        }

        @Override
        public boolean isTerminal() {
            return shared.isTerminal();
        }

        @Override
        public boolean canMoveCursor() {
            return false;
        }
    }
}
