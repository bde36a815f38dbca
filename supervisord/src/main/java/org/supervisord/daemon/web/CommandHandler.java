package org.supervisord.daemon.web;

import java.util.List;
import java.util.Optional;
import org.supervisord.daemon.http.HttpStatus;
import org.supervisord.daemon.log.ActivityLog;

/** Takes lines of the command line. */
final class CommandHandler {
    private static final int LONGEST_LINE = 4096;

    private final CommandLine commands;
    private final Pages pages;
    private final ActivityLog log;

    CommandHandler(CommandLine commands, Pages pages, ActivityLog log) {
        this.commands = commands;
        this.pages = pages;
        this.log = log;
    }

    /** The page itself, and the lines that are posted to it. */
    void handle(Visit visit) {
        String line = visit.form().get("command", "").strip();
        if (!visit.isPost() || line.isEmpty()) {
            pages.show(
                    visit,
                    "console",
                    "Command line",
                    html -> ConsolePage.write(html, Optional.empty()));
            return;
        }
        switch (visit.verdict()) {
            case ALLOWED -> run(visit, line);
            case FOREIGN -> {
                log.warn("refused a command that a foreign web page sent");
                pages.refuseForeign(visit);
            }
            case READ_ONLY -> pages.refuseReader(visit);
            case UNPROVEN ->
                    pages.refuse(
                            visit,
                            HttpStatus.FORBIDDEN,
                            "Refused",
                            "Commands are taken from this page only. Load it anew.");
        }
    }

    private void run(Visit visit, String line) {
        if (line.length() > LONGEST_LINE || line.indexOf('\n') >= 0) {
            pages.refuse(visit, HttpStatus.BAD_REQUEST, "Refused", "This is not one short line.");
            return;
        }
        if (commands.isDrastic(line) && !visit.form().has("confirmed")) {
            if (visit.wantsJson()) {
                visit.json("{\"question\":true}");
            } else {
                show(visit, new ConsolePage.Said(line, "", true));
            }
            return;
        }
        commands.run(line)
                .whenComplete(
                        (result, failure) -> {
                            if (failure != null) {
                                fail(visit, failure);
                            } else if (visit.wantsJson()) {
                                visit.json(
                                        "{\"output\":"
                                                + Json.text(result.output())
                                                + ",\"status\":"
                                                + result.exitStatus()
                                                + "}");
                            } else {
                                show(visit, new ConsolePage.Said(line, result.output(), false));
                            }
                        });
    }

    private void show(Visit visit, ConsolePage.Said said) {
        pages.show(
                visit,
                "console",
                "Command line",
                html -> ConsolePage.write(html, Optional.of(said)));
    }

    private void fail(Visit visit, Throwable failure) {
        boolean busy = failure instanceof CommandLine.Busy;
        if (!busy) {
            log.error("Server Error: a command of the web page failed: " + failure);
        }
        pages.refuse(
                visit,
                busy ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.INTERNAL_SERVER_ERROR,
                "Not done",
                String.valueOf(failure.getMessage()));
    }

    /** What the word that is being typed may become. */
    void complete(Visit visit) {
        String line = visit.form().get("line", "");
        if (line.length() > LONGEST_LINE) {
            visit.json("[]");
            return;
        }
        commands.complete(line)
                .whenComplete((words, failure) -> visit.json(failure == null ? json(words) : "[]"));
    }

    private static String json(List<String> words) {
        return "[" + String.join(",", words.stream().map(Json::text).toList()) + "]";
    }
}
