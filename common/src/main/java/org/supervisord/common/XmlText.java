package org.supervisord.common;

import java.nio.charset.StandardCharsets;

/**
 * The one rule for text that XML can't carry: every character that XML 1.0 does not allow, and
 * every byte that is not UTF-8, becomes U+FFFD. Everything else arrives as it was, line ends
 * included.
 */
public final class XmlText {
    private static final char REPLACEMENT = '\ufffd';

    private XmlText() {}

    /** Bytes, as of a log, as text. */
    public static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Adds a text to a document. */
    public static void append(StringBuilder out, String text) {
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                continue;
            }
            // nearly all of a text goes as it is, and goes quickly in one piece
            out.append(text, plain, i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                // a parser would make a line feed of it
                case '\r' -> out.append("&#13;");
                default -> i = appendOther(out, text, i, c);
            }
            plain = i + 1;
        }
        out.append(text, plain, text.length());
    }

    /**
     * How many bytes of UTF-8 a text becomes in a document; two less for each pair of surrogates.
     */
    public static long size(String text) {
        long size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                continue;
            }
            size +=
                    switch (c) {
                        case '&', '\r' -> 4;
                        case '<', '>' -> 3;
                        default -> c >= 0x80 && c < 0x800 ? 1 : 2;
                    };
        }
        return size;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != '&' && c != '<' && c != '>' || c == '\n' || c == '\t';
    }

    private static int appendOther(StringBuilder out, String text, int i, char c) {
        if (Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(i + 1));
            return i + 1;
        }
        boolean control = c < ' ' && c != '\t' && c != '\n';
        boolean allowed = !control && !Character.isSurrogate(c) && c < '\ufffe';
        out.append(allowed ? c : REPLACEMENT);
        return i;
    }
}
