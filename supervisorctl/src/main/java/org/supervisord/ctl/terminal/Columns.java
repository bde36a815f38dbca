package org.supervisord.ctl.terminal;

import java.util.List;

/** Text in columns. */
public final class Columns {
    private Columns() {}

    /** How many characters wide the widest of these is. */
    public static int widest(List<String> texts) {
        return texts.stream().mapToInt(Columns::width).max().orElse(0);
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The text with blanks behind it, so that it is this many characters wide. */
    public static String pad(String text, int width) {
        int missing = width - width(text);
        return missing <= 0 ? text : text + " ".repeat(missing);
    }
}
