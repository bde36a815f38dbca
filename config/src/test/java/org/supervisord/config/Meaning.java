package org.supervisord.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes down what a configuration means, in the words of the recorder. */
final class Meaning {
    private final List<String> lines = new ArrayList<>();

    private Meaning() {}

    static List<String> of(Configuration read) {
        Meaning meaning = new Meaning();
        meaning.daemon(read.daemon());
        read.rpcInterfaces()
                .forEach(it -> meaning.line("rpcinterface", it.name(), pairs(it.options())));
        read.groups().forEach(meaning::group);
        read.servers().forEach(meaning::server);
        meaning.line("serverurl", text(read.serverurl()));
        read.warnings().forEach(it -> meaning.line("warning", it));
        return meaning.lines;
    }

    private void line(Object... words) {
        lines.add(joined(words));
    }

    private static String joined(Object... words) {
        return Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static String text(Optional<?> value) {
        return value.map(String::valueOf).orElse("-");
    }

    private static String text(OptionalInt value) {
        return value.isEmpty() ? "-" : Integer.toString(value.getAsInt());
    }

    private static String pairs(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(it -> it.getKey() + "=" + it.getValue())
                        .collect(Collectors.joining(" "));
    }

    private void daemon(DaemonSettings it) {
        line("logfile", it.logfile().map(Path::toString).orElse("syslog"));
        line("logfile_maxbytes", it.logfileMaxbytes());
        line("logfile_backups", it.logfileBackups());
        line("loglevel", it.loglevel().severity());
        line("pidfile", it.pidfile());
        line("identifier", it.identifier());
        line("childlogdir", it.childlogdir());
        line("nodaemon", it.nodaemon());
        line("silent", it.silent());
        line("nocleanup", it.nocleanup());
        line("strip_ansi", it.stripAnsi());
        line("minfds", it.minfds());
        line("minprocs", it.minprocs());
        line("umask", it.umask());
        // the recording has it without slashes at its end
        line("directory", text(it.directory().map(Path::of)));
        line("uid", text(it.user().map(RunAs::uid)));
        line("environment", pairs(it.environment()));
    }

    private void group(GroupSettings group) {
        String kind =
                group instanceof GroupSettings.EventListenerPool
                        ? "EventListenerPoolConfig"
                        : group instanceof GroupSettings.FastCgi
                                ? "FastCGIGroupConfig"
                                : "ProcessGroupConfig";
        line("group", group.name(), group.priority(), kind);
        if (group instanceof GroupSettings.EventListenerPool pool) {
            line("  buffer_size", pool.bufferSize());
            line("  events", String.join(",", pool.events()));
        }
        if (group instanceof GroupSettings.FastCgi fastCgi) {
            socket(fastCgi.socket());
        }
        group.programs().forEach(this::program);
    }

    private void socket(FcgiSocketSettings socket) {
        if (socket instanceof FcgiSocketSettings.Unix unix) {
            line(
                    "  socket",
                    unix.path(),
                    unix.owner().map(it -> it.uid() + ":" + it.gid()).orElse("-"),
                    Integer.toOctalString(unix.mode()),
                    text(unix.backlog()));
        } else if (socket instanceof FcgiSocketSettings.Tcp tcp) {
            line("  socket", tcp.host() + ":" + tcp.port(), text(tcp.backlog()));
        }
    }

    private void program(ProgramSettings it) {
        line("program", it.name());
        line("  command", it.command());
        line("  directory", text(it.directory()));
        line("  umask", text(it.umask()));
        line("  priority", it.priority());
        line("  autostart", it.autostart());
        line(
                "  autorestart",
                switch (it.autorestart()) {
                    case ALWAYS -> "true";
                    case NEVER -> "false";
                    case UNEXPECTED -> "unexpected";
                });
        line("  startsecs", it.startsecs());
        line("  startretries", it.startretries());
        line("  uid", text(it.user().map(RunAs::uid)));
        line("  stopsignal", it.stopsignal().number());
        line("  stopwaitsecs", it.stopwaitsecs());
        line("  stopasgroup", it.stopasgroup());
        line("  killasgroup", it.killasgroup());
        line("  redirect_stderr", it.redirectStderr());
        line("  serverurl", text(it.serverurl()));
        line(
                "  exitcodes",
                it.exitcodes().stream().map(String::valueOf).collect(Collectors.joining(",")));
        line("  environment", pairs(it.environment()));
        channel("stdout", it.stdout());
        channel("stderr", it.stderr());
    }

    private void channel(String name, ChannelSettings it) {
        String log =
                it.logfile() instanceof LogTarget.File file
                        ? file.path().toAbsolutePath().normalize().toString()
                        : it.logfile() instanceof LogTarget.Automatic
                                ? "AUTO"
                                : it.logfile() instanceof LogTarget.Unnamed ? "" : "-";
        line("  " + name + "_logfile", log);
        line("  " + name + "_logfile_maxbytes", it.maxbytes());
        line("  " + name + "_logfile_backups", it.backups());
        line("  " + name + "_capture_maxbytes", it.captureMaxbytes());
        line("  " + name + "_events_enabled", it.eventsEnabled());
        line("  " + name + "_syslog", it.syslog());
    }

    private void server(HttpServerSettings server) {
        String who =
                server.credentials().map(it -> it.username() + "/" + it.password()).orElse("-");
        if (server instanceof HttpServerSettings.Unix unix) {
            line(
                    "server",
                    unix.section(),
                    unix.file(),
                    Integer.toOctalString(unix.mode()),
                    unix.owner().map(it -> it.uid() + ":" + it.gid()).orElse("-1:-1"),
                    who);
        } else if (server instanceof HttpServerSettings.Inet inet) {
            line("server", inet.section(), inet.host(), inet.port(), who);
        }
    }
}
