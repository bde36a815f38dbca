package org.supervisord.ctl.terminal;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.utils.Signals;

/** Standard input and output of the client. What is written may come from several threads. */
public class Console {
    private static final String INTERRUPT = "INT";

    /**
     * How long the end of the program waits in ms for who does not read what is still to be said.
     */
    private static final long LAST_WORDS = 1000;

    private static final byte[] ERASE_LINE = "\r\033[K".getBytes(StandardCharsets.US_ASCII);

    private final Output out;
    private final OutputStream err;
    private final Optional<BufferedReader> in;
    private final boolean standard;
    private boolean passing;
    private Optional<String> givenBack = Optional.empty();
    private volatile boolean outlivesInterrupts;

    /**
     * One whose errors go to those of this process.
     *
     * @param in empty when nothing can be asked
     */
    public Console(OutputStream out, Optional<BufferedReader> in) {
        this(out, new FileOutputStream(FileDescriptor.err), in);
    }

    /**
     * One that is made of these.
     *
     * @param in empty when nothing can be asked
     */
    public Console(OutputStream out, OutputStream err, Optional<BufferedReader> in) {
        this(new Output(out), err, in);
    }

    /**
     * One that shares its output with others.
     *
     * @param in empty when nothing can be asked
     */
    public Console(Output out, OutputStream err, Optional<BufferedReader> in) {
        this(out, err, in, false);
    }

    private Console(Output out, OutputStream err, Optional<BufferedReader> in, boolean standard) {
        this.out = out;
        this.err = err;
        this.in = in;
        this.standard = standard;
    }

