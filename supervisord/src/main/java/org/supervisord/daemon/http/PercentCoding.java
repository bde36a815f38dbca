package org.supervisord.daemon.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The {@code %41} of paths, and other bytes as they are: clients send names in UTF-8 either way.
 */
final class PercentCoding {
    private PercentCoding() {}

    /**
     * Decodes UTF-8; what is no escape, such as a lone percent sign, stays as it is.
     *
     * @param path with a character for each byte
     */
    static String decode(String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '%' && at + 2 < path.length()) {
                int high = hexDigit(path.charAt(at + 1));
                int low = hexDigit(path.charAt(at + 2));
                if (high >= 0 && low >= 0) {
                    bytes.write(high << 4 | low);
                    at += 3;
                    continue;
                }
            }
            bytes.write(c);
            at++;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
