package org.supervisord.daemon.web;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.supervisord.daemon.http.HttpStatus;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Scheduler;

/** Takes what forms and links want done: asks, refuses, does, and tells what came of it. */
final class ActionHandler {
    /** What takes longer is answered before it is done, if the page can be told of it later. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final WebActions actions;
    private final Pages pages;
    private final PageToken token;
    private final StatusFeed feed;
    private final Scheduler scheduler;
    private final ActivityLog log;
    private long lastTicket;

    ActionHandler(
            WebActions actions,
            Pages pages,
            PageToken token,
            StatusFeed feed,
            Scheduler scheduler,
            ActivityLog log) {
        this.actions = actions;
        this.pages = pages;
        this.token = token;
        this.feed = feed;
        this.scheduler = scheduler;
        this.log = log;
    }

    void handle(Visit visit) {
        Optional<Command> wanted = Command.of(visit.form(), visit.isLink());
        if (wanted.isEmpty()) {
            pages.refuse(
                    visit,
                    HttpStatus.BAD_REQUEST,
                    "Not understood",
                    "There is no such action, or it lacks a process, a signal or a line.");
            return;
        }
        Command command = wanted.get();
        boolean changes = command.verb().isPresent();
        switch (changes ? visit.verdict() : ActionPolicy.Verdict.ALLOWED) {
            case ALLOWED -> allowed(visit, command, changes && token.isIn(visit.form()));
            case FOREIGN -> {
                log.warn("refused an action that a foreign web page sent");
                pages.refuseForeign(visit);
            }
            case READ_ONLY -> pages.refuseReader(visit);
            case UNPROVEN ->
                    ask(
                            visit,
                            HttpStatus.FORBIDDEN,
                            "Do you mean it?",
                            "Nothing shows who made this link. Links are followed at once over a"
                                    + " Unix socket, or with get_actions=true in the section of"
                                    + " this server.",
                            command);
        }
    }

    private void allowed(Visit visit, Command command, boolean ours) {
        boolean confirmed = visit.form().has("confirmed") || visit.wantsJson();
        if (ours && command.verb().map(Verb::isDestructive).orElse(false) && !confirmed) {
            ask(visit, HttpStatus.OK, "Are you sure?", "", command);
        } else if (visit.wantsJson()) {
            answerScript(visit, actions.run(command));
        } else {
            actions.run(command).thenAccept(outcome -> tell(visit, command, outcome, ours));
        }
    }

    private void ask(Visit visit, HttpStatus status, String title, String why, Command command) {
        visit.respond(
                pages.of(visit, "confirm")
                        .of(
                                status,
                                title,
                                html ->
                                        Confirmation.write(
                                                html, title, why, command, visit.back())));
    }

    /**
     * Answers with what came of it. A page that listens is answered after a while in any case, and
     * told the rest later: browsers keep few connections to a server, and a few slow stops must not
     * use them up.
     */
    private void answerScript(Visit visit, CompletableFuture<Outcome> outcome) {
        if (!visit.form().has("listening")) {
            outcome.thenAccept(it -> visit.json(Json.of(it)));
            return;
        }
        String ticket = feed.position() + "-" + ++lastTicket;
        boolean[] answered = {false};
        var patience =
                scheduler.after(
                        PATIENCE,
                        () -> {
                            answered[0] = true;
                            visit.json("{\"ticket\":" + Json.text(ticket) + "}");
                        });
        outcome.thenAccept(
                it -> {
                    patience.cancel();
                    if (answered[0]) {
                        feed.result(
                                "{\"ticket\":"
                                        + Json.text(ticket)
                                        + ",\"outcome\":"
                                        + Json.of(it)
                                        + "}");
                    } else {
                        visit.json(Json.of(it));
                    }
                });
    }

    private static void tell(Visit visit, Command command, Outcome outcome, boolean ours) {
        if (!ours) {
            visit.redirect(
                    HttpStatus.MOVED_PERMANENTLY,
                    visit.serverUrl() + Form.address("/", "message", outcome.message()));
            return;
        }
        String back = visit.back();
        boolean beside = back.startsWith("index.html") && !outcome.parts().isEmpty();
        String about = beside && command.target() instanceof Target.One one ? one.name() : "";
        String fields = Form.address("", "message", outcome.message(), "about", about);
        visit.redirect(
                HttpStatus.SEE_OTHER,
                back.contains("?") ? back + "&" + fields.substring(1) : back + fields);
    }
}
