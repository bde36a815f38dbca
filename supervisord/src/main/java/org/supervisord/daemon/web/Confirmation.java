package org.supervisord.daemon.web;

/** The page that asks before something is done. */
final class Confirmation {
    private Confirmation() {}

    /** The middle of the page; its button does it. */
    static void write(Html html, String title, String why, Command command, String back) {
        html.element("h1", title);
        if (!why.isEmpty()) {
            html.element("p", why);
        }
        html.element("p", command.words() + "?", "class", "question");
        html.open("form", "method", "post", "action", Buttons.address(command.target()));
        Buttons.hidden(html, PageToken.FIELD, html.secret());
        Buttons.hidden(html, "back", back);
        Buttons.hidden(html, "confirmed", "yes");
        Verb verb = command.verb().orElseThrow();
        Buttons.hidden(html, "action", verb.field());
        if (verb == Verb.SIGNAL) {
            Buttons.hidden(html, "signal", command.detail());
        } else if (verb == Verb.STDIN) {
            Buttons.hidden(html, "line", command.detail());
        }
        html.open("div", "class", "toolbar");
        html.element("button", verb.label(), "type", "submit", "class", verb.field());
        html.element("a", "Cancel", "href", back, "class", "button");
        html.close().close();
    }
}
