package org.supervisord.ctl.action;

import java.util.List;

/**
 * An option of an action.
 *
 * @param names what it is called, the usual name first: {@code --watch}, {@code -w}
 * @param value what stands behind it, in capitals; empty for an option that takes no value
 * @param help what it does
 */
public record Option(List<String> names, String value, String help) {
    static Option flag(String names, String help) {
        return new Option(List.of(names.split(" ")), "", help);
    }

    static Option valued(String names, String value, String help) {
        return new Option(List.of(names.split(" ")), value, help);
    }

    /** The first of its names. */
    public String name() {
        return names.get(0);
    }

    /** Whether a value follows it. */
    public boolean takesValue() {
        return !value.isEmpty();
    }
}
