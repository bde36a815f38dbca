package org.supervisord.config;

import static org.supervisord.config.LineGrammar.bool;
import static org.supervisord.config.LineGrammar.integer;
import static org.supervisord.config.LineGrammar.key;
import static org.supervisord.config.LineGrammar.mostly;
import static org.supervisord.config.LineGrammar.octal;
import static org.supervisord.config.LineGrammar.rarely;
import static org.supervisord.config.LineGrammar.section;
import static org.supervisord.config.LineGrammar.size;
import static org.supervisord.config.LineGrammar.user;
import static org.supervisord.config.LineGrammar.word;
import static org.supervisord.config.ProgramGrammar.environment;
import static org.supervisord.config.ProgramGrammar.programKeys;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes configurations: most of them good ones, with sections of all kinds. */
final class ConfigurationGrammar {
    private ConfigurationGrammar() {}

    static Arbitrary<String> configurations() {
        Arbitrary<List<String>> sections = others().list().ofMaxSize(4);
        Arbitrary<String> file =
                Combinators.combine(daemon(), sections, Arbitraries.of(0, 0, 0, 1, 2))
                        .as(
                                (daemon, rest, place) -> {
                                    List<String> all = new ArrayList<>(rest);
                                    all.add(Math.min(place, all.size()), daemon);
                                    return String.join("", all);
                                });
        Arbitrary<String> before =
                rarely(
                        "",
                        "\uFEFF",
                        "\n\n",
                        "; a comment\n",
                        "\t\n",
                        "# another\n",
                        "[DEFAULT]\npriority=5\n",
                        "what is this\n");
        Arbitrary<Integer> ends = Arbitraries.of(0, 0, 0, 0, 0, 0, 1, 2);
        return Combinators.combine(before, file, ends)
                .as(
                        (start, text, end) ->
                                switch (end) {
                                    case 1 -> (start + text).replace("\n", "\r\n");
                                    case 2 -> (start + text).stripTrailing();
                                    default -> start + text;
                                });
    }

    private static Arbitrary<String> daemon() {
        return section(
                "supervisord",
                List.of(
                        key(
                                "logfile",
                                mostly(
                                        List.of(
                                                "x.log",
                                                "%(here)s/d.log",
                                                "syslog",
                                                "/dev/null",
                                                "./x/../d.log"),
                                        "/nix/x",
                                        "~/x",
                                        "")),
                        key("logfile_maxbytes", size()),
                        key("logfile_backups", integer("0")),
                        key(
                                "loglevel",
                                mostly(
                                        List.of(
                                                "blather",
                                                "trace",
                                                "debug",
                                                "info",
                                                "warn",
                                                "error",
                                                "critical",
                                                "WARN"),
                                        "loud",
                                        "",
                                        "warning",
                                        "20")),
                        key("pidfile", mostly(List.of("x.pid", "%(here)s/d.pid"), "/nix/x", "")),
                        key("umask", octal()),
                        key("nodaemon", bool()),
                        key("silent", bool()),
                        key("nocleanup", bool()),
                        key("strip_ansi", bool()),
                        key("user", user()),
                        key("identifier", word()),
                        key("directory", mostly(List.of("/", "/tmp/", "%(here)s"), "/nix", "")),
                        key("minfds", integer("0", "-1")),
                        key("minprocs", integer()),
                        key("childlogdir", mostly(List.of("/tmp", "/tmp/"), "/nix")),
                        key("environment", environment()),
                        key("unknown", word())));
    }

