package org.supervisord.daemon.output;

import java.io.ByteArrayOutputStream;

/**
 * Removes terminal escapes: what begins with ESC and {@code [}, up to the letter that ends it, also
 * when it comes in several pieces.
 */
final class AnsiStripper {
    private static final byte ESCAPE = 0x1b;
    private static final String LETTERS = "HfABCDRsuJKhlpm";

    /** What goes on for longer than this is no escape, but text that must not be lost. */
    private static final int LONGEST = 64;

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    /** The bytes without escapes; one that is not complete is held back until it is. */
    byte[] strip(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length);
        for (byte b : data) {
            if (held.size() == 0) {
                (b == ESCAPE ? held : out).write(b);
            } else if (held.size() == 1 && b != '[') {
                out.writeBytes(end());
                (b == ESCAPE ? held : out).write(b);
            } else if (held.size() > 1 && LETTERS.indexOf(b) >= 0) {
                held.reset();
            } else {
                held.write(b);
                if (held.size() >= LONGEST) {
                    out.writeBytes(end());
                }
            }
        }
        return out.toByteArray();
    }

    /** What is held back; it stays so. */
    byte[] held() {
        return held.toByteArray();
    }

    /** Holds back what the stripper of a former program has held back. */
    void resume(byte[] former) {
        held.writeBytes(former);
    }

    /** What is held back, as it will not be completed. */
    byte[] end() {
        byte[] rest = held.toByteArray();
        held.reset();
        return rest;
    }
}
