package org.supervisord.ctl.terminal;

/**
 * Takes what would move a terminal, or turn around what it shows, out of what a program has
 * written: control characters, in UTF-8 those behind 0x7f as well, and overrides of the direction.
 * One for each stream, as characters may come in pieces.
 */
public final class HarmlessBytes {
    private static final byte INSTEAD = '?';
    private static final int C1_LEAD = 0xc2;

    private int twoBefore;

    /** The same number of bytes, none of which does anything but show a character. */
    public byte[] of(byte[] bytes) {
        byte[] out = bytes.clone();
        for (int i = 0; i < out.length; i++) {
            int b = out[i] & 0xff;
            int three = twoBefore << 8 | b;
            boolean control = b < ' ' && b != '\n' && b != '\t' || b == 0x7f;
            boolean second = (twoBefore & 0xff) == C1_LEAD && b >= 0x80 && b < 0xa0;
            twoBefore = three & 0xffff;
            if (control || second || turnsAround(three)) {
                out[i] = INSTEAD;
            }
        }
        return out;
    }

    /** U+202A to U+202E and U+2066 to U+2069 in UTF-8. */
    private static boolean turnsAround(int bytes) {
        return bytes >= 0xe280aa && bytes <= 0xe280ae || bytes >= 0xe281a6 && bytes <= 0xe281a9;
    }

    /** The same for a whole text. */
    public static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0;
            boolean turns = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
            out.append(control || turns ? '\ufffd' : c);
        }
        return out.toString();
    }
}
