package org.supervisord.ctl.terminal;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines that take the place of those that were shown before. */
public final class Redrawn {
    private final Console console;
    private final boolean separated;
    private int shown = -1;

    /**
     * Nothing is shown yet.
     *
     * @param separated whether there is to be an empty line between one look and the next where
     *     nothing can be drawn over
     */
    public Redrawn(Console console, boolean separated) {
        this.console = console;
        this.separated = separated;
    }

    /** Shows these lines in the place of those before. */
    public void show(List<String> lines) {
        if (!console.canMoveCursor()) {
            if (separated && shown >= 0) {
                console.print("");
            }
            lines.forEach(console::print);
            shown = lines.size();
            return;
        }
        StringBuilder text = new StringBuilder();
        if (shown > 0) {
            text.append("\033[").append(shown).append('A');
        }
        // a line that is too long would count as two: none goes on behind the right edge
        text.append("\r\033[?7l");
        for (String line : lines) {
            text.append(HarmlessBytes.text(line)).append("\033[K\n");
        }
        text.append("\033[J\033[?7h");
        console.write(text.toString().getBytes(StandardCharsets.UTF_8));
        shown = lines.size();
    }
}
