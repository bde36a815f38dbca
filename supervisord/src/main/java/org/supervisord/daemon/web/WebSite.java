package org.supervisord.daemon.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.supervisord.common.NameSpec;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.fatal.FatalReason;
import org.supervisord.daemon.http.BodySource;
import org.supervisord.daemon.http.HttpHandler;
import org.supervisord.daemon.http.HttpRequest;
import org.supervisord.daemon.http.HttpResponse;
import org.supervisord.daemon.http.HttpStatus;
import org.supervisord.daemon.http.OriginPolicy;
import org.supervisord.daemon.http.Responder;
import org.supervisord.daemon.http.Router;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.rpc.Description;
import org.supervisord.daemon.supervision.Supervisor;
import org.supervisord.daemon.web.StatusModel.Row;

/** Which page is where. To be used on the loop's thread alone. */
public final class WebSite {
    /** The most bytes of a form that is posted: pages show what is in it, some of it many times. */
    private static final int FORM_BYTES = 64 << 10;

    private final Supervisor supervisor;
    private final Scheduler scheduler;
    private final About about;
    private final PageToken token = new PageToken();
    private final Pages pages;
    private final StaticFiles files;
    private final StatusFeed feed;
    private final StatusPage statusPage;
    private final ActionHandler actions;
    private final CommandHandler commands;
    private final LogHandler logs;

    /**
     * The pages of a daemon.
     *
     * @param calls the methods of the interface
     * @param log told of requests that are refused
     */
    public WebSite(
            Supervisor supervisor, Calls calls, Scheduler scheduler, About about, ActivityLog log) {
        this.supervisor = supervisor;
        this.scheduler = scheduler;
        this.about = about;
        // those of this program, which may have taken over from one that the daemon began as
        long begunAtMillis = scheduler.clock().wallMillis();
        this.files = new StaticFiles(begunAtMillis);
        this.feed =
                new StatusFeed(
                        supervisor,
                        scheduler,
                        () -> model(StatusModel.Wanted.ALL),
                        Long.toString(begunAtMillis, Character.MAX_RADIX));
        this.statusPage = new StatusPage(about);
        this.pages =
                new Pages(
                        () -> supervisor.settings().identifier(),
                        about,
                        token,
                        feed::position,
                        scheduler.clock());
        WebActions doing = new WebActions(supervisor, calls, scheduler.clock());
        this.actions = new ActionHandler(doing, pages, token, feed, scheduler, log);
        this.commands = new CommandHandler(new CommandLine(calls, scheduler), pages, log);
        this.logs = new LogHandler(new LogPage(calls), pages, this::process);
        supervisor.fatalReasons().onChange(feed::daemonChanged);
    }

    /**
     * What another program needs to know of the pages that are open in browsers.
     *
     * @param startedAtMillis when the daemon began, in milliseconds since 1970
     * @param token the secret in their forms
     */
    public record Snapshot(long startedAtMillis, Optional<String> token) {}

    /** What another program needs to go on. */
    public Snapshot snapshot() {
        return new Snapshot(about.startedAtMillis(), token.secret());
    }

    /** Goes on with the pages that a former program has shown. */
    public void resume(Snapshot former) {
        token.resume(former.token());
    }

    /** Something has happened, which open pages may have to be told of. */
    public void happened(Event event) {
        feed.happened(event);
    }

    /** The pages as one of the daemon's servers shows them. */
    public HttpHandler on(HttpServerSettings server, OriginPolicy origins) {
        return with(new ActionPolicy(server, origins, token, false), origins);
    }

    /** The same for clients who may look, but change nothing. */
    public HttpHandler forReaders(HttpServerSettings server, OriginPolicy origins) {
        return with(new ActionPolicy(server, origins, token, true), origins);
    }

    private HttpHandler with(ActionPolicy policy, OriginPolicy origins) {
        return new HttpHandler() {
            @Override
            public void handle(HttpRequest request, Responder responder) {
                answer(new Visit(request, responder, Form.of(request), policy, origins));
            }

            @Override
            public int mostBodyBytes(String path) {
                return FORM_BYTES;
            }
        };
    }

