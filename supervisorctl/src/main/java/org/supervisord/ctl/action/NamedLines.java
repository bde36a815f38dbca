package org.supervisord.ctl.action;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.supervisord.ctl.terminal.Columns;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.HarmlessBytes;

/** Puts a name before each line of a log, in a colour of its own where colours are welcome. */
public final class NamedLines implements LogThreads.Sink {
    private static final int[] COLOURS = {36, 33, 32, 35, 34, 96, 93, 92, 95, 94};

    /** Longer ones are shown in pieces, each as a line. */
    public static final int LONGEST_LINE = 64 << 10;

    private final Console console;
    private final byte[] name;
    private final boolean filtered;
    private final HarmlessBytes filter = new HarmlessBytes();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * The lines of one of several logs.
     *
     * @param index which of them it is
     * @param width how wide the widest name is
     * @param filtered whether escapes are taken out
     */
    NamedLines(Console console, String name, int index, int width, boolean filtered) {
        this.console = console;
        this.filtered = filtered;
        String padded = Columns.pad(console.harmless(name), width) + " | ";
        String shown =
                console.hasColours()
                        ? "\033[" + COLOURS[index % COLOURS.length] + "m" + padded + "\033[0m"
                        : padded;
        this.name = shown.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void take(byte[] bytes) {
        for (byte b : filtered ? filter.of(bytes) : bytes) {
            if (b == '\n') {
                endLine();
            } else {
                line.write(b);
                if (line.size() >= LONGEST_LINE) {
                    endLine();
                }
            }
        }
    }

    /** What is left had no line end. */
    @Override
    public void end() {
        if (line.size() > 0) {
            endLine();
        }
    }

    private void endLine() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(name);
        all.writeBytes(line.toByteArray());
        all.write('\n');
        line.reset();
        console.writeAside(all.toByteArray());
    }
}
