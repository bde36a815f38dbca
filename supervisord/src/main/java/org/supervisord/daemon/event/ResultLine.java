package org.supervisord.daemon.event;

import org.supervisord.common.ByteQueue;

/** The line that a listener announces a result with: {@code RESULT} and the result's length. */
final class ResultLine {
    private static final byte[] WORD = {'R', 'E', 'S', 'U', 'L', 'T', ' '};
    private static final int MOST_DIGITS = 8;

    private ResultLine() {}

    /**
     * The length that a line tells, in bytes; -1 if it tells none.
     *
     * @param end where the line's newline is
     */
    static int length(ByteQueue bytes, int end) {
        if (!bytes.startsWith(WORD)) {
            return -1;
        }
        int from = WORD.length;
        int to = end;
        while (from < to && isBlank(bytes.at(from))) {
            from++;
        }
        while (from < to && isBlank(bytes.at(to - 1))) {
            to--;
        }
        if (from >= to || to - from > MOST_DIGITS) {
            return -1;
        }
        int length = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes.at(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            length = length * 10 + digit;
        }
        return length;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
