package org.supervisord.daemon.web;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;

/** The end of a log: of a stream of a process, or of the daemon itself. */
final class LogPage {
    /** What is shown at least, as on old pages. */
    private static final int LEAST_BYTES = 1024;

    private static final int USUAL_BYTES = 64 << 10;
    private static final int MOST_BYTES = 1 << 20;
    private static final int REFRESH_SECONDS = 5;

    /** Colours and the like. What is left of other escapes is shown as a picture. */
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");

    private final Calls calls;

    LogPage(Calls calls) {
        this.calls = calls;
    }

    /**
     * Which log, and how much of it.
     *
     * @param process empty for the daemon's own log
     * @param stream {@code stdout} or {@code stderr}
     * @param follows whether browsers without scripts are to load it again and again
     */
    record Wanted(Optional<String> process, String stream, int bytes, boolean follows) {
        static Wanted ofProcess(Form form) {
            return of(form, form.get("processname"));
        }

        static Wanted ofDaemon(Form form) {
            return of(form, Optional.empty());
        }

        private static Wanted of(Form form, Optional<String> process) {
            String limit = form.get("limit", "");
            int bytes = LEAST_BYTES;
            if (limit.matches("[0-9]+")) {
                bytes = limit.length() > 8 ? MOST_BYTES : Integer.parseInt(limit);
                bytes = Math.min(Math.max(bytes, LEAST_BYTES), MOST_BYTES);
            }
            boolean stderr = form.get("stream", "").equals("stderr");
            return new Wanted(process, stderr ? "stderr" : "stdout", bytes, form.has("follow"));
        }

        String title() {
            return process.map(name -> name + " " + stream).orElse("Main log");
        }

        int refreshSeconds() {
            return follows ? REFRESH_SECONDS : 0;
        }

        private String page(String stream, int bytes, boolean follows) {
            return Form.address(
                    process.isPresent() ? "tail.html" : "mainlog.html",
                    "processname",
                    process.orElse(""),
                    "stream",
                    process.isPresent() ? stream : "",
                    "limit",
                    String.valueOf(bytes),
                    "follow",
                    follows ? "yes" : "");
        }

        private String live() {
            String path =
                    process.map(name -> "logtail/" + Form.encode(name) + "/" + stream)
                            .orElse("mainlogtail");
            return Form.address(path, "back", String.valueOf(USUAL_BYTES));
        }

        private String download() {
            return Form.address(
                    "download",
                    "processname",
                    process.orElse(""),
                    "stream",
                    process.isPresent() ? stream : "");
        }
    }

    /** Where the log of a process is shown. */
    static String address(String process, String stream) {
        return new Wanted(Optional.of(process), stream, USUAL_BYTES, false)
                .page(stream, USUAL_BYTES, false);
    }

    /** The text to be shown, in words if there is none. */
    CompletableFuture<String> read(Wanted wanted) {
        if (wanted.process().isPresent()) {
            String name = wanted.process().get();
            String method = wanted.stream().equals("stderr") ? "Stderr" : "Stdout";
            return calls.call("supervisor.readProcess" + method + "Log", name, -wanted.bytes(), 0)
                    .handle((text, failure) -> shown(text, failure, name));
        }
        return calls.call("supervisor.readLog", -wanted.bytes(), 0)
                .handle((text, failure) -> shown(text, failure, "supervisord"));
    }

    private static String shown(Object text, Throwable failure, String name) {
        if (failure == null) {
            return ESCAPES.matcher((String) text).replaceAll("");
        }
        Throwable cause = WebActions.cause(failure);
        if (!(cause instanceof RpcFault fault)) {
            return "ERROR: " + cause;
        }
        return fault.fault() == Fault.NO_FILE
                ? "No file for " + name
                : "ERROR: unexpected rpc fault [%d] %s"
                        .formatted(fault.fault().code(), fault.text());
    }

    /** The middle of the page. */
    void write(Html html, Wanted wanted, String text) {
        html.element("h1", wanted.title());
        html.open("div", "class", "toolbar logbar");
        if (wanted.process().isPresent()) {
            html.open("span", "class", "tabs", "role", "group", "aria-label", "Stream");
            for (String stream : List.of("stdout", "stderr")) {
                html.element(
                        "a",
                        stream,
                        "class",
                        "button",
                        "href",
                        wanted.page(stream, wanted.bytes(), wanted.follows()),
                        "aria-current",
                        stream.equals(wanted.stream()) ? "page" : null);
            }
            html.close();
        }
        String page = wanted.page(wanted.stream(), wanted.bytes(), false);
        html.element("a", "Refresh", "class", "button without-script", "href", page);
        html.element(
                "a",
                wanted.follows() ? "Stop following" : "Follow",
                "class",
                "button without-script",
                "href",
                wanted.page(wanted.stream(), wanted.bytes(), !wanted.follows()));
        String more = wanted.page(wanted.stream(), wanted.bytes() * 4, wanted.follows());
        html.element("a", "Show more", "class", "button without-script", "href", more);
        html.element("a", "Download", "class", "button", "href", wanted.download());
        wanted.process()
                .ifPresent(
                        name ->
                                html.element(
                                        "a",
                                        "Process",
                                        "class",
                                        "button",
                                        "href",
                                        ControlPage.address(new Target.One(name))));
        html.close();
        html.open(
                "pre",
                "id",
                "log",
                "tabindex",
                "0",
                "role",
                "log",
                "aria-live",
                "off",
                "aria-label",
                wanted.title(),
                "data-live",
                wanted.live());
        html.text(text);
        html.close();
    }
}
