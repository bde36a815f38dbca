package org.supervisord.daemon.http;

import java.util.BitSet;

/** The small forms that messages are made of; each looked at once, whatever stands there. */
final class Syntax {
    private static final BitSet TOKEN = letters("!#$%&'*+-.^_`|~");
    private static final BitSet HOST = letters("-._~!$&'()*+,;=:%[]");

    private Syntax() {}

    private static BitSet letters(String more) {
        BitSet set = new BitSet();
        set.set('0', '9' + 1);
        set.set('A', 'Z' + 1);
        set.set('a', 'z' + 1);
        more.chars().forEach(set::set);
        return set;
    }

    /** Whether it could name a method or a field. Source: RFC 9110 §5.6.2. */
    static boolean isToken(CharSequence text) {
        return text.length() > 0 && consistsOf(TOKEN, text);
    }

    /** Whether it could be a name or an address, and a port. Source: RFC 3986 §3.2. */
    static boolean isHost(CharSequence text) {
        return consistsOf(HOST, text);
    }

    /** Every request has some of these looked at. */
    private static boolean consistsOf(BitSet letters, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!letters.get(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is a number of one digit or more. */
    static boolean isNumber(CharSequence text, int radix) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || Character.digit(c, radix) < 0) {
                return false;
            }
        }
        return text.length() > 0;
    }

    /** The number without zeros before it. */
    static String withoutZeros(String number) {
        int start = 0;
        while (start < number.length() - 1 && number.charAt(start) == '0') {
            start++;
        }
        return number.substring(start);
    }

    /** The text without blanks behind it. */
    static String withoutBlanksAtEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        return text.substring(0, end);
    }
}
