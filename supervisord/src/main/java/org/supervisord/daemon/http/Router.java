package org.supervisord.daemon.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        Optional<HttpHandler> handler = handlerOf(request.path());
        if (handler.isPresent()) {
            handler.get().handle(request, responder);
        } else {
            responder.respond(nothingThere(request));
        }
    }

    @Override
    public int mostBodyBytes(String path) {
        return handlerOf(path).map(it -> it.mostBodyBytes(path)).orElse(Integer.MAX_VALUE);
    }

    private Optional<HttpHandler> handlerOf(String path) {
        return routes.stream()
                .filter(route -> path.startsWith(route.prefix()))
                .map(Route::handler)
                .findFirst();
    }

    /** The answer where there is nothing that could be read, or done otherwise. */
    public static HttpResponse nothingThere(HttpRequest request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return HttpResponse.error(reads ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST);
    }
}
