package org.supervisord.daemon.web;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.supervisord.daemon.http.Headers;
import org.supervisord.daemon.http.HttpRequest;
import org.supervisord.daemon.http.HttpResponse;
import org.supervisord.daemon.http.HttpStatus;

/** The style sheet, the scripts and the images: those named here, and no others. */
final class StaticFiles {
    private static final Map<String, String> TYPES =
            Map.of(
                    "stylesheets/supervisor.css", "text/css",
                    "scripts/supervisor.js", "text/javascript",
                    "images/icon.png", "image/png");

    private static final Set<String> FOLDERS = Set.of("stylesheets", "scripts", "images");

    /** Source: RFC 9110 §5.6.7. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Instant since;

    /**
     * The files of this program.
     *
     * @param sinceMillis since when it serves them, in milliseconds since 1970
     */
    StaticFiles(long sinceMillis) {
        this.since = Instant.ofEpochSecond(sinceMillis / 1000);
    }

    /** The file at a path without its first slash, empty when there is none. */
    Optional<HttpResponse> answer(HttpRequest request, String path) {
        if (FOLDERS.contains(path)) {
            return Optional.of(
                    HttpResponse.error(HttpStatus.MOVED_PERMANENTLY).with("Location", path + "/"));
        }
        String type = TYPES.get(path);
        if (type == null) {
            return Optional.empty();
        }
        if (isKnown(request)) {
            return Optional.of(
                    new HttpResponse(HttpStatus.NOT_MODIFIED, Headers.NONE, new byte[0]));
        }
        return Optional.of(
                HttpResponse.ok(type, read(path.substring(path.indexOf('/') + 1)))
                        .with("Last-Modified", DATE.format(since))
                        .with("Cache-Control", "no-cache")
                        .with("X-Content-Type-Options", "nosniff"));
    }

    private boolean isKnown(HttpRequest request) {
        Optional<String> field = request.headers().first("If-Modified-Since");
        try {
            return field.isPresent() && Instant.from(DATE.parse(field.get())).equals(since);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("a file of the program can't be read: " + name, e);
        }
    }
}
