package org.supervisord.daemon.web;

import java.util.Optional;

/** The command line: what one would type at supervisorctl, and what it would print. */
final class ConsolePage {
    private ConsolePage() {}

    /**
     * A line that was typed, and what came of it.
     *
     * @param needsAnswer whether it is only done once somebody says that they mean it
     */
    record Said(String line, String output, boolean needsAnswer) {}

    /** The middle of the page. */
    static void write(Html html, Optional<Said> said) {
        html.element("h1", "Command line");
        html.element(
                "p",
                "What you would type at supervisorctl, such as “restart web:*”. “help” tells what"
                        + " there is.",
                "class",
                "hint");
        prompt(html, said);
    }

    /** The command line as a part of a page. */
    static void prompt(Html html, Optional<Said> said) {
        html.open("div", "class", "console");
        html.open(
                "pre",
                "class",
                "output",
                "tabindex",
                "0",
                "role",
                "log",
                "aria-label",
                "Output of commands");
        said.filter(it -> !it.needsAnswer())
                .ifPresent(it -> html.text("supervisor> " + it.line() + "\n" + it.output()));
        html.close();
        html.open("form", "method", "post", "action", "console.html", "class", "prompt");
        Buttons.hidden(html, PageToken.FIELD, html.secret());
        String line = said.filter(Said::needsAnswer).map(Said::line).orElse("");
        html.element("label", "supervisor>", "for", "command");
        html.open(
                "input",
                "id",
                "command",
                "name",
                "command",
                "value",
                line,
                "autocomplete",
                "off",
                "autocapitalize",
                "none",
                "spellcheck",
                "false");
        if (!line.isEmpty()) {
            html.open("p", "class", "question").text("Really? ");
            html.open("label");
            html.open("input", "type", "checkbox", "name", "confirmed", "value", "yes");
            html.text(" Yes, I mean it").close().close();
        }
        html.element("button", "Run", "type", "submit");
        html.close().close();
    }
}
