package org.supervisord.daemon.web;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.supervisord.daemon.http.HttpResponse;
import org.supervisord.daemon.http.HttpStatus;
import org.supervisord.daemon.process.ManagedProcess;

/** Shows the ends of logs, and sends whole ones. */
final class LogHandler {
    private final LogPage page;
    private final Pages pages;
    private final Function<String, Optional<ManagedProcess>> processes;

    LogHandler(LogPage page, Pages pages, Function<String, Optional<ManagedProcess>> processes) {
        this.page = page;
        this.pages = pages;
        this.processes = processes;
    }

    /** The log of a process. */
    void ofProcess(Visit visit) {
        LogPage.Wanted wanted = LogPage.Wanted.ofProcess(visit.form());
        if (wanted.process().isEmpty()) {
            show(visit, "tail", wanted, "No process name found");
        } else {
            page.read(wanted).thenAccept(text -> show(visit, "tail", wanted, text));
        }
    }

    /** The log of the daemon. */
    void ofDaemon(Visit visit) {
        LogPage.Wanted wanted = LogPage.Wanted.ofDaemon(visit.form());
        page.read(wanted).thenAccept(text -> show(visit, "mainlog", wanted, text));
    }

    private void show(Visit visit, String name, LogPage.Wanted wanted, String text) {
        visit.respond(
                pages.of(visit, name)
                        .of(
                                HttpStatus.OK,
                                wanted.title(),
                                wanted.refreshSeconds(),
                                html -> page.write(html, wanted, text)));
    }

    /**
     * The file.
     *
     * @param daemonsLog the one that is sent where no process is named
     */
    void download(Visit visit, Optional<Path> daemonsLog) {
        Optional<String> name = visit.form().get("processname");
        String stream = visit.form().get("stream", "").equals("stderr") ? "stderr" : "stdout";
        Optional<Path> file =
                name.isEmpty()
                        ? daemonsLog
                        : processes
                                .apply(name.get())
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
            visit.respond(HttpResponse.error(HttpStatus.NOT_FOUND));
            return;
        }
        String saved =
                name.map(it -> it.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + stream)
                        .orElse("supervisord");
        HttpResponse head =
                HttpResponse.ok("text/plain;charset=utf-8", new byte[0])
                        .with("Content-Disposition", "attachment; filename=\"" + saved + ".log\"")
                        .with("X-Content-Type-Options", "nosniff");
        visit.responder().stream(head, source);
    }
}
