package org.supervisord.daemon.event;

import org.supervisord.common.ByteQueue;

/**
 * The line that a listener announces a result with: {@code RESULT}, a blank and the result's
 * length. As in the reference the first seven bytes may be any, and the length is written as
 * Python's {@code int()} takes it; a negative one would make no sense, unless it is nothing.
 */
final class ResultLine {
    private static final int WORD_LENGTH = "RESULT ".length();

    private ResultLine() {}

    /**
     * The length that a line tells, in bytes; -1 if it tells none.
     *
     * @param end where the line's newline is
     */
    static int length(ByteQueue bytes, int end) {
        int from = WORD_LENGTH;
        int to = end;
        while (from < to && isBlank(bytes.at(from))) {
            from++;
        }
        while (from < to && isBlank(bytes.at(to - 1))) {
            to--;
        }
        boolean negative = from < to && bytes.at(from) == '-';
        if (negative || from < to && bytes.at(from) == '+') {
            from++;
        }
        int number = digits(bytes, from, to);
        return negative && number > 0 ? -1 : number;
    }

    /** Digits, with single underscores between them; what is beyond an int is the largest one. */
    private static int digits(ByteQueue bytes, int from, int to) {
        int number = 0;
        boolean needsDigit = true;
        for (int i = from; i < to; i++) {
            int digit = bytes.at(i) - '0';
            if (bytes.at(i) == '_' && !needsDigit) {
                needsDigit = true;
            } else if (digit >= 0 && digit <= 9) {
                number = (int) Math.min(number * 10L + digit, Integer.MAX_VALUE);
                needsDigit = false;
            } else {
                return -1;
            }
        }
        return needsDigit ? -1 : number;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }
}
