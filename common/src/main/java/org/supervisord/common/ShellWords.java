package org.supervisord.common;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words by the rules of a POSIX shell's quotes and backslashes. */
public final class ShellWords {
    private ShellWords() {}

    /**
     * The words of a line. Nothing is expanded and there are no comments.
     *
     * @throws IllegalArgumentException {@code No closing quotation} or {@code No escaped character}
     */
    public static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == '\'') {
                if (c == '\'') {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (quote == '"') {
                if (c == '"') {
                    quote = 0;
                } else if (c == '\\') {
                    char next = escaped(line, ++i);
                    if (next != '"' && next != '\\') {
                        word.append('\\');
                    }
                    word.append(next);
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == '\\') {
                word.append(escaped(line, ++i));
                inWord = true;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("No closing quotation");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    private static char escaped(String line, int index) {
        if (index >= line.length()) {
            throw new IllegalArgumentException("No escaped character");
        }
        return line.charAt(index);
    }
}