    /** Those of this process. */
    public static Console standard() {
        return new Console(
                Output.standard(),
                new FileOutputStream(FileDescriptor.err),
                Optional.of(
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))),
                true);
    }

    /** A line of text; on a terminal it does nothing but show itself. */
    public void print(String line) {
        write((harmless(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A line that is no answer, on standard error. */
    public void warn(String line) {
        endPassing();
        tell((HarmlessBytes.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes as they are, on standard error. */
    public synchronized void writeError(byte[] bytes) {
        endPassing();
        tell(bytes);
    }

    private void tell(byte[] bytes) {
        try {
            err.write(bytes);
        } catch (IOException e) {
            // nobody wants to know
        }
    }

    /** A text that a line is going to follow on. */
    public void prompt(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes as they are. */
    public synchronized void write(byte[] bytes) {
        endPassing();
        out.write(bytes);
    }

    /** How many bytes of one text it has a use for. */
    public int mostBytes() {
        return Integer.MAX_VALUE;
    }

    /** Where all of this is printed. */
    public final Output output() {
        return out;
    }

    /**
     * The exit status of the program: that of its work, unless some of what it had to say was lost
     * otherwise than by a reader who has gone. That is told then.
     */
    public final int exitStatus(int status) {
        Optional<String> fault = out.fault();
        if (fault.isEmpty()) {
            return status;
        }
        String error = "Error: can't write the output: " + fault.get() + "\n";
        tell(error.getBytes(StandardCharsets.UTF_8));
        return ExitStatus.OUTPUT_LOST;
    }

    /** Bytes of something else than the running action, which may be asking for a line. */
    public void writeAside(byte[] bytes) {
        write(bytes);
    }

    /** The bytes of the input, for those who have read no line of it. */
    public InputStream input() {
        return System.in;
    }

    /**
     * A text that stands on a line of a terminal that can do that until something else is written.
     */
    public synchronized void passing(String text) {
        // on one line: what does not fit is not shown
        String line = "\033[?7l" + harmless(text) + "\033[?7h";
        write(line.getBytes(StandardCharsets.UTF_8));
        passing = true;
    }

    /** Takes away what is passing. */
    public synchronized void endPassing() {
        if (passing) {
            passing = false;
            write(ERASE_LINE);
        }
    }

    /**
     * A line that was typed, empty at the end of the input. Who would have to type it, but can't
     * see what he is asked, has had enough; a script is read to its end.
     */
    public Optional<String> readLine(String prompt) throws IOException {
        prompt(prompt);
        if (givenBack.isPresent()) {
            Optional<String> line = givenBack;
            givenBack = Optional.empty();
            return line;
        }
        return in.isPresent() && !(out.isGone() && isTyped())
                ? Optional.ofNullable(in.get().readLine())
                : Optional.empty();
    }

    /** A line that was read, but is for whoever reads next. */
    public final void giveBack(String line) {
        givenBack = Optional.of(line);
    }

    /** A line that is not shown while it is typed, where there is a terminal. */
    public Optional<String> readSecret(String prompt) throws IOException {
        return standard
                ? PasswordPrompt.ask(prompt, in.orElseThrow(), isTyped(), err)
                : readLine(prompt);
    }

    /** From now on an interrupt ends what goes on by itself, and not the program with it. */
    public final void outliveInterrupts() {
        outlivesInterrupts = true;
    }

    /** Whether the program goes on when an interrupt has ended something. */
    public final boolean outlivesInterrupts() {
        return outlivesInterrupts;
    }

    /** As the next one, where nothing is left to be said but the end of a line. */
    public final Runnable onInterrupt(Runnable ending) {
        return onInterrupt(ending, "");
    }

    /**
     * Makes an interrupt (Ctrl-C) end something that goes on by itself, and not count as a failure.
     * Outside of a shell, typed or not, it is the end of the program, whatever is being waited for.
     *
     * @param ending what an interrupt does
     * @param farewell the line that the program ends with then
     * @return what is to be run when it has ended by itself
     */
    public Runnable onInterrupt(Runnable ending, String farewell) {
        return atInterrupt(
                () -> {
                    ending.run();
                    if (!outlivesInterrupts) {
                        print(farewell);
                        Runtime.getRuntime().halt(exitStatus(ExitStatus.SUCCESS));
                    }
                });
    }

    private static Runnable atInterrupt(Runnable what) {
        Object end = new Object();
        Object before =
                Signals.register(
                        INTERRUPT,
                        () -> {
                            synchronized (end) {
                                what.run();
                            }
                        });
        return () -> {
            // what has ended because of it is not to go on while the farewell is said
            synchronized (end) {
                Signals.unregister(INTERRUPT, before);
            }
        };
    }

    /**
     * Has what was held back be written when a signal ends the program, outside of a shell.
     *
     * @param writing runs on a thread of its own
     * @return what is to be run when nothing is held back any more
     */
    public Runnable onEnd(Runnable writing) {
        return standard
                ? EndingSignals.endAfter(
                        () -> {
                            Thread thread = new Thread(writing, "last words");
                            thread.setDaemon(true);
                            thread.start();
                            try {
                                thread.join(LAST_WORDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        })
                : () -> {};
    }

    /**
     * Has something that goes on by itself end by an interrupt, and when nobody reads it any more.
     *
     * @return what is to be run when it has ended by itself
     */
    public final Runnable endless(Runnable ending) {
        Runnable interrupted = onInterrupt(ending);
        Runnable unread = out.whenGone(ending);
        return () -> {
            unread.run();
            interrupted.run();
        };
    }

    /**
     * Has a talk to a process end when nobody reads the answers. What is typed for it can't be
     * given up otherwise than with the program; what comes from elsewhere is sent on.
     *
     * @param answers ends the waiting for answers
     * @return what is to be run when it has ended by itself
     */
    public final Runnable endTalk(Runnable answers) {
        return out.whenGone(
                () -> {
                    if (isTyped()) {
                        Runtime.getRuntime().halt(exitStatus(ExitStatus.SUCCESS));
                    }
                    answers.run();
                });
    }

    /** Whether a terminal shows the output. */
    public boolean isTerminal() {
        return isTerminal(1);
    }

    /** Whether somebody types the input. */
    public boolean isTyped() {
        return isTerminal(0);
    }

    /** Whether what was written before can be written over. */
    public boolean canMoveCursor() {
        return isTerminal() && !isDumb();
    }

    private static boolean isDumb() {
        return "dumb".equals(System.getenv("TERM"));
    }

    /** Whether colours are welcome: on a terminal that has some, unless NO_COLOR is set. */
    public boolean hasColours() {
        String no = System.getenv("NO_COLOR");
        return isTerminal() && !isDumb() && (no == null || no.isEmpty());
    }

    /** Whether this process talks to a terminal, in and out. */
    public static boolean onTerminal() {
        return isTerminal(0) && isTerminal(1);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException e) {
            return isConsole();
        }
    }

    private static boolean isConsole() {
        if (System.console() == null) {
            return false;
        }
        try {
            // from Java 22 on there is a console without a terminal, which says so itself
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** A text that a program has written, as it may be shown: on a terminal without escapes. */
    public String harmless(String text) {
        return isTerminal() ? HarmlessBytes.text(text) : text;
    }
}
