package org.supervisord.daemon.web;

import java.util.Optional;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.daemon.http.HttpRequest;
import org.supervisord.daemon.http.OriginPolicy;

/** Whether a request may change something, so that no foreign page can make a browser do it. */
final class ActionPolicy {
    private final boolean onlyReads;
    private final boolean trustsLinks;
    private final OriginPolicy origins;
    private final PageToken token;

    /** What a request is to be taken for. */
    enum Verdict {
        ALLOWED,
        /** A page of another site is behind it. */
        FOREIGN,
        /** Nothing tells who is behind it. */
        UNPROVEN,
        /** Whoever is behind it may only look. */
        READ_ONLY
    }

    /**
     * @param onlyReads whether the clients may look, but change nothing
     */
    ActionPolicy(
            HttpServerSettings server, OriginPolicy origins, PageToken token, boolean onlyReads) {
        this.onlyReads = onlyReads;
        this.trustsLinks =
                server instanceof HttpServerSettings.Unix
                        || server instanceof HttpServerSettings.Inet inet && inet.getActions();
        this.origins = origins;
        this.token = token;
    }

    Verdict judge(HttpRequest request, Form form) {
        if (onlyReads) {
            return Verdict.READ_ONLY;
        }
        if (token.isIn(form)) {
            // no other page can have read it. Where the page was read may be called otherwise than
            // we are: a proxy may send its own idea of our name
            boolean elsewhere = isCrossSite(request) || !origins.mayBeOwn(request);
            return elsewhere ? Verdict.FOREIGN : Verdict.ALLOWED;
        }
        if (origins.isForeign(request) || hasForeignReferer(request)) {
            return Verdict.FOREIGN;
        }
        boolean script = request.method().equals("POST") && !isFromBrowser(request);
        return trustsLinks || script ? Verdict.ALLOWED : Verdict.UNPROVEN;
    }

    private static boolean isCrossSite(HttpRequest request) {
        String site = request.headers().first("Sec-Fetch-Site").orElse("same-origin");
        return !site.equals("same-origin") && !site.equals("none");
    }

    private static boolean isFromBrowser(HttpRequest request) {
        return request.headers().first("Origin").isPresent()
                || request.headers().first("Referer").isPresent()
                || request.headers().first("Sec-Fetch-Site").isPresent();
    }

    private static boolean hasForeignReferer(HttpRequest request) {
        Optional<String> referer = request.headers().first("Referer");
        if (referer.isEmpty()) {
            return false;
        }
        String rest = referer.get().replaceFirst("^[a-zA-Z]+://", "");
        String authority = rest.replaceFirst("[/?#].*", "");
        return request.headers().first("Host").filter(authority::equalsIgnoreCase).isEmpty();
    }
}
