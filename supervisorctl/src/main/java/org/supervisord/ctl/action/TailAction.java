package org.supervisord.ctl.action;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.supervisord.common.Fault;
import org.supervisord.common.PythonRepr;
import org.supervisord.ctl.client.Aborted;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient;
import org.supervisord.ctl.terminal.Columns;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.ExitStatus;
import org.supervisord.ctl.terminal.HarmlessBytes;

/** The actions that show logs, and follow them. */
final class TailAction {
    private static final int DEFAULT_BYTES = 1600;
    private static final int MOST_FOLLOWED = 200;

    /** Bytes of UTF-8 for one of Java's characters. */
    private static final int LONGEST_CHARACTER = 3;

    private static final int MOST_BACK = 99_999_999;
    private static final List<String> CHANNELS = List.of("stdout", "stderr");

    private static final Option SINCE_START =
            Option.flag("--since-start", "With -f: all that it has written since it was started");
    private static final Option RAW =
            Option.flag("--raw", "On a terminal: escape sequences as they are");

    private static final List<Option> OPTIONS = List.of(SINCE_START, RAW);
    private static final List<Option> MAIN_OPTIONS = List.of(RAW);

    static final Action TAIL =
            Action.of(
                            "tail",
                            Action.Completes.LOGS,
                            TailAction::tail,
                            "tail [-f] <name> [stdout|stderr] (default stdout)",
                            "Ex:",
                            "tail <name> [stdout|stderr]\tThe last 1600 bytes of a process's log",
                            "tail -<bytes> <name> [stdout|stderr]\tThe last so many bytes of it",
                            "tail -f <name> [stdout|stderr]\tFollow it; Ctrl-C ends that",
                            "tail -f <name> <name> ...\tFollow several; globs will do")
                    .with(OPTIONS);

    static final Action MAINTAIL =
            Action.of(
                            "maintail",
                            Action.Completes.NOTHING,
                            TailAction::maintail,
                            "maintail\tThe last 1600 bytes of supervisord's own log",
                            "maintail -<bytes>\tThe last so many bytes of it",
                            "maintail -f\tFollow it; Ctrl-C ends that")
                    .with(MAIN_OPTIONS)
                    .withLine("");

    private final Session session;
    private final Words words;

    private TailAction(Session session, Words words) {
        this.session = session;
        this.words = words;
    }

    private static void tail(Session session, String argument) throws IOException, ServerFault {
        if (session.isUp()) {
            new TailAction(session, Words.of(argument, OPTIONS)).tail();
        }
    }

    private static void maintail(Session session, String argument) throws IOException, ServerFault {
        if (session.isUp()) {
            new TailAction(session, Words.of(argument, MAIN_OPTIONS)).maintail();
        }
    }

    private void tail() throws IOException, ServerFault {
        List<String> rest = new ArrayList<>(words.rest());
        if (rest.isEmpty()) {
            throw Action.Misused.error("Error: too few arguments");
        }
        boolean following = rest.get(0).equals("-f");
        if (rest.size() > 3 && !following) {
            throw Action.Misused.error("Error: too many arguments");
        }
        String modifier = rest.get(0).startsWith("-") ? rest.remove(0) : "-" + DEFAULT_BYTES;
        if (rest.isEmpty()) {
            refuse("Error: tail requires process name");
            return;
        }
        if (following) {
            follow(rest);
            return;
        }
        String name = rest.get(0);
        String channel =
                rest.size() == 1 ? "stdout" : rest.get(rest.size() - 1).toLowerCase(Locale.ROOT);
        if (!CHANNELS.contains(channel)) {
            refuseChannel(channel);
            return;
        }
        String method = channel.equals("stdout") ? "readProcessStdoutLog" : "readProcessStderrLog";
        Integer offset = offset(modifier);
        if (offset != null) {
            show(name, method, name, offset, length(offset));
        }
    }

    private void maintail() throws IOException, ServerFault {
        List<String> rest = words.rest();
        if (rest.size() > 1) {
            throw Action.Misused.error("Error: too many arguments");
        }
        String modifier = rest.isEmpty() ? "-" + DEFAULT_BYTES : rest.get(0);
        if (modifier.equals("-f")) {
            follow(List.of("/mainlogtail"), List.of());
            return;
        }
        if (!modifier.startsWith("-")) {
            refuse("Error: bad argument " + modifier);
            return;
        }
        Integer offset = offset(modifier);
        if (offset != null) {
            show("supervisord", "readLog", offset, length(offset));
        }
    }

    private void refuse(String error) {
        session.print(error);
        session.exitStatus(ExitStatus.GENERIC);
    }

    /** Where the bytes that are asked for begin, or null when that was no number. */
    private Integer offset(String modifier) {
        try {
            int offset = Math.toIntExact(-Long.parseLong(modifier.substring(1)));
            // one byte too many shows that it is not all
            return Math.max(offset, -session.console().mostBytes() - 1);
        } catch (NumberFormatException | ArithmeticException e) {
            refuse("Error: bad argument " + modifier);
            return null;
        }
    }

    /** How many bytes are asked for; 0 for all from the offset on. */
    private int length(int offset) {
        int most = session.console().mostBytes();
        return offset < 0 || most == Integer.MAX_VALUE ? 0 : most;
    }

