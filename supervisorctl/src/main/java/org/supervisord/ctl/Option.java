package org.supervisord.ctl;

import java.util.List;

/**
 * An option of an action.
 *
 * @param names what it is called, the usual name first: {@code --watch}, {@code -w}
 * @param value what stands behind it, in capitals; empty for an option that takes no value
 * @param help what it does
 */
record Option(List<String> names, String value, String help) {
    static Option flag(String names, String help) {
        return new Option(List.of(names.split(" ")), "", help);
    }

    static Option valued(String names, String value, String help) {
        return new Option(List.of(names.split(" ")), value, help);
    }

    String name() {
        return names.get(0);
    }

    boolean takesValue() {
        return !value.isEmpty();
    }
}
