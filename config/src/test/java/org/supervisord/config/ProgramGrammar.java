package org.supervisord.config;

import static org.supervisord.config.LineGrammar.bool;
import static org.supervisord.config.LineGrammar.integer;
import static org.supervisord.config.LineGrammar.key;
import static org.supervisord.config.LineGrammar.mostly;
import static org.supervisord.config.LineGrammar.octal;
import static org.supervisord.config.LineGrammar.size;
import static org.supervisord.config.LineGrammar.user;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;

/** Makes what sections that describe programs say. */
final class ProgramGrammar {
    private ProgramGrammar() {}

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

    static Arbitrary<String> environment() {
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

    /** Lines for any section that describes a program. */
    static List<Arbitrary<String>> programKeys() {
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
}
