package org.supervisord.ctl.terminal;

/** Text in columns. */
public final class Columns {
    private Columns() {}

    /** The text with blanks behind it, so that it is this many characters wide. */
    public static String pad(String text, int width) {
        int missing = width - text.codePointCount(0, text.length());
        return missing <= 0 ? text : text + " ".repeat(missing);
    }
}
