package org.supervisord.daemon.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells requests that a foreign web page made a browser send. Browsers name the page's origin in
 * every POST; programs don't, and are not touched.
 */
public final class OriginPolicy {
    private final Set<String> ownNames;

    /**
     * @param ownNames under which the server is known, besides localhost and bare addresses. Names
     *     matter because anybody's name can be made to point here (DNS rebinding)
     */
    public OriginPolicy(Set<String> ownNames) {
        this.ownNames = ownNames;
    }

    /** Whether a page that is not of this server is behind the request. */
    public boolean isForeign(HttpRequest request) {
        Optional<String> site = request.headers().first("Sec-Fetch-Site");
        if (site.isPresent() && !site.get().equals("same-origin") && !site.get().equals("none")) {
            return true;
        }
        Optional<String> origin = request.headers().first("Origin");
        if (origin.isEmpty()) {
            return site.isPresent() && !isOwnHost(request);
        }
        int scheme = origin.get().indexOf("://");
        String authority = scheme < 0 ? "" : origin.get().substring(scheme + 3);
        boolean sameHost =
                request.headers().first("Host").filter(authority::equalsIgnoreCase).isPresent();
        return !sameHost || !isOwnHost(request);
    }

    private boolean isOwnHost(HttpRequest request) {
        String host = request.headers().first("Host").orElse("").toLowerCase(Locale.ROOT);
        String name = host.replaceFirst(":[0-9]*$", "");
        return name.equals("localhost")
                || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                || name.matches("\\[[0-9a-f:.]+\\]")
                || ownNames.contains(name);
    }
}
