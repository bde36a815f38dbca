package org.supervisord.daemon.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Hands a request to the first rule whose prefix its path begins with. A prefix is not a folder:
 * {@code /RPC2} matches {@code /RPC2x} too, as in the reference.
 */
public final class Router implements HttpHandler {
    private final List<Route> routes = new ArrayList<>();

    private record Route(String prefix, HttpHandler handler) {}

    /** Adds a rule behind those there are. */
    public Router route(String prefix, HttpHandler handler) {
        routes.add(new Route(prefix, handler));
        return this;
    }

    @Override
    public void handle(HttpRequest request, Responder responder) {
        for (Route route : routes) {
            if (request.path().startsWith(route.prefix())) {
                route.handler().handle(request, responder);
                return;
            }
        }
        responder.respond(nothingThere(request));
    }

    /** The answer where there is nothing that could be read, or done otherwise. */
    public static HttpResponse nothingThere(HttpRequest request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return HttpResponse.error(reads ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST);
    }
}
