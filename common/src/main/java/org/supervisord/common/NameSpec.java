package org.supervisord.common;

import java.util.Optional;

/**
 * What a client names: one process ({@code name} or {@code group:name}) or all of a group ({@code
 * group:*} or {@code group:}).
 *
 * @param group the group's name
 * @param process the process's name, empty for the whole group
 */
public record NameSpec(String group, Optional<String> process) {

    /** Reads a name as a client sends it. Any text is a name; whether it exists is not asked. */
    public static NameSpec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new NameSpec(text, Optional.of(text));
        }
        String process = text.substring(colon + 1);
        boolean wholeGroup = process.isEmpty() || process.equals("*");
        return new NameSpec(
                text.substring(0, colon), wholeGroup ? Optional.empty() : Optional.of(process));
    }
}