    /** As much of the end as is shown, from the beginning of a character on. */
    private String end(String text) {
        int most = session.console().mostBytes();
        if (text.length() <= most / LONGEST_CHARACTER) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= most) {
            return text;
        }
        session.exitStatus(ExitStatus.GENERIC);
        int from = bytes.length - most;
        while (from < bytes.length && (bytes[from] & 0xc0) == 0x80) {
            from++;
        }
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    private void show(String name, String method, Object... parameters)
            throws IOException, ServerFault {
        try {
            String text = session.client().text(method, parameters) + "\n";
            session.console().prompt(end(isFiltered() ? HarmlessBytes.text(text) : text));
        } catch (ServerFault fault) {
            session.exitStatus(ExitStatus.GENERIC);
            String why =
                    fault.is(Fault.NO_FILE)
                            ? "no log file"
                            : fault.is(Fault.FAILED)
                                    ? "unknown error reading log"
                                    : fault.is(Fault.BAD_NAME) && !method.equals("readLog")
                                            ? "no such process name"
                                            : "";
            if (why.isEmpty()) {
                throw fault;
            }
            session.print(name + ": ERROR (" + why + ")");
        }
    }

    private boolean isFiltered() {
        return session.console().isTerminal() && !words.has(RAW);
    }

    /** Follows processes: names and globs, at the end perhaps a channel. */
    private void follow(List<String> rest) throws IOException, ServerFault {
        String last = rest.get(rest.size() - 1).toLowerCase(Locale.ROOT);
        boolean named = rest.size() > 1 && CHANNELS.contains(last);
        if (rest.size() == 2 && !named && !isKnown(rest.get(1))) {
            refuseChannel(last);
            return;
        }
        String channel = named ? last : "stdout";
        List<String> names = new ArrayList<>();
        for (String word : named ? rest.subList(0, rest.size() - 1) : rest) {
            if (Selection.isGlob(word) || word.endsWith(":*") || word.equals("all")) {
                session.client().allInfos().stream()
                        .filter(it -> word.equals("all") || matches(word, it))
                        .map(Selection::nameOf)
                        .filter(it -> !names.contains(it))
                        .forEach(names::add);
            } else if (!names.contains(word)) {
                names.add(word);
            }
        }
        if (names.isEmpty()) {
            refuse(rest.get(0) + ": ERROR (no such process name)");
            return;
        }
        if (names.size() > MOST_FOLLOWED) {
            refuse("Error: no more than " + MOST_FOLLOWED + " logs can be followed at once");
            return;
        }
        List<String> paths = new ArrayList<>();
        for (String name : names) {
            paths.add("/logtail/" + name + "/" + channel + sinceStart(name, channel));
        }
        follow(paths, names.size() > 1 ? names : List.of());
    }

    private void refuseChannel(String channel) {
        refuse("Error: bad channel " + PythonRepr.of(channel));
    }

    /** Whether a word stands for processes that there are. */
    private boolean isKnown(String word) throws IOException, ServerFault {
        return word.equals("all")
                || session.client().allInfos().stream().anyMatch(it -> matches(word, it));
    }

    private static boolean matches(String word, SupervisorClient.ProcessInfo info) {
        return !Selection.of(word, List.of(info)).isEmpty();
    }

    private String sinceStart(String name, String channel) throws IOException, ServerFault {
        if (!words.has(SINCE_START)) {
            return "";
        }
        try {
            Object answer = session.client().callFully("daemon.getOutputSinceStart", name);
            Integer bytes = (Integer) ((Map<?, ?>) answer).get(channel);
            return "?back=" + Math.min(bytes, MOST_BACK);
        } catch (ServerFault fault) {
            if (fault.is(Fault.UNKNOWN_METHOD)) {
                session.console()
                        .warn("this supervisord can't tell what was written since the start");
            } else if (!fault.is(Fault.NOT_RUNNING) && !fault.is(Fault.BAD_NAME)) {
                throw fault;
            }
            return "";
        }
    }

    /**
     * Follows logs until all have ended or somebody interrupts.
     *
     * @param names what is put before their lines; none for a single log, which is shown as it is
     */
    private void follow(List<String> paths, List<String> names) throws IOException {
        session.print("==> Press Ctrl-C to exit <==");
        int width = Columns.widest(names);
        LogThreads threads = new LogThreads();
        Runnable ended =
                session.console()
                        .endless(
                                () -> {
                                    threads.interrupt();
                                    session.interrupt();
                                });
        try {
            for (int i = 0; i < paths.size(); i++) {
                LogThreads.Sink sink =
                        names.isEmpty()
                                ? plain()
                                : new NamedLines(
                                        session.console(), names.get(i), i, width, isFiltered());
                threads.read(session, paths.get(i), sink);
            }
            threads.await();
        } catch (IOException e) {
            boolean wanted = e instanceof Aborted && threads.isInterrupted();
            threads.interrupt();
            if (!wanted) {
                throw e;
            }
        } finally {
            ended.run();
        }
        if (threads.isInterrupted()) {
            session.print("");
        }
    }

    private LogThreads.Sink plain() {
        Console console = session.console();
        HarmlessBytes filter = new HarmlessBytes();
        return isFiltered() ? bytes -> console.write(filter.of(bytes)) : console::write;
    }
}
