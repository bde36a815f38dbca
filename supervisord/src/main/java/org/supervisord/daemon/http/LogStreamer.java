package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisord.daemon.log.ActivityLog;

/** Answers with a log file that goes on as it grows: {@code /logtail} and {@code /mainlogtail}. */
public final class LogStreamer {
    /** How much of what was written before is sent, unless a client asks for more. */
    private static final int BACK = 1024;

    private static final int MOST_BACK = 16 << 20;

    /** What has more of them is more than that. */
    private static final int DIGITS = 8;

    private static final Pattern ASKED = Pattern.compile("(?:^|&)back=0*([0-9]+)(?:&|$)");

    private final FileWatch watch;
    private final ActivityLog log;

    public LogStreamer(FileWatch watch, ActivityLog log) {
        this.watch = watch;
        this.log = log;
    }

    /** The two streams of a program. */
    public enum Stream {
        STDOUT,
        STDERR
    }

    /** Knows where programs log to. */
    @FunctionalInterface
    public interface ProcessLogs {
        /**
         * The file of one stream.
         *
         * @param process {@code group:process}, or the name of a process that is its own group
         * @return empty when there is no such process, or it has no such log
         */
        Optional<Path> of(String process, Stream stream);
    }

    /** For {@code /logtail/NAME}, {@code /logtail/NAME/stdout} and {@code /logtail/NAME/stderr}. */
    public HttpHandler processLogs(ProcessLogs logs) {
        return (request, responder) -> {
            // keeps nginx from holding back what comes in small pieces
            answer(request, responder, locate(request.path(), logs), "X-Accel-Buffering", "no");
        };
    }

    /** For {@code /mainlogtail}. */
    public HttpHandler activityLog(Supplier<Optional<Path>> file) {
        return (request, responder) -> answer(request, responder, file.get());
    }

    private static Optional<Path> locate(String path, ProcessLogs logs) {
        String[] parts = path.replaceFirst("^/+", "").split("/", 3);
        if (parts.length < 2) {
            return Optional.empty();
        }
        String stream = parts.length == 3 ? parts[2] : "stdout";
        return switch (stream) {
            case "stdout" -> logs.of(parts[1], Stream.STDOUT);
            case "stderr" -> logs.of(parts[1], Stream.STDERR);
            default -> Optional.empty();
        };
    }

    private void answer(
            HttpRequest request, Responder responder, Optional<Path> file, String... field) {
        if (!request.method().equals("GET")) {
            responder.respond(HttpResponse.error(HttpStatus.BAD_REQUEST));
            return;
        }
        if (file.isEmpty() || !Files.exists(file.get())) {
            responder.respond(HttpResponse.error(HttpStatus.NOT_FOUND));
            return;
        }
        LogTail tail;
        HttpResponse head;
        try {
            head = head(file.get(), field);
            tail = LogTail.open(file.get(), watch, back(request));
        } catch (FileSystemException e) {
            log.warn("cannot follow %s: %s".formatted(file.get(), e));
            responder.respond(HttpResponse.error(HttpStatus.NOT_FOUND));
            return;
        } catch (IOException e) {
            log.warn("cannot follow %s: %s".formatted(file.get(), e));
            responder.respond(HttpResponse.error(HttpStatus.SERVICE_UNAVAILABLE));
            return;
        }
        responder.stream(head, tail);
    }

    /** How much a client wants of what was written before: {@code ?back=65536}. */
    private static int back(HttpRequest request) {
        Matcher asked = ASKED.matcher(request.query().orElse(""));
        if (!asked.find()) {
            return BACK;
        }
        String digits = asked.group(1);
        return digits.length() > DIGITS ? MOST_BACK : Math.min(Integer.parseInt(digits), MOST_BACK);
    }

    private static HttpResponse head(Path file, String... field) throws IOException {
        HttpResponse head =
                HttpResponse.ok("text/plain;charset=utf-8", new byte[0])
                        .with("X-Content-Type-Options", "nosniff")
                        .with(
                                "Last-Modified",
                                HttpDate.of(Files.getLastModifiedTime(file).toInstant()));
        return field.length == 0 ? head : head.with(field[0], field[1]);
    }
}
