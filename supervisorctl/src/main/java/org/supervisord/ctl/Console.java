package org.supervisord.ctl;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Standard input and output of the client. */
class Console {
    /** Whoever was reading the output is gone. */
    static final class OutputClosed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final OutputStream out;
    private final OutputStream err;
    private final Optional<BufferedReader> in;

    Console(OutputStream out, Optional<BufferedReader> in) {
        this(out, new FileOutputStream(FileDescriptor.err), in);
    }

    Console(OutputStream out, OutputStream err, Optional<BufferedReader> in) {
        this.out = out;
        this.err = err;
        this.in = in;
    }

    /** Those of this process. */
    static Console standard() {
        return new Console(
                new FileOutputStream(FileDescriptor.out),
                Optional.of(
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))));
    }

    /** A line of text. */
    void print(String line) {
        write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A line that is no answer, on standard error. */
    void warn(String line) {
        try {
            err.write(harmless(line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // nobody wants to know
        }
    }

    /** A text that a line is going to follow on. */
    void prompt(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes as they are. */
    void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new OutputClosed();
        }
    }

    /** A line that was typed, empty at the end of the input. */
    Optional<String> readLine(String prompt) throws IOException {
        prompt(prompt);
        return in.isPresent() ? Optional.ofNullable(in.get().readLine()) : Optional.empty();
    }

    /** A line that is not shown while it is typed, where there is a terminal. */
    Optional<String> readSecret(String prompt) throws IOException {
        return readLine(prompt);
    }

    /**
     * Makes an interrupt (Ctrl-C) end something that goes on by itself, and not count as a failure.
     *
     * @param ending what an interrupt does
     * @return what is to be run when it has ended by itself
     */
    Runnable onInterrupt(Runnable ending) {
        Thread hook =
                new Thread(
                        () -> {
                            print("");
                            Runtime.getRuntime().halt(0);
                        });
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** Whether a terminal shows the output. */
    boolean isTerminal() {
        return onTerminal();
    }

    /** Whether this process talks to a terminal, in and out. */
    static boolean onTerminal() {
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
    String harmless(String text) {
        if (!isTerminal()) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0;
            out.append(control ? '\ufffd' : c);
        }
        return out.toString();
    }

    /** Bytes that a program has written: as they are, but on a terminal without escapes. */
    void writeHarmless(byte[] bytes) {
        if (isTerminal()) {
            for (int i = 0; i < bytes.length; i++) {
                boolean control =
                        bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\t'
                                || bytes[i] == 0x7f;
                if (control) {
                    bytes[i] = '?';
                }
            }
        }
        write(bytes);
    }
}
