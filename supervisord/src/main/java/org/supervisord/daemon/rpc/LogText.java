package org.supervisord.daemon.rpc;

import java.util.List;
import org.supervisord.common.XmlText;

/** A text as a log has it, which may be long; in an answer it is a string. */
final class LogText {
    private final byte[] bytes;

    /** Of these bytes, which nobody may change any more. */
    LogText(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Its bytes in an answer. */
    byte[] encoded() {
        return XmlText.encode(bytes);
    }

    /** How many bytes it takes in an answer. */
    long size() {
        return XmlText.size(bytes);
    }

    @Override
    public String toString() {
        return XmlText.decode(bytes);
    }

    /** A value with strings in its place, for those who are no clients. */
    static Object plain(Object value) {
        if (value instanceof List<?> list && isIn(list)) {
            return list.stream().map(LogText::plain).toList();
        }
        return value instanceof LogText text ? text.toString() : value;
    }

    private static boolean isIn(List<?> list) {
        return list.stream()
                .anyMatch(
                        it -> it instanceof LogText || it instanceof List<?> inner && isIn(inner));
    }
}
