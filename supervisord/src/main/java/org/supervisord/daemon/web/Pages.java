package org.supervisord.daemon.web;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.supervisord.daemon.http.Headers;
import org.supervisord.daemon.http.HttpResponse;
import org.supervisord.daemon.http.HttpStatus;
import org.supervisord.daemon.loop.Clock;

/** Puts what is to be shown into the frame of a page. */
final class Pages {
    private final Supplier<String> identifier;
    private final About about;
    private final PageToken token;
    private final Supplier<String> position;
    private final Clock clock;

    /**
     * @param identifier the daemon's, as it is configured
     * @param position up to which change a page knows everything that is written now
     */
    Pages(
            Supplier<String> identifier,
            About about,
            PageToken token,
            Supplier<String> position,
            Clock clock) {
        this.identifier = identifier;
        this.about = about;
        this.token = token;
        this.position = position;
        this.clock = clock;
    }

    /**
     * A page of a kind. Its forms may act, unless it is asked for by a name that is not known to be
     * ours: whoever has made it point here could read the page.
     */
    Page of(Visit visit, String name) {
        String secret = visit.origins().mayBeOwn(visit.request()) ? token.text() : "";
        return new Page(name, identifier.get(), about, secret, position.get(), clock.wallMillis());
    }

    void show(Visit visit, String name, String title, Consumer<Html> content) {
        visit.respond(of(visit, name).of(HttpStatus.OK, title, content));
    }

    void refuse(Visit visit, HttpStatus status, String title, String why) {
        if (visit.wantsJson()) {
            visit.respond(
                    new HttpResponse(
                                    status,
                                    Headers.NONE,
                                    Json.of(Outcome.failure(why)).getBytes(StandardCharsets.UTF_8))
                            .with("Content-Type", "application/json"));
            return;
        }
        visit.respond(
                of(visit, "refusal")
                        .of(status, title, html -> html.element("h1", title).element("p", why)));
    }

    /** Says that a page of another site can't do this. */
    void refuseReader(Visit visit) {
        refuse(
                visit,
                HttpStatus.FORBIDDEN,
                "Refused",
                "You may look, but change nothing: access_read in the server's section says so.");
    }

    void refuseForeign(Visit visit) {
        boolean known = visit.origins().mayBeOwn(visit.request());
        refuse(
                visit,
                HttpStatus.FORBIDDEN,
                "Refused",
                known
                        ? "The page that sent you here is not of this server, and may not do"
                                + " anything with it."
                        : "This server does not know the name in the address as one of its own, and"
                                + " anybody can make a name lead here. If it is right, put it into"
                                + " server_names in the server's section, or ask for a password"
                                + " there.");
    }
}
