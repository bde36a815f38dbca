package org.supervisord.ctl.action;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.client.Aborted;
import org.supervisord.ctl.client.HttpConnection;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.ExitStatus;
import org.supervisord.ctl.terminal.HarmlessBytes;

/**
 * Talking to a process over its stdin: line by line where somebody types, or with the bytes of a
 * file. Its output is shown from then on; it runs on afterwards.
 */
final class DebugAction {
    /** The exit status when it was quiet before the pattern was found. */
    static final int QUIET_FIRST = 3;

    private static final int CHUNK = 32 << 10;
    private static final Duration USUAL_QUIET = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int LOOKS_AT_THE_END = 10;
    private static final int LAST_WORDS = 1024;

    /** How much later than our own other daemons may show what was written. */
    private static final Duration DELAY = Duration.ofMillis(1500);

    private static final Option QUIET =
            Option.valued("--quiet", "SECS", "After the input: until it was quiet for so long (1)");
    private static final Option UNTIL =
            Option.valued("--until", "REGEX", "After the input: until a line of output matches");
    private static final List<Option> OPTIONS = List.of(QUIET, UNTIL);

    static final Action ACTION =
            Action.of(
                            "debug",
                            Action.Completes.RUNNING,
                            DebugAction::run,
                            "debug <name>\tTalk to a process over its stdin; Ctrl-D or Ctrl-C"
                                    + " detaches, it runs on",
                            "debug <name> < file\tSend it the bytes of a file and show what it"
                                    + " answers")
                    .with(OPTIONS);

    private final Session session;
    private final Console console;
    private final String name;
    private Optional<Duration> quiet;
    private final Optional<Pattern> until;
    private final boolean typed;
    private final LogThreads logs = new LogThreads();
    private final OutputWatch watch;
    private int pid;

