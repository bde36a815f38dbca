package org.supervisord.daemon.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.supervisord.daemon.http.Headers;
import org.supervisord.daemon.http.HttpResponse;
import org.supervisord.daemon.http.HttpStatus;

/** What all pages have in common: their frame, and the header fields that keep them safe. */
final class Page {
    /** Scripts, styles and images of ours only, forms to us only, in nobody's frame. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final String PRAGMA = "Pragma";
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String EXPIRES = "Expires";
    private static final String NO_CACHE = "no-cache";
    private static final String LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT";

    private static final List<Headers.Field> FIELDS =
            List.of(
                    new Headers.Field("Content-Type", "text/html;charset=utf-8"),
                    new Headers.Field(PRAGMA, NO_CACHE),
                    new Headers.Field(CACHE_CONTROL, NO_CACHE),
                    new Headers.Field(EXPIRES, LONG_AGO),
                    new Headers.Field("Content-Security-Policy", POLICY),
                    new Headers.Field("X-Content-Type-Options", "nosniff"),
                    new Headers.Field("X-Frame-Options", "DENY"),
                    new Headers.Field("Referrer-Policy", "same-origin"));

    private final String name;
    private final String identifier;
    private final About about;
    private final String secret;
    private final String position;
    private final long nowMillis;

    /**
     * A kind of page.
     *
     * @param name for the style sheet and the scripts
     * @param secret for its forms
     * @param position up to which change it knows everything
     * @param nowMillis the daemon's clock, in milliseconds since 1970
     */
    Page(
            String name,
            String identifier,
            About about,
            String secret,
            String position,
            long nowMillis) {
        this.name = name;
        this.identifier = identifier;
        this.about = about;
        this.secret = secret;
        this.position = position;
        this.nowMillis = nowMillis;
    }

    /** An answer that no client keeps, as no page is kept. */
    static HttpResponse notKept(HttpResponse response) {
        return response.with(PRAGMA, NO_CACHE)
                .with(CACHE_CONTROL, NO_CACHE)
                .with(EXPIRES, LONG_AGO);
    }

    /** The page with this in its middle. */
    HttpResponse of(HttpStatus status, String title, Consumer<Html> content) {
        return of(status, title, 0, content);
    }

    /**
     * The page with this in its middle.
     *
     * @param refreshSeconds after which browsers without scripts load it again; 0 for never
     */
    HttpResponse of(HttpStatus status, String title, int refreshSeconds, Consumer<Html> content) {
        Html html = Html.document(secret);
        html.open("html", "lang", "en").open("head");
        html.open("meta", "charset", "utf-8");
        html.element("title", title + " – " + identifier + " on " + about.host());
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.open("meta", "name", "color-scheme", "content", "light dark");
        if (refreshSeconds > 0) {
            html.open("noscript");
            html.open("meta", "http-equiv", "refresh", "content", String.valueOf(refreshSeconds));
            html.close();
        }
        html.open("link", "rel", "icon", "type", "image/png", "href", "images/icon.png");
        html.open("link", "rel", "stylesheet", "href", "stylesheets/supervisor.css");
        html.open("script", "src", "scripts/supervisor.js", "defer", "").close();
        html.close();
        html.open(
                "body",
                "data-page",
                name,
                "data-token",
                secret,
                "data-position",
                position,
                "data-now",
                String.valueOf(nowMillis));
        html.element("a", "Skip to the content", "class", "skip", "href", "#content");
        header(html);
        html.open("main", "id", "content", "tabindex", "-1");
        content.accept(html);
        html.close();
        html.open("footer").open("p");
        html.text("supervisord " + about.version() + " on " + about.host());
        html.close().close().close().close();
        byte[] body = html.toString().getBytes(StandardCharsets.UTF_8);
        return new HttpResponse(status, new Headers(FIELDS), body);
    }

    private void header(Html html) {
        html.open("header", "class", "top");
        html.open("a", "class", "brand", "href", "index.html");
        html.open("span", "class", "mark", "aria-hidden", "true").close();
        html.element("span", identifier, "class", "identifier");
        html.element("span", about.host(), "class", "host").close();
        html.open("nav", "aria-label", "Pages");
        link(html, "status", "index.html", "Processes");
        link(html, "mainlog", "mainlog.html", "Main log");
        link(html, "console", "console.html", "Command line");
        html.close();
        html.element(
                "button",
                "Theme",
                "type",
                "button",
                "id",
                "theme",
                "class",
                "needs-script",
                "hidden",
                "");
        html.close();
    }

    private void link(Html html, String page, String address, String text) {
        html.element("a", text, "href", address, "aria-current", name.equals(page) ? "page" : null);
    }

    /** A message about what was done, empty for none. */
    static void message(Html html, String message) {
        html.open("p", "class", "message", "role", "status");
        html.text(message).close();
    }
}
