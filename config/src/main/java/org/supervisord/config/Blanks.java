package org.supervisord.config;

import java.util.ArrayList;
import java.util.List;

/** White space as the dialect has it: all of Unicode's, those that don't break included. */
final class Blanks {
    private Blanks() {}

    static boolean is(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    static String strip(String text) {
        return stripEnd(text.substring(leading(text)));
    }

    /** How many there are at the start. */
    static int leading(String text) {
        int start = 0;
        while (start < text.length() && is(text.charAt(start))) {
            start++;
        }
        return start;
    }

    /** What stands between them. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        String rest = strip(text);
        while (!rest.isEmpty()) {
            int end = 0;
            while (end < rest.length() && !is(rest.charAt(end))) {
                end++;
            }
            words.add(rest.substring(0, end));
            rest = strip(rest.substring(end));
        }
        return words;
    }

    static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
