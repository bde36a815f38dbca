package org.supervisord.ctl.terminal;

/**
 * Takes what would move a terminal out of what a program has written: control characters, in UTF-8
 * those behind 0x7f as well. One for each stream, as characters may come in two pieces.
 */
public final class HarmlessBytes {
    private static final byte INSTEAD = '?';
    private static final byte C1_LEAD = (byte) 0xc2;

    private boolean afterLead;

    /** The same number of bytes, none of which does anything but show a character. */
    public byte[] of(byte[] bytes) {
        byte[] out = bytes.clone();
        for (int i = 0; i < out.length; i++) {
            byte b = out[i];
            boolean control = b >= 0 && b < ' ' && b != '\n' && b != '\t' || b == 0x7f;
            boolean second = afterLead && b >= (byte) 0x80 && b < (byte) 0xa0;
            afterLead = b == C1_LEAD;
            if (control || second) {
                out[i] = INSTEAD;
            }
        }
        return out;
    }

    /** The same for a whole text. */
    public static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0;
            out.append(control ? '\ufffd' : c);
        }
        return out.toString();
    }
}
