package org.supervisord.daemon.http;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.supervisord.config.HttpServerSettings;

/**
 * Tells requests that a foreign web page made a browser send. Browsers name the page's origin in
 * every POST; programs don't, and are not touched.
 */
public final class OriginPolicy {
    private final Set<String> ownNames;
    private final boolean anyName;
    private final boolean encrypted;

    private OriginPolicy(Set<String> ownNames, boolean anyName, boolean encrypted) {
        this.ownNames = ownNames;
        this.anyName = anyName;
        this.encrypted = encrypted;
    }

    /**
     * @param ownNames under which the server is known, besides localhost and bare addresses. Names
     *     matter because anybody's name can be made to point here (DNS rebinding)
     */
    public OriginPolicy(Set<String> ownNames) {
        this(ownNames, false, false);
    }

    /**
     * That of a server: it is known by the machine's name and by the one it listens at. One that
     * asks for a password is known by any: a browser gives the password to nobody else's name. So
     * is one on a Unix socket: no name of the network leads there, unless somebody means it to.
     *
     * @param hostName the machine's name
     */
    public static OriginPolicy of(HttpServerSettings server, String hostName) {
        Set<String> names = new HashSet<>();
        String host = hostName.toLowerCase(Locale.ROOT);
        names.add(host);
        names.add(host.replaceFirst("\\..*", ""));
        if (server instanceof HttpServerSettings.Inet inet) {
            names.add(inet.host());
            names.addAll(inet.serverNames());
            // it listens at all addresses
            names.remove("");
            return new OriginPolicy(names, inet.credentials().isPresent(), inet.tls().isPresent());
        }
        return new OriginPolicy(names, true, false);
    }

    /** Whether a page that is not of this server is behind the request. */
    public boolean isForeign(HttpRequest request) {
        Optional<String> site = request.headers().first("Sec-Fetch-Site");
        if (site.isPresent() && !site.get().equals("same-origin") && !site.get().equals("none")) {
            return true;
        }
        Optional<String> origin = request.headers().first("Origin");
        if (origin.isEmpty()) {
            return site.isPresent() && !mayBeOwn(request);
        }
        int scheme = origin.get().indexOf("://");
        String authority = scheme < 0 ? "" : origin.get().substring(scheme + 3);
        boolean sameHost =
                request.headers().first("Host").filter(authority::equalsIgnoreCase).isPresent();
        return !sameHost || !mayBeOwn(request);
    }

    /** Whether the request was not sent to a name that somebody else could have made lead here. */
    public boolean mayBeOwn(HttpRequest request) {
        return anyName || isOwnHost(request);
    }

    /** The URL that the request was sent to, up to the path. */
    public String ownUrl(HttpRequest request) {
        String host = request.headers().first("Host").orElse("");
        return encrypted
                ? "https://" + host.replaceFirst(":(443)?$", "")
                : "http://" + host.replaceFirst(":(80)?$", "");
    }

    /** Whether the request was sent to a name or an address that is known to be ours. */
    public boolean isOwnHost(HttpRequest request) {
        String host = request.headers().first("Host").orElse("").toLowerCase(Locale.ROOT);
        String name = host.replaceFirst(":[0-9]*$", "");
        return name.equals("localhost")
                || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                || name.matches("\\[[0-9a-f:.]+\\]")
                || ownNames.contains(name);
    }
}
