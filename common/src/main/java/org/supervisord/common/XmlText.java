package org.supervisord.common;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The one rule for text that XML can't carry: every character that XML 1.0 does not allow, and
 * every byte that is not UTF-8, becomes U+FFFD. Everything else arrives as it was, line ends
 * included.
 */
public final class XmlText {
    private static final int LEAST_OF_MUCH = 8 << 10;

    private static final char REPLACEMENT = '\ufffd';

    /** Of each byte, whether it is the same in a document; asked for each of many. */
    private static final boolean[] PLAIN = new boolean[256];

    /** What the bytes that are characters by themselves are in a document. */
    private static final byte[][] ASCII = new byte[0x80][];

    static {
        for (char c = 0; c < PLAIN.length; c++) {
            PLAIN[c] = isPlain(c);
        }
        for (char c = 0; c < ASCII.length; c++) {
            ASCII[c] = encoded(String.valueOf(c));
        }
    }

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

    /**
     * Bytes, as of a log, as they are in a document; the same array when nothing of them changes.
     */
    public static byte[] encode(byte[] text) {
        if (sameUntil(text, 0) == text.length) {
            return text;
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size(text)));
        int same = 0;
        int other = sameUntil(text, 0);
        while (other < text.length) {
            out.put(text, same, other - same);
            same = endOfOther(text, other);
            out.put(other(text, other, same));
            other = sameUntil(text, same);
        }
        out.put(text, same, other - same);
        return out.array();
    }

    /** How many bytes {@link #encode} makes of these. */
    public static long size(byte[] text) {
        long size = text.length;
        int other = sameUntil(text, 0);
        while (other < text.length) {
            int end = endOfOther(text, other);
            size += other(text, other, end).length - (end - other);
            other = sameUntil(text, end);
        }
        return size;
    }

    private static int sameUntil(byte[] text, int from) {
        int i = from;
        int length = 1;
        while (length > 0) {
            while (i < text.length && PLAIN[text[i] & 0xff]) {
                i++;
            }
            length = i < text.length ? wellFormed(text, i) : 0;
            i += length;
        }
        return i;
    }

    /**
     * What is not UTF-8 is dealt with up to the next byte that can't belong to it; much of it in
     * pieces, as it is a multiple of its size meanwhile.
     */
    private static int endOfOther(byte[] text, int from) {
        int end = from;
        while (end < text.length
                && text[end] < 0
                && (end - from < LEAST_OF_MUCH || !isBetweenCharacters(text, end))) {
            end++;
        }
        return Math.max(end, from + 1);
    }

    /** Whether no character reaches over this place, however malformed: it has 4 bytes at most. */
    private static boolean isBetweenCharacters(byte[] text, int at) {
        return !continues(text, at)
                || continues(text, at - 1) && continues(text, at - 2) && continues(text, at - 3);
    }

    private static boolean continues(byte[] text, int at) {
        return (text[at] & 0xc0) == 0x80;
    }

    private static byte[] other(byte[] text, int from, int end) {
        return text[from] >= 0
                ? ASCII[text[from]]
                : encoded(new String(text, from, end - from, StandardCharsets.UTF_8));
    }

    private static byte[] encoded(String text) {
        StringBuilder out = new StringBuilder();
        append(out, text);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The length of the character of two bytes or more that begins there; 0 when there is none, or
     * none that XML allows. Source: RFC 3629 §4.
     */
    private static int wellFormed(byte[] text, int at) {
        int first = text[at] & 0xff;
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        if (first < 0xe0) {
            return follows(text, at + 1, 0x80, 0xbf) ? 2 : 0;
        }
        if (first < 0xf0) {
            boolean whole =
                    follows(text, at + 1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf)
                            && follows(text, at + 2, 0x80, 0xbf);
            boolean allowed =
                    first != 0xef
                            || !follows(text, at + 1, 0xbf, 0xbf)
                            || !follows(text, at + 2, 0xbe, 0xbf);
            return whole && allowed ? 3 : 0;
        }
        return follows(text, at + 1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf)
                        && follows(text, at + 2, 0x80, 0xbf)
                        && follows(text, at + 3, 0x80, 0xbf)
                ? 4
                : 0;
    }

    private static boolean follows(byte[] text, int at, int least, int most) {
        return at < text.length && (text[at] & 0xff) >= least && (text[at] & 0xff) <= most;
    }
}