    private DebugAction(Session session, Words words, String name) {
        this.session = session;
        this.console = session.console();
        this.name = name;
        this.until = words.value(UNTIL).map(DebugAction::pattern);
        this.typed = session.isInteractive() || console.isTyped();
        Optional<Duration> asked = words.seconds(QUIET);
        boolean usual = !typed && until.isEmpty() && asked.isEmpty();
        this.quiet = usual ? Optional.of(USUAL_QUIET) : asked;
        this.watch = new OutputWatch(until);
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new Action.Misused(
                    "Error: --until: " + e.getDescription() + " in '" + text + "'",
                    ExitStatus.INVALID_ARGUMENTS);
        }
    }

    private static void run(Session session, String argument) throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        Words words = Words.of(argument, OPTIONS);
        if (words.rest().size() != 1) {
            throw new Action.Misused(
                    "Error: debug requires the name of one process", ExitStatus.INVALID_ARGUMENTS);
        }
        new DebugAction(session, words, words.rest().get(0)).run();
    }

    private void run() throws IOException, ServerFault {
        pid = pid();
        if (pid == 0) {
            return;
        }
        boolean bytes = takesBytes();
        if (!bytes) {
            quiet = quiet.map(it -> it.plus(DELAY));
        }
        StdinFeed feed =
                bytes
                        ? StdinFeed.ofBytes(session.client(), name)
                        : StdinFeed.ofText(session.client(), name);
        // what is waited for is waited for, read or not
        Runnable unread = console.endTalk(until.isPresent() ? () -> {} : logs::interrupt);
        try {
            boolean out = attach("Stdout", bytes);
            boolean err = attach("Stderr", bytes);
            if (typed) {
                console.print(
                        "attached to "
                                + name
                                + " (pid "
                                + pid
                                + "): stdin"
                                + (out ? ", stdout" : "")
                                + (err ? ", stderr" : "")
                                + "; Ctrl-D detaches, it runs on");
            }
            talk(feed);
        } finally {
            logs.interrupt();
            unread.run();
        }
    }

    private boolean takesBytes() throws IOException, ServerFault {
        try {
            return ((List<?>) session.client().callFully("daemon.listMethods"))
                    .contains("daemon.writeProcessStdin");
        } catch (ServerFault fault) {
            if (fault.is(Fault.UNKNOWN_METHOD)) {
                return false;
            }
            throw fault;
        }
    }

    /** Its process id; 0 when it can't be talked to, which is said. */
    private int pid() throws IOException, ServerFault {
        try {
            SupervisorClient.ProcessInfo info = session.client().info(name);
            if (info.pid() != 0 && info.state() != ProcessState.STOPPING.code()) {
                return info.pid();
            }
            refuse("not running", ExitStatus.NOT_RUNNING);
        } catch (ServerFault fault) {
            if (!fault.is(Fault.BAD_NAME)) {
                throw fault;
            }
            refuse("no such process", ExitStatus.GENERIC);
        }
        return 0;
    }

    private void refuse(String why, int status) {
        console.warn(name + ": ERROR (" + why + ")");
        session.exitStatus(status);
    }

    /** Shows one of its outputs from now on; false when there is no log of it. */
    private boolean attach(String channel, boolean modern) throws IOException, ServerFault {
        boolean error = channel.equals("Stderr");
        long old = modern ? 0 : oldBytes(channel);
        LogThreads.Sink shown = error ? stderr() : stdout();
        try {
            logs.read(
                    session.client()
                            .follow(
                                    "/logtail/"
                                            + name
                                            + "/"
                                            + (error ? "stderr" : "stdout")
                                            + (modern ? "?back=0" : "")),
                    without(old, watch.channel(shown)));
            return true;
        } catch (HttpConnection.StatusException e) {
            if (e.isUnauthorized()) {
                throw e;
            }
            return false;
        }
    }

    /** How much of what others send first was written before. */
    private long oldBytes(String channel) throws IOException, ServerFault {
        try {
            Object answer = session.client().call("tailProcess" + channel + "Log", name, 0, 0);
            return Math.min(LAST_WORDS, (Integer) ((List<?>) answer).get(1));
        } catch (ServerFault fault) {
            return 0;
        }
    }

    private static LogThreads.Sink without(long first, LogThreads.Sink sink) {
        long[] left = {first};
        return bytes -> {
            int skipped = (int) Math.min(left[0], bytes.length);
            left[0] -= skipped;
            if (skipped < bytes.length) {
                sink.take(Arrays.copyOfRange(bytes, skipped, bytes.length));
            }
        };
    }

    private LogThreads.Sink stdout() {
        HarmlessBytes filter = new HarmlessBytes();
        return console.isTerminal()
                ? bytes -> console.writeAside(filter.of(bytes))
                : console::write;
    }

    private LogThreads.Sink stderr() {
        HarmlessBytes filter = new HarmlessBytes();
        if (!console.isTerminal()) {
            return typed ? console::write : console::writeError;
        }
        if (!console.hasColours()) {
            return new NamedLines(console, "stderr", 0, 0, true);
        }
        return bytes -> {
            String text = new String(filter.of(bytes), StandardCharsets.ISO_8859_1);
            String red = "\033[31m" + text.replace("\n", "\033[0m\n\033[31m") + "\033[0m";
            console.writeAside(red.getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    private void talk(StdinFeed feed) throws IOException, ServerFault {
        AtomicBoolean detached = new AtomicBoolean();
        Runnable ended =
                typed
                        ? console.onInterrupt(
                                () -> {
                                    if (detached.compareAndSet(false, true)) {
                                        console.print("");
                                        console.print(farewell());
                                        logs.interrupt();
                                        session.interrupt();
                                    }
                                })
                        : () -> {};
        try {
            if (typed) {
                sendLines(feed, detached);
            } else {
                sendBytes(feed, console.input());
            }
            feed.end();
            if (quiet.isPresent() || until.isPresent()) {
                waitForOutput();
            }
        } catch (Aborted e) {
            if (!detached.get()) {
                throw e;
            }
        } catch (ServerFault fault) {
            gone(fault, feed);
        } catch (StdinFeed.NotText e) {
            console.warn(name + ": ERROR (" + e.getMessage() + "; " + feed.sent() + " bytes sent)");
            session.exitStatus(ExitStatus.GENERIC);
        } finally {
            ended.run();
        }
        if (typed && detached.compareAndSet(false, true)) {
            console.print(farewell());
        }
    }

    private String farewell() {
        return "detached from " + name;
    }

    private void sendLines(StdinFeed feed, AtomicBoolean detached) throws IOException, ServerFault {
        for (Optional<String> line = console.readLine("");
                line.isPresent();
                line = console.readLine("")) {
            if (detached.get()) {
                console.giveBack(line.get());
                return;
            }
            feed.send((line.get() + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void sendBytes(StdinFeed feed, InputStream in) throws IOException, ServerFault {
        byte[] chunk = new byte[CHUNK];
        // what is there, however little: more may come much later
        for (int count = in.read(chunk); count > 0; count = in.read(chunk)) {
            feed.send(Arrays.copyOf(chunk, count));
        }
    }

    private void gone(ServerFault fault, StdinFeed feed) throws IOException, ServerFault {
        String after = " after " + feed.sent() + " bytes";
        if (fault.is(Fault.NOT_RUNNING) || fault.is(Fault.NO_FILE) && endsNow()) {
            refuse("it has ended" + after, ExitStatus.NOT_RUNNING);
        } else if (fault.is(Fault.NO_FILE)) {
            refuse("it has closed its stdin" + after, ExitStatus.GENERIC);
        } else {
            throw fault;
        }
    }

    /** Whether it ends at once: one that ends has closed its stdin a moment before. */
    private boolean endsNow() throws IOException, ServerFault {
        boolean ended = hasEnded();
        for (int i = 0; i < LOOKS_AT_THE_END && !ended; i++) {
            try {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            ended = hasEnded();
        }
        return ended;
    }

    private void waitForOutput() throws IOException, ServerFault {
        watch.begin();
        while (!logs.areDone()) {
            boolean wasQuiet = watch.await(quiet, LOOK_EVERY);
            boolean ended = !watch.isMatched() && hasEnded();
            if (ended) {
                // what it wrote at the end is on its way
                watch.begin();
                watch.await(Optional.of(DELAY), DELAY);
            }
            if (watch.isMatched()) {
                session.exitStatus(ExitStatus.SUCCESS);
                return;
            }
            if (ended) {
                refuse("it has ended", ExitStatus.NOT_RUNNING);
                return;
            }
            if (wasQuiet) {
                session.exitStatus(until.isPresent() ? QUIET_FIRST : ExitStatus.SUCCESS);
                return;
            }
        }
        if (logs.isInterrupted()) {
            return;
        }
        if (hasEnded()) {
            refuse("it has ended", ExitStatus.NOT_RUNNING);
            return;
        }
        console.warn(name + ": ERROR (its output can't be followed)");
        session.exitStatus(ExitStatus.GENERIC);
    }

    /** Whether it is no more what it was; it may have been started again. */
    private boolean hasEnded() throws IOException, ServerFault {
        try {
            return session.client().info(name).pid() != pid;
        } catch (ServerFault fault) {
            if (fault.is(Fault.BAD_NAME)) {
                return true;
            }
            throw fault;
        }
    }
}