    private void answer(Visit visit) {
        String path = visit.request().path().replaceFirst("^/+", "");
        String method = visit.request().method();
        if (method.equals("GET") || method.equals("HEAD")) {
            Optional<HttpResponse> file = files.answer(visit.request(), path);
            if (file.isPresent()) {
                visit.respond(file.get());
                return;
            }
        }
        Optional<Consumer<Visit>> page = page(path);
        if (page.isEmpty() || !method.equals("GET") && !method.equals("POST")) {
            visit.respond(Router.nothingThere(visit.request()));
        } else if (visit.isPost() && !visit.request().declaresBody()) {
            visit.respond(HttpResponse.error(HttpStatus.LENGTH_REQUIRED));
        } else {
            page.get().accept(visit);
        }
    }

    private Optional<Consumer<Visit>> page(String path) {
        return Optional.ofNullable(
                switch (path) {
                    case "", "index.html" -> this::index;
                    case "control.html" -> this::control;
                    case "tail.html" -> logs::ofProcess;
                    case "mainlog.html" -> logs::ofDaemon;
                    case "download" ->
                            visit -> logs.download(visit, supervisor.settings().logfile());
                    case "console.html" -> commands::handle;
                    case "complete" -> commands::complete;
                    case "events" -> this::events;
                    case "ok.html" -> WebSite::ok;
                    default -> null;
                });
    }

    private void index(Visit visit) {
        if (visit.form().has("action")) {
            actions.handle(visit);
        } else {
            status(visit);
        }
    }

    private static void ok(Visit visit) {
        visit.respond(HttpResponse.ok("text/plain", "OK".getBytes(StandardCharsets.US_ASCII)));
    }

    private StatusModel model(StatusModel.Wanted wanted) {
        List<String> problems =
                supervisor.fatalReasons().all().stream().map(FatalReason::toString).toList();
        return StatusModel.of(supervisor, problems, scheduler.clock().wallMillis(), wanted);
    }

    private Optional<ManagedProcess> process(String name) {
        NameSpec spec = NameSpec.parse(name);
        return supervisor
                .group(spec.group())
                .flatMap(group -> spec.process().flatMap(group::process));
    }

    private void status(Visit visit) {
        Form form = visit.form();
        StatusModel.Wanted wanted = StatusModel.Wanted.of(form);
        StatusModel model = model(wanted);
        var said = new StatusPage.Said(form.get("message", ""), form.get("about"));
        long now = scheduler.clock().wallMillis();
        var daemon =
                new StatusPage.Daemon(
                        supervisor.pid(),
                        Description.uptime((now - about.startedAtMillis()) / 1000),
                        supervisor.configuration().file().toString());
        pages.show(
                visit,
                "status",
                "Processes",
                html -> statusPage.write(html, model, daemon, wanted, said));
    }

    private void control(Visit visit) {
        String name = visit.form().get("processname", "");
        Target target = Target.of(name);
        String message = visit.form().get("message", "");
        if (target instanceof Target.One) {
            Optional<ManagedProcess> process = process(name);
            if (process.isEmpty()) {
                missing(visit, "There is no process " + name + ".");
                return;
            }
            Row row = Row.of(process.get(), scheduler.clock().wallMillis());
            pages.show(
                    visit,
                    "control",
                    name,
                    html -> ControlPage.write(html, process.get(), row, message));
        } else if (target instanceof Target.Group group
                && supervisor.group(group.name()).isEmpty()) {
            missing(visit, "There is no group " + group.name() + ".");
        } else {
            pages.show(
                    visit,
                    "control",
                    target.words(),
                    html -> ControlPage.write(html, target, message));
        }
    }

    private void missing(Visit visit, String why) {
        pages.refuse(visit, HttpStatus.NOT_FOUND, "Not there", why);
    }

    private void events(Visit visit) {
        String position =
                visit.request()
                        .headers()
                        .first("Last-Event-ID")
                        .orElse(visit.form().get("since", ""));
        Optional<BodySource> source = feed.open(position);
        if (source.isEmpty()) {
            visit.respond(HttpResponse.error(HttpStatus.SERVICE_UNAVAILABLE));
            return;
        }
        visit.responder().stream(
                HttpResponse.ok("text/event-stream", new byte[0])
                        .with("Cache-Control", "no-cache")
                        // keeps nginx from holding back what comes in small pieces
                        .with("X-Accel-Buffering", "no"),
                source.get());
    }
}
