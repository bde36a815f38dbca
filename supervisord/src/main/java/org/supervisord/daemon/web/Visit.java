package org.supervisord.daemon.web;

import java.nio.charset.StandardCharsets;
import org.supervisord.daemon.http.HttpRequest;
import org.supervisord.daemon.http.HttpResponse;
import org.supervisord.daemon.http.HttpStatus;
import org.supervisord.daemon.http.OriginPolicy;
import org.supervisord.daemon.http.Responder;

/** One request, what is known about where it came from, and ways to answer it. */
record Visit(
        HttpRequest request,
        Responder responder,
        Form form,
        ActionPolicy policy,
        OriginPolicy origins) {

    ActionPolicy.Verdict verdict() {
        return policy.judge(request, form);
    }

    boolean isPost() {
        return request.method().equals("POST");
    }

    /** Whether it may be a link from before; our own pages post what they want done. */
    boolean isLink() {
        return request.method().equals("GET") && !wantsJson();
    }

    boolean wantsJson() {
        return request.headers().listed("Accept", "application/json");
    }

    void respond(HttpResponse response) {
        responder.respond(response);
    }

    void json(String json) {
        respond(
                HttpResponse.ok("application/json", json.getBytes(StandardCharsets.UTF_8))
                        .with("Cache-Control", "no-store")
                        .with("X-Content-Type-Options", "nosniff"));
    }

    void redirect(HttpStatus status, String location) {
        respond(Page.notKept(HttpResponse.error(status).with("Location", location)));
    }

    /** Empty unless the client used a name of ours: nobody else's may get into a redirect. */
    String serverUrl() {
        return origins.isOwnHost(request) ? origins.ownUrl(request) : "";
    }

    /** The page of ours that a form says it is from. */
    String back() {
        String back = form.get("back", "index.html");
        boolean ours = back.startsWith("index.html") || back.startsWith("control.html");
        return ours && Html.isRelative(back) ? back : "index.html";
    }
}
