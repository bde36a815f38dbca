package org.supervisord.daemon.web;

import org.supervisord.common.ProcessState;

/**
 * Buttons that act. Each is a plain button of a form that holds the page's token; scripts take over
 * by what is in its data attributes.
 */
final class Buttons {
    private Buttons() {}

    /**
     * Begins the form that buttons must stand in.
     *
     * @param back the page to return to
     */
    static void openForm(Html html, String back) {
        html.open("form", "method", "post", "action", "index.html", "class", "act");
        hidden(html, PageToken.FIELD, html.secret());
        hidden(html, "back", back);
    }

    static void hidden(Html html, String name, String value) {
        html.open("input", "type", "hidden", "name", name, "value", value);
    }

    /** A button that does something at once, or after a question. */
    static void button(Html html, Verb verb, Target target, boolean enabled) {
        button(html, verb, target, verb.label(), enabled);
    }

    /** The same under another name. */
    static void button(Html html, Verb verb, Target target, String label, boolean enabled) {
        html.element(
                "button",
                label,
                "name",
                "action",
                "value",
                verb.field(),
                "formaction",
                address(target),
                "class",
                verb.field(),
                "aria-label",
                label + " " + target.words(),
                "disabled",
                enabled ? null : "");
    }

    /** Where a form must go for its action to be done to the target. */
    static String address(Target target) {
        return target instanceof Target.All
                ? Form.address("index.html", "all", "yes")
                : Form.address("index.html", "processname", target.field());
    }

    /** Start or stop, whichever the state allows, and restart. */
    static void forState(Html html, ProcessState state, Target target) {
        boolean up = state.isRunning() || state == ProcessState.STOPPING;
        if (up) {
            button(html, Verb.STOP, target, state.isRunning());
        } else {
            button(html, Verb.START, target, true);
        }
        button(html, Verb.RESTART, target, state == ProcessState.RUNNING);
    }
}