    private static Arbitrary<String> others() {
        Arbitrary<String> withCommand =
                mostly(List.of("a", "b", "c", " d "), "e f", "g/h")
                        .flatMap(
                                name ->
                                        section("program:" + name, programKeys())
                                                .map(text -> text + "command=/bin/" + name + "\n"));
        return Arbitraries.oneOf(
                withCommand,
                withCommand,
                withCommand,
                section("program:bare", programKeys()),
                section(
                        "group:g",
                        List.of(
                                key(
                                        "programs",
                                        mostly(
                                                List.of("a", "a,b", " a , b ", "f", ""),
                                                "nix",
                                                "a,,b")),
                                key("priority", integer("1")))),
                listeners(),
                fastCgi(),
                section("unix_http_server", serverKeys()).map(text -> text + "file=/tmp/u.sock\n"),
                section("unix_http_server:two", serverKeys()),
                section("inet_http_server", serverKeys()).map(text -> text + "port=9001\n"),
                section("inet_http_server:two", serverKeys()),
                section("rpcinterface:supervisor", List.of(key("any", word())))
                        .map(
                                text ->
                                        text
                                                + "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n"),
                section("supervisorctl", List.of(key("prompt", word()))),
                section("unknown:section", List.of(key("some", word()))),
                Arbitraries.of(
                        "just a line\n",
                        "= no key\n",
                        "no=section\n",
                        "[\n",
                        "[]\n",
                        "  indented=1\n"));
    }

    private static Arbitrary<String> listeners() {
        List<Arbitrary<String>> listenerKeys = new ArrayList<>(programKeys());
        listenerKeys.add(key("buffer_size", integer("0", "-1")));
        listenerKeys.add(key("buffer_size", integer("5")));
        listenerKeys.add(key("result_handler", "supervisor.dispatchers:default_handler"));
        return Combinators.combine(
                        section("eventlistener:l", listenerKeys),
                        key(
                                "events",
                                mostly(
                                        List.of(
                                                "TICK",
                                                "tick_5,PROCESS_STATE",
                                                "EVENT",
                                                "PROCESS_LOG , TICK,TICK"),
                                        "NIX",
                                        "",
                                        "TICK,",
                                        "TICK_6")))
                .as((text, events) -> text + "command=cat\n" + events);
    }

    private static Arbitrary<String> fastCgi() {
        List<Arbitrary<String>> fcgiKeys = new ArrayList<>(programKeys());
        fcgiKeys.add(
                key(
                        "socket_owner",
                        mostly(List.of("web", "web:www", "0:0"), "nix", "web:", "web:nix")));
        fcgiKeys.add(key("socket_mode", octal()));
        fcgiKeys.add(key("socket_backlog", integer("65535", "0")));
        return Combinators.combine(
                        section("fcgi-program:f", fcgiKeys),
                        key(
                                "socket",
                                mostly(
                                        List.of(
                                                "unix:///tmp/x.sock",
                                                "tcp://LocalHost:9000",
                                                "unix://%(here)s/f.sock",
                                                "unix:///tmp/%(program_name)s"),
                                        "tcp://x",
                                        "unix://x",
                                        "tcp://x:0",
                                        "tcp://x:99999",
                                        "",
                                        "http://x:1",
                                        "%(nix)s")))
                .as((text, socket) -> text + "command=cat\n" + socket);
    }

    private static List<Arbitrary<String>> serverKeys() {
        return List.of(
                key(
                        "port",
                        mostly(
                                List.of(
                                        "9001",
                                        "*:9001",
                                        ":9001",
                                        "127.0.0.1:9001",
                                        "LOCALHOST:80",
                                        "[::1]:9001"),
                                "0",
                                "65536",
                                "x",
                                "x:",
                                "x:y",
                                "",
                                "-1")),
                key(
                        "file",
                        mostly(List.of("/tmp/s.sock", "%(here)s/s.sock", " /tmp/./s "), "%(nix)s")),
                key("chmod", octal()),
                key(
                        "chown",
                        mostly(
                                List.of("web", "web:www", "501:601", "root"),
                                "nix",
                                "web:",
                                "web:nix")),
                key("username", "u", ""),
                key(
                        "password",
                        "p",
                        "{SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d",
                        "%%x",
                        "p;q"));
    }
}
