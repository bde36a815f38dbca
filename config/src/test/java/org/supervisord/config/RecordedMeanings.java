package org.supervisord.config;

import java.util.ArrayList;
import java.util.List;

/** The escapes of recorded texts: of printable ASCII they show everything but the backslash. */
final class RecordedMeanings {
    private RecordedMeanings() {}

    /** The lines of a text, each with its end as an escape. */
    static List<String> escape(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> {
                    lines.add(line + "\\n");
                    line.setLength(0);
                }
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case '\\' -> line.append("\\\\");
                default -> {
                    if (c >= ' ' && c < 127) {
                        line.append(c);
                    } else {
                        line.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    /** What an escaped text stands for. Takes the escapes of Python's unicode_escape too. */
    static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char kind = text.charAt(at++);
            switch (kind) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case '\\' -> out.append('\\');
                case 'x', 'u', 'U' -> {
                    int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : 8;
                    out.appendCodePoint(Integer.parseInt(text.substring(at, at + digits), 16));
                    at += digits;
                }
                default -> throw new IllegalArgumentException("escape \\" + kind);
            }
        }
        return out.toString();
    }
}
