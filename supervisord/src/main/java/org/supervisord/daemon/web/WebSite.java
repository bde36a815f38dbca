package org.supervisord.daemon.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.supervisord.common.NameSpec;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.daemon.Supervisor;
import org.supervisord.daemon.fatal.FatalReason;
import org.supervisord.daemon.http.HttpHandler;
import org.supervisord.daemon.http.HttpRequest;
import org.supervisord.daemon.http.HttpResponse;
import org.supervisord.daemon.http.HttpStatus;
import org.supervisord.daemon.http.OriginPolicy;
import org.supervisord.daemon.http.Responder;
import org.supervisord.daemon.http.Router;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.rpc.Description;
import org.supervisord.daemon.web.StatusModel.Row;

/** Which page is where. To be used on the loop's thread alone. */
public final class WebSite {
    private final Supervisor supervisor;
    private final Clock clock;
    private final About about;
    private final ActivityLog log;
    private final PageToken token = PageToken.fresh();
    private final StaticFiles files;
    private final WebActions actions;
    private final StatusPage statusPage;
    private final ControlPage controlPage;
    private final LogPage logPage;

    /**
     * The pages of a daemon.
     *
     * @param calls the methods of the interface
     * @param log told of requests that are refused
     */
    public WebSite(Supervisor supervisor, Calls calls, Clock clock, About about, ActivityLog log) {
        this.supervisor = supervisor;
        this.clock = clock;
        this.about = about;
        this.log = log;
        this.files = new StaticFiles(about.startedAtMillis());
        this.actions = new WebActions(supervisor, calls, clock);
        this.statusPage = new StatusPage(about, token);
        this.controlPage = new ControlPage(token);
        this.logPage = new LogPage(calls);
    }

    /** The pages as one of the daemon's servers shows them. */
    public HttpHandler on(HttpServerSettings server, OriginPolicy origins) {
        ActionPolicy policy = new ActionPolicy(server, origins, token);
        return (request, responder) ->
                new Visit(request, responder, Form.of(request), policy, origins).answer();
    }

    private Page page(String name) {
        return new Page(name, supervisor.settings().identifier(), about, token);
    }

    private Optional<ManagedProcess> process(String name) {
        NameSpec spec = NameSpec.parse(name);
        return supervisor
                .group(spec.group())
                .flatMap(group -> spec.process().flatMap(group::process));
    }

    private List<String> problems() {
        return supervisor.fatalReasons().all().stream().map(FatalReason::toString).toList();
    }

    /** One request. */
    private final class Visit {
        private final HttpRequest request;
        private final Responder responder;
        private final Form form;
        private final ActionPolicy policy;
        private final OriginPolicy origins;

        Visit(
                HttpRequest request,
                Responder responder,
                Form form,
                ActionPolicy policy,
                OriginPolicy origins) {
            this.request = request;
            this.responder = responder;
            this.form = form;
            this.policy = policy;
            this.origins = origins;
        }

        void answer() {
            String path = request.path().replaceFirst("^/+", "");
            boolean reads = request.method().equals("GET");
            if (reads || request.method().equals("HEAD")) {
                Optional<HttpResponse> file = files.answer(request, path);
                if (file.isPresent()) {
                    responder.respond(file.get());
                    return;
                }
            }
            if (!reads && !request.method().equals("POST")) {
                responder.respond(Router.nothingThere(request));
                return;
            }
            switch (path) {
                case "", "index.html" -> index();
                case "control.html" -> control();
                case "tail.html" -> log("tail", LogPage.Wanted.ofProcess(form));
                case "mainlog.html" -> log("mainlog", LogPage.Wanted.ofDaemon(form));
                case "download" -> download();
                case "ok.html" ->
                        responder.respond(
                                HttpResponse.ok(
                                        "text/plain", "OK".getBytes(StandardCharsets.US_ASCII)));
                default -> responder.respond(Router.nothingThere(request));
            }
        }

        private void show(String page, String title, Consumer<Html> content) {
            responder.respond(page(page).of(HttpStatus.OK, title, content));
        }

        private void index() {
            if (form.has("action")) {
                act();
                return;
            }
            StatusModel.Wanted wanted = StatusModel.Wanted.of(form);
            StatusModel model = StatusModel.of(supervisor, problems(), clock.wallMillis(), wanted);
            var said = new StatusPage.Said(form.get("message", ""), form.get("about"));
            long uptime = (clock.wallMillis() - about.startedAtMillis()) / 1000;
            var daemon =
                    new StatusPage.Daemon(
                            supervisor.pid(),
                            Description.uptime(uptime),
                            supervisor.configuration().file().toString());
            show(
                    "status",
                    "Processes",
                    html -> statusPage.write(html, model, daemon, wanted, said));
        }

        private void control() {
            String name = form.get("processname", "");
            Target target = Target.of(name);
            String message = form.get("message", "");
            if (target instanceof Target.One) {
                Optional<ManagedProcess> process = process(name);
                if (process.isEmpty()) {
                    missing("There is no process " + name + ".");
                    return;
                }
                Row row = Row.of(process.get(), clock.wallMillis());
                show("control", name, html -> controlPage.write(html, process.get(), row, message));
                return;
            }
            if (target instanceof Target.Group group && supervisor.group(group.name()).isEmpty()) {
                missing("There is no group " + group.name() + ".");
                return;
            }
            show("control", target.words(), html -> controlPage.write(html, target, message));
        }

        private void missing(String why) {
            refuse(HttpStatus.NOT_FOUND, "Not there", why);
        }

