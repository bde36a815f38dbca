package org.supervisord.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code KEY=value,KEY2="other value"}. Words are made of letters, digits and some signs;
 * what has others must be quoted. Whatever single token follows a value separates it from the next
 * key.
 */
final class KeyValuePairs {
    private static final String SIGNS = "_/.+-():";

    private final String text;
    private int at;

    private KeyValuePairs(String text) {
        this.text = text;
    }

    /**
     * The pairs in the order in which they are written; of a key that comes again the last value.
     */
    static Map<String, String> parse(String text) throws ConfigException {
        List<String> tokens = new KeyValuePairs(text).tokens();
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < tokens.size(); i += 4) {
            if (i + 2 >= tokens.size() || !tokens.get(i + 1).equals("=")) {
                throw new ConfigException(
                        "Unexpected end of key/value pairs in value '" + text + "'");
            }
            pairs.put(tokens.get(i), tokens.get(i + 2));
        }
        return pairs;
    }

    private List<String> tokens() throws ConfigException {
        List<String> tokens = new ArrayList<>();
        while (true) {
            skipBlanksAndComments();
            if (at >= text.length()) {
                return tokens;
            }
            int c = text.codePointAt(at);
            if (isWordChar(c) || c == '\'' || c == '"' || c == '\\') {
                tokens.add(word());
            } else {
                tokens.add(Character.toString(c));
                at += Character.charCount(c);
            }
        }
    }

    private void skipBlanksAndComments() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (isBlank(c)) {
                at++;
            } else {
                return;
            }
        }
    }

    private String word() throws ConfigException {
        StringBuilder word = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                at++;
                quoted(c, word);
            } else if (c == '\\') {
                at++;
                word.appendCodePoint(escaped());
            } else if (isWordChar(c)) {
                word.append(c);
                at++;
            } else {
                break;
            }
        }
        return word.toString();
    }

    private void quoted(char quote, StringBuilder word) throws ConfigException {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return;
            }
            if (c == '\\' && quote == '"') {
                int next = escaped();
                if (next != '"' && next != '\\') {
                    word.append('\\');
                }
                word.appendCodePoint(next);
            } else {
                word.append(c);
            }
        }
        throw new ConfigException("No closing quotation");
    }

    private int escaped() throws ConfigException {
        if (at >= text.length()) {
            throw new ConfigException("No escaped character");
        }
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isWordChar(int c) {
        boolean ascii = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        boolean latin = c >= 0xc0 && c <= 0xff && c != 0xd7 && c != 0xf7;
        return ascii || latin || SIGNS.indexOf(c) >= 0;
    }
}
