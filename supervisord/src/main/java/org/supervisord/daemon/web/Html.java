package org.supervisord.daemon.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML. Every text and every value of an attribute is escaped on its way in; there is no way
 * to write markup that is not made of elements. What can't be shown, or would change how the text
 * around it is read, is replaced by a picture of it.
 */
final class Html {
    private static final Set<String> VOID = Set.of("meta", "link", "input", "br", "hr", "img");
    private static final Set<String> ADDRESSES = Set.of("href", "src", "action", "formaction");

    private final StringBuilder out;
    private final String secret;
    private final Deque<String> open = new ArrayDeque<>();

    private Html(StringBuilder out, String secret) {
        this.out = out;
        this.secret = secret;
    }

    /**
     * A whole document.
     *
     * @param secret what its forms hold, so that they may act; empty if they may not
     */
    static Html document(String secret) {
        return new Html(new StringBuilder(16 << 10).append("<!DOCTYPE html>"), secret);
    }

    /** A piece of a document, without forms. */
    static Html fragment() {
        return new Html(new StringBuilder(1 << 10), "");
    }

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn; one whose value is null is left out
     */
    Html open(String tag, String... attributes) {
        checkName(tag);
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                attribute(attributes[i], attributes[i + 1]);
            }
        }
        out.append('>');
        if (!VOID.contains(tag)) {
            open.push(tag);
        }
        return this;
    }

    private void attribute(String name, String value) {
        checkName(name);
        if (name.startsWith("on") || name.equals("style")) {
            throw new IllegalArgumentException("the content security policy forbids " + name);
        }
        if (ADDRESSES.contains(name) && !isRelative(value)) {
            throw new IllegalArgumentException("not an address of ours: " + value);
        }
        out.append(' ').append(name).append("=\"");
        escape(value, true);
        out.append('"');
    }

    /** Whether an address stays on this server: no scheme, no host. */
    static boolean isRelative(String address) {
        if (address.startsWith("//") || address.startsWith("\\")) {
            return false;
        }
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '/' || c == '?' || c == '#') {
                return true;
            }
            if (c == ':' || c == '\\' || c <= ' ') {
                return false;
            }
        }
        return true;
    }

    private static void checkName(String name) {
        boolean good = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            good &= c >= 'a' && c <= 'z' || c == '-' || c >= '0' && c <= '9';
        }
        if (!good) {
            throw new IllegalArgumentException("not a name: " + name);
        }
    }

    /** Ends the element that was begun last. */
    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** What the document's forms hold. */
    String secret() {
        return secret;
    }

    Html text(String text) {
        escape(text, false);
        return this;
    }

    /** An element with nothing but text in it. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** Adds what another writer has written in full. */
    Html add(Html fragment) {
        out.append(fragment.toString());
        return this;
    }

    private void escape(String text, boolean inAttribute) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                switch (c) {
                    case '&' -> out.append("&amp;");
                    case '<' -> out.append("&lt;");
                    case '>' -> out.append("&gt;");
                    case '"' -> out.append(inAttribute ? "&quot;" : "\"");
                    case '\'' -> out.append(inAttribute ? "&#39;" : "'");
                    default -> out.append(c);
                }
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else if (c == '\r' && i + 1 < length && text.charAt(i + 1) == '\n') {
                // the line feed says it
                continue;
            } else {
                out.append(shown(c));
            }
        }
    }

    private static char shown(char c) {
        if (c == '\n' || c == '\t') {
            return c;
        }
        if (c < ' ') {
            return (char) ('\u2400' + c);
        }
        if (c == 0x7f) {
            return '\u2421';
        }
        // what turns the direction of writing could make a text look like another one
        boolean turns = c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
        boolean unfit = c < 0xa0 || Character.isSurrogate(c) || c >= '\ufffe' || turns;
        return unfit ? '\ufffd' : c;
    }

    /** What was written. All elements must have been ended. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }
}