        private void refuse(HttpStatus status, String title, String why) {
            responder.respond(
                    page("refusal")
                            .of(
                                    status,
                                    title,
                                    html -> html.element("h1", title).element("p", why)));
        }

        private void log(String page, LogPage.Wanted wanted) {
            if (page.equals("tail") && wanted.process().isEmpty()) {
                show(page, "Log", html -> logPage.write(html, wanted, "No process name found"));
                return;
            }
            logPage.read(wanted)
                    .thenAccept(
                            text ->
                                    responder.respond(
                                            page(page)
                                                    .of(
                                                            HttpStatus.OK,
                                                            wanted.title(),
                                                            wanted.refreshSeconds(),
                                                            html ->
                                                                    logPage.write(
                                                                            html, wanted, text))));
        }

        private void download() {
            Optional<String> name = form.get("processname");
            String stream = form.get("stream", "").equals("stderr") ? "stderr" : "stdout";
            Optional<Path> file =
                    name.isEmpty()
                            ? supervisor.settings().logfile()
                            : process(name.get())
                                    .flatMap(
                                            it ->
                                                    stream.equals("stderr")
                                                            ? it.stderrLog()
                                                            : it.stdoutLog());
            Download source;
            try {
                source = file.isEmpty() ? null : Download.of(file.get());
            } catch (IOException e) {
                source = null;
            }
            if (source == null) {
                responder.respond(HttpResponse.error(HttpStatus.NOT_FOUND));
                return;
            }
            String saved =
                    name.map(it -> it.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + stream)
                            .orElse("supervisord");
            HttpResponse head =
                    HttpResponse.ok("text/plain;charset=utf-8", new byte[0])
                            .with(
                                    "Content-Disposition",
                                    "attachment; filename=\"" + saved + ".log\"")
                            .with("X-Content-Type-Options", "nosniff");
            responder.stream(head, source);
        }

        private void act() {
            Optional<Command> wanted = Command.of(form);
            if (wanted.isEmpty()) {
                refuse(
                        HttpStatus.BAD_REQUEST,
                        "Not understood",
                        "There is no such action, or it lacks a process, a signal or a line.");
                return;
            }
            Command command = wanted.get();
            boolean changes = command.verb().isPresent();
            switch (changes ? policy.judge(request, form) : ActionPolicy.Verdict.ALLOWED) {
                case ALLOWED -> {
                    boolean ours = changes && token.isIn(form);
                    if (ours && isDestructive(command) && !isConfirmed()) {
                        ask(HttpStatus.OK, "Are you sure?", "", command);
                    } else {
                        actions.run(command).thenAccept(outcome -> tell(command, outcome, ours));
                    }
                }
                case FOREIGN -> {
                    log.warn("refused an action that a foreign web page sent: " + request.path());
                    refuse(
                            HttpStatus.FORBIDDEN,
                            "Refused",
                            "The page that sent you here is not of this server, and may not do"
                                    + " anything with it.");
                }
                case UNPROVEN ->
                        ask(
                                HttpStatus.FORBIDDEN,
                                "Do you mean it?",
                                "Nothing shows who made this link. Links are followed at once over a"
                                        + " Unix socket, or with get_actions=true in the section of"
                                        + " this server.",
                                command);
            }
        }

        private static boolean isDestructive(Command command) {
            return command.verb().map(Verb::isDestructive).orElse(false);
        }

        private boolean isConfirmed() {
            return form.has("confirmed") || wantsJson();
        }

        private boolean wantsJson() {
            return request.headers().listed("Accept", "application/json");
        }

        private void ask(HttpStatus status, String title, String why, Command command) {
            String back = back();
            responder.respond(
                    page("confirm")
                            .of(
                                    status,
                                    title,
                                    html ->
                                            Confirmation.write(
                                                    html, token, title, why, command, back)));
        }

        /** The page of ours that a form says it is from. */
        private String back() {
            String back = form.get("back", "index.html");
            boolean ours = back.startsWith("index.html") || back.startsWith("control.html");
            return ours && Html.isRelative(back) ? back : "index.html";
        }

        private void tell(Command command, Outcome outcome, boolean ours) {
            if (wantsJson()) {
                byte[] body = Json.of(outcome).getBytes(StandardCharsets.UTF_8);
                responder.respond(
                        HttpResponse.ok("application/json", body)
                                .with("Cache-Control", "no-store"));
                return;
            }
            if (ours) {
                String back = back();
                String about = command.target() instanceof Target.One one ? one.name() : "";
                boolean beside = back.startsWith("index.html") && !outcome.parts().isEmpty();
                String fields =
                        Form.address(
                                "", "message", outcome.message(), "about", beside ? about : "");
                String location =
                        back.contains("?") ? back + "&" + fields.substring(1) : back + fields;
                redirect(HttpStatus.SEE_OTHER, location);
                return;
            }
            redirect(
                    HttpStatus.MOVED_PERMANENTLY,
                    serverUrl() + Form.address("/", "message", outcome.message()));
        }

        private void redirect(HttpStatus status, String location) {
            responder.respond(
                    HttpResponse.error(status)
                            .with("Location", location)
                            .with("Cache-Control", "no-store"));
        }

        /** Empty unless the client used a name of ours: nobody else's may get into a redirect. */
        private String serverUrl() {
            return origins.isOwnHost(request)
                    ? "http://"
                            + request.headers().first("Host").orElseThrow().replaceFirst(":80$", "")
                    : "";
        }
    }
}
