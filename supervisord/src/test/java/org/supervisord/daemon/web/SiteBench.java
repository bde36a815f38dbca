package org.supervisord.daemon.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.http.BodySource;
import org.supervisord.daemon.http.Headers;
import org.supervisord.daemon.http.HttpHandler;
import org.supervisord.daemon.http.HttpRequest;
import org.supervisord.daemon.http.HttpResponse;
import org.supervisord.daemon.http.HttpVersion;
import org.supervisord.daemon.http.OriginPolicy;
import org.supervisord.daemon.http.Responder;
import org.supervisord.daemon.log.ActivityLogFile;
import org.supervisord.daemon.log.LogBench;
import org.supervisord.daemon.rpc.AnswerRoom;
import org.supervisord.daemon.rpc.RpcEndpoint;
import org.supervisord.daemon.rpc.SupervisorMethods;
import org.supervisord.daemon.rpc.Upgrading;

/** The pages of a supervisor on a fake kernel, asked without a network. */
final class SiteBench {
    static final HttpServerSettings TCP =
            new HttpServerSettings.Inet(
                    "inet_http_server", "", 9001, Optional.empty(), false, List.of());
    static final HttpServerSettings OPEN_TCP =
            new HttpServerSettings.Inet(
                    "inet_http_server", "", 9001, Optional.empty(), true, List.of());
    static final HttpServerSettings UNIX =
            new HttpServerSettings.Unix(
                    "unix_http_server",
                    java.nio.file.Path.of("s.sock"),
                    0700,
                    Optional.empty(),
                    Optional.empty());

    /** Nothing here can be replaced. */
    static final Upgrading NO_UPGRADE =
            new Upgrading() {
                @Override
                public CompletableFuture<Outcome> upgrade() {
                    return new CompletableFuture<>();
                }

                @Override
                public Optional<Outcome> last() {
                    return Optional.empty();
                }
            };

    final SupervisorBench bench;
    final WebSite site;
    final HttpHandler handler;

    SiteBench(SupervisorBench bench) {
        this(bench, UNIX);
    }

    SiteBench(SupervisorBench bench, HttpServerSettings server) {
        this(bench, server, bench.scheduler.clock().wallMillis());
    }

    /** The pages of a program that has taken over from the one that the daemon began as. */
    SiteBench successor() {
        return new SiteBench(bench, UNIX, site.snapshot().startedAtMillis());
    }

    private SiteBench(SupervisorBench bench, HttpServerSettings server, long startedAtMillis) {
        this.bench = bench;
        ActivityLogFile logFile = new LogBench().activityLog(bench.supervisor.settings());
        RpcEndpoint endpoint =
                SupervisorMethods.endpoint(
                        bench.supervisor,
                        logFile,
                        bench.scheduler,
                        bench.events::add,
                        bench.bus::pools,
                        NO_UPGRADE,
                        new AnswerRoom(() -> true, task -> {}),
                        "1.2.3");
        site =
                new WebSite(
                        bench.supervisor,
                        endpoint::call,
                        bench.scheduler,
                        new About("1.2.3", "the-host", startedAtMillis),
                        bench.log.log());
        handler = site.on(server, OriginPolicy.of(server, "the-host"));
    }

    /** An answer, once it is there. */
    static final class Answer implements Responder {
        HttpResponse response;
        BodySource stream;

        @Override
        public void respond(HttpResponse given) {
            if (response != null) {
                throw new IllegalStateException("answered twice");
            }
            response = given;
        }

        @Override
        public void whenGone(Runnable task) {
            throw new IllegalStateException("pages do not mind");
        }

        @Override
        public void leave() {
            throw new IllegalStateException("no page is left to another program");
        }

        @Override
        public void stream(HttpResponse head, BodySource source) {
            respond(head);
            stream = source;
        }

        boolean isThere() {
            return response != null;
        }

        int status() {
            return response.status().code();
        }

        String body() {
            return response.body().stream()
                    .map(piece -> new String(piece, StandardCharsets.UTF_8))
                    .collect(Collectors.joining());
        }

        String header(String name) {
            return response.headers().first(name).orElse("");
        }
    }

    Answer get(String target, String... fields) {
        return ask("GET", target, "", fields);
    }

    Answer post(String target, String body, String... fields) {
        return ask("POST", target, body, fields);
    }

    /** Asks; the fields of the head are given as {@code Name: value}. */
    Answer ask(String method, String target, String body, String... fields) {
        List<Headers.Field> all = new ArrayList<>();
        for (String field : fields) {
            int colon = field.indexOf(": ");
            all.add(new Headers.Field(field.substring(0, colon), field.substring(colon + 2)));
        }
        if (all.stream().noneMatch(field -> field.name().equals("Host"))) {
            all.add(new Headers.Field("Host", "localhost:9001"));
        }
        int mark = target.indexOf('?');
        Answer answer = new Answer();
        handler.handle(
                new HttpRequest(
                        method,
                        mark < 0 ? target : target.substring(0, mark),
                        mark < 0 ? Optional.empty() : Optional.of(target.substring(mark + 1)),
                        HttpVersion.HTTP_1_1,
                        new Headers(all),
                        !body.isEmpty(),
                        body.getBytes(StandardCharsets.UTF_8)),
                answer);
        bench.scheduler.runDue();
        return answer;
    }

    /** The secret that the pages' forms hold. */
    String token() {
        Matcher found = Pattern.compile("data-token=\"([0-9a-f]{32})\"").matcher(get("/").body());
        if (!found.find()) {
            throw new AssertionError("no token on the page");
        }
        return found.group(1);
    }

    /** The names of all processes that are shown, in their order. */
    List<String> shown(String target) {
        Matcher rows = Pattern.compile("<tr data-name=\"([^\"]*)\"").matcher(get(target).body());
        List<String> names = new ArrayList<>();
        while (rows.find()) {
            names.add(rows.group(1));
        }
        return names;
    }
}
