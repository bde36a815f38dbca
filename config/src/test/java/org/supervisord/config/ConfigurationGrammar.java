package org.supervisord.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes configurations: most of them good ones, in all the forms that the dialect allows. */
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

    /** The first one, but for one time in twenty-five. */
    private static Arbitrary<String> rarely(String usually, String... others) {
        return Arbitraries.integers()
                .between(1, 25)
                .flatMap(n -> n < 25 ? Arbitraries.just(usually) : Arbitraries.of(others));
    }

    private static Arbitrary<String> section(String header, List<Arbitrary<String>> keys) {
        Arbitrary<String> lines =
                Arbitraries.oneOf(keys).list().ofMaxSize(5).map(list -> String.join("", list));
        Arbitrary<String> head =
                rarely(
                        "[" + header + "]\n",
                        "[" + header + "] ; here\n",
                        "[" + header + "]x\n",
                        " [" + header + "]\n",
                        "[" + header + " ]\n");
        return Combinators.combine(head, lines).as((start, rest) -> start + rest);
    }

    /** A line, or some lines, that give a key a value. */
    private static Arbitrary<String> key(String name, Arbitrary<String> values) {
        Arbitrary<String> names =
                rarely(name, name.toUpperCase(Locale.ROOT), name + " ", name + "\t");
        Arbitrary<String> signs = rarely("=", ":", " = ", " : ", "=\n  ", "= ");
        Arbitrary<String> ends =
                rarely(
                        "\n",
                        " ; comment\n",
                        "\t; comment\n",
                        " # comment\n",
                        ";no comment\n",
                        "\n\n",
                        "  \n",
                        "\n; comment\n",
                        "\n\n  more\n",
                        "\n\tmore\n",
                        " #\n");
        return Combinators.combine(names, signs, values, ends)
                .as((key, sign, value, end) -> key + sign + value + end);
    }

    private static Arbitrary<String> key(String name, String... values) {
        return key(name, Arbitraries.of(values));
    }

    /** Mostly good values; some others. */
    private static Arbitrary<String> mostly(List<String> good, String... bad) {
        return Arbitraries.integers()
                .between(1, 50)
                .flatMap(n -> n < 50 ? Arbitraries.of(good) : Arbitraries.of(bad));
    }

    private static Arbitrary<String> integer(String... more) {
        List<String> good = new ArrayList<>(List.of(more));
        good.addAll(List.of("1", "2", "007", "+3", "1_0"));
        return mostly(good, "ten", "", "1.5", "0x10", "1__0", "_1", "-", "- 1", "\u0663", "1 2");
    }

    private static Arbitrary<String> bool() {
        return mostly(
                List.of("yes", "true", "on", "1", "no", "false", "off", "0", "TRUE", "No"),
                "maybe",
                "",
                "2",
                "y",
                "t");
    }

    private static Arbitrary<String> size() {
        return mostly(
                List.of("0", "1", "1KB", "1mb", "2Gb", "1 kb", "+1KB", "12_0"),
                "1b",
                "1.5MB",
                "KB",
                "",
                "10k",
                "B",
                "1TB");
    }

    private static Arbitrary<String> octal() {
        return mostly(
                List.of("022", "0", "777", "0o22", "0O7", "0_22", "+22"), "8", "", "rwx", "0b1");
    }

    private static Arbitrary<String> user() {
        return mostly(List.of("root", "web", "501", "0"), "nix", "999", "", "-1", "Root");
    }

    private static Arbitrary<String> word() {
        return mostly(
                List.of(
                        "plain",
                        "two words",
                        "a;b",
                        "a#b",
                        "a ;b",
                        "x %(here)s y",
                        "%(ENV_COLOR)s",
                        "%(ENV_COUNT)5s|",
                        "100%%",
                        "%(host_node_name)s",
                        "caf\u00e9",
                        "\uD83D\uDE00 x",
                        "'quoted'",
                        "\"a=b\"",
                        "=",
                        ":x",
                        "x\\",
                        "\u00a0x"),
                "100%",
                "%(nix)s",
                "%(ENV_NIX)s",
                "%d",
                "%(here)d",
                "%(here",
                "%");
    }

    private static Arbitrary<String> inProgram() {
        return mostly(
                List.of(
                        "plain",
                        "%(program_name)s",
                        "%(group_name)s-%(program_name)s",
                        "%(process_num)d of %(numprocs)s",
                        "%(process_num)02d",
                        "%(process_num)x",
                        "%(ENV_A)s",
                        "%(ENV_COLOR)s %(here)s",
                        "%(host_node_name)s",
                        "50%%"),
                "%(nix)s",
                "%(process_num)q",
                "%",
                "%(program_name)d",
                "");
    }

    private static Arbitrary<String> environment() {
        return mostly(
                List.of(
                        "A=1",
                        "A=1,B=2",
                        "A=1,B=2,",
                        "A=\"1,2\",B='x y'",
                        "A=%(ENV_COLOR)s",
                        "A=\"%%\"",
                        "A='it\"s'",
                        "A=\"a\\\"b\"",
                        "A=/x/y.z:1-2+3()",
                        "A = 1 , B = 2",
                        "A=1 B=2 C=3",
                        "A=1,A=2",
                        "",
                        "A=\"\"",
                        "A=x\"y\"z",
                        "A=\"caf\u00e9\"",
                        "A=caf\u00e9",
                        "A=1,\n  B=2",
                        "A=a@b",
                        "A=*"),
                "A",
                "A=",
                "=1",
                "A=1,B",
                "A=\"1",
                "A='",
                "A=%(nix)s",
                "A=\\",
                "A==1",
                ",");
    }

    private static Arbitrary<String> log() {
        return mostly(
                List.of(
                        "NONE",
                        "off",
                        "AUTO",
                        "auto",
                        "%(here)s/x.log",
                        "%(here)s/./y.log",
                        "/dev/stdout",
                        "/tmp/%%%%.log",
                        "syslog"),
                "/nix/x.log",
                "~nix/x",
                "",
                "%(nix)s");
    }

    private static List<Arbitrary<String>> programKeys() {
        List<Arbitrary<String>> keys =
                new ArrayList<>(
                        List.of(
                                key(
                                        "process_name",
                                        mostly(
                                                List.of(
                                                        "p",
                                                        "%(program_name)s_%(process_num)02d",
                                                        "%(process_num)d%(ENV_A)s",
                                                        " x "),
                                                "a b",
                                                "a:b",
                                                "a/b",
                                                "%(nix)s",
                                                "")),
                                key("numprocs", integer("0", "3")),
                                key("numprocs_start", integer("-1", "5")),
                                key("directory", inProgram()),
                                key("umask", octal()),
                                key("priority", integer("-1", "999")),
                                key("autostart", bool()),
                                key(
                                        "autorestart",
                                        mostly(
                                                List.of(
                                                        "true",
                                                        "no",
                                                        "unexpected",
                                                        "UNEXPECTED",
                                                        "1"),
                                                "maybe",
                                                "")),
                                key("startsecs", integer("0", "-1")),
                                key("startretries", integer("0")),
                                key("user", user()),
                                key(
                                        "stopsignal",
                                        mostly(
                                                List.of(
                                                        "TERM", "sigterm", "Hup", "9", "SIGUSR1",
                                                        "RTMIN", "CLD", " int "),
                                                "NIX",
                                                "0",
                                                "99",
                                                "",
                                                "-1",
                                                "SIG")),
                                key("stopwaitsecs", integer("0")),
                                key("stopasgroup", bool()),
                                key("killasgroup", bool()),
                                key(
                                        "exitcodes",
                                        mostly(
                                                List.of("0", "0,1", " 0 , 255", "", "+1"),
                                                "256",
                                                "-1",
                                                "0,,1",
                                                "a",
                                                "0,")),
                                key("redirect_stderr", bool()),
                                key("environment", environment()),
                                key(
                                        "serverurl",
                                        mostly(
                                                List.of("AUTO", " auto", "http://x:1", ""),
                                                "%(nix)s")),
                                key("command", inProgram())));
        keys.addAll(channelKeys());
        return keys;
    }

    private static List<Arbitrary<String>> channelKeys() {
        List<Arbitrary<String>> keys = new ArrayList<>();
        for (String channel : List.of("stdout", "stderr")) {
            keys.add(key(channel + "_logfile", log()));
            keys.add(key(channel + "_logfile_maxbytes", size()));
            keys.add(key(channel + "_logfile_backups", integer("0")));
            keys.add(key(channel + "_capture_maxbytes", size()));
            keys.add(key(channel + "_events_enabled", bool()));
            keys.add(key(channel + "_syslog", bool()));
        }
        return keys;
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
