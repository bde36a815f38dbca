package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
    @TempDir Path folder;
    private ConfigBench bench;

    @BeforeEach
    void open() {
        bench = new ConfigBench(folder);
    }

    /** What is found, without the folder's name. */
    private List<String> found(String text) throws ConfigException {
        return inspect(text).findings().stream()
                .map(it -> it.toString().replace(folder + "/", ""))
                .toList();
    }

    private Inspection inspect(String text) throws ConfigException {
        bench.write("supervisord.conf", text);
        return bench.inspect("supervisord.conf");
    }

    private List<String> explained(String text, String section) throws ConfigException {
        return inspect(text).explain(section).stream()
                .map(line -> line.replace(folder + "/", "").replaceAll(" +;", " ;"))
                .toList();
    }

    @Test
    void theClientIsToldNothingByIncludesAndByTheDaemonsEnvironment() throws ConfigException {
        bench.write(
                "more",
                """
                [supervisorctl]
                history_file = /tmp/history
                [ctlplugin:more]
                """);
        assertEquals(
                List.of(
                        "supervisord.conf:6: [supervisorctl] prompt: %(here)s stands for nothing"
                                + " here",
                        "supervisord.conf:7: [supervisorctl] password: %(ENV_PASSWORD)s stands for"
                                + " nothing here",
                        "more:2: warning: [supervisorctl] history_file: in an included file, where"
                                + " supervisorctl does not look",
                        "more:3: warning: [ctlplugin:more] in an included file, where supervisorctl"
                                + " does not look"),
                found(
                        """
                        [supervisord]
                        environment = PASSWORD=secret
                        [include]
                        files = more
                        [supervisorctl]
                        prompt = %(here)s
                        password = %(ENV_PASSWORD)s
                        """));
    }

    @Test
    void theClientReadsTheMainFileWithoutThoseThatItIncludes() throws ConfigException {
        bench.write("more", "[supervisorctl]\nprompt = more\n");
        String text = "[supervisord]\n[include]\nfiles = more\n";
        assertEquals(
                List.of(
                        "more:1: warning: [supervisorctl] in an included file, where supervisorctl does not"
                                + " look"),
                found(text));
        assertEquals("[supervisorctl] ; not there", explained(text, "supervisorctl").get(0));
        List<String> main = explained(text + "[supervisorctl]\nprompt = main\n", "supervisorctl");
        assertTrue(main.contains("prompt = main ; supervisord.conf:5"), main.toString());
    }

    @Test
    void aMainFileThatIncludesItselfIsReadByTheClient() throws ConfigException {
        List<String> found =
                found("[supervisord]\n[include]\nfiles = *.conf\n[supervisorctl]\nprompt = x\n");
        assertTrue(found.stream().noneMatch(it -> it.contains("does not look")), found::toString);
    }

    @Test
    void serversThatCanNeverListenAreTold() throws ConfigException {
        String name = "x".repeat(107);
        String folder = "y".repeat(96);
        assertEquals(
                List.of(
                        "supervisord.conf:5: [inet_http_server:b] port: [inet_http_server:a] listens"
                                + " there as well",
                        "supervisord.conf:9: [unix_http_server:b] file: [unix_http_server:a] listens"
                                + " there as well",
                        "supervisord.conf:11: warning: [unix_http_server:c] file: its folder,"
                                + " /nowhere, does not exist",
                        "supervisord.conf:13: [unix_http_server:d] file: the path of a Unix socket"
                                + " has 106 bytes at most",
                        "supervisord.conf:15: warning: [unix_http_server:e] file: its folder, /"
                                + folder
                                + ", does not exist",
                        "supervisord.conf:15: [unix_http_server:e] file: the folder of a server's"
                                + " Unix socket has a path of 96 bytes at most"),
                found(
                        """
                        [supervisord]
                        [inet_http_server:a]
                        port=127.0.0.1:9001
                        [inet_http_server:b]
                        port=127.0.0.1:9001
                        [unix_http_server:a]
                        file=/tmp/x
                        [unix_http_server:b]
                        file=/tmp/x
                        [unix_http_server:c]
                        file=/nowhere/x
                        [unix_http_server:d]
                        file=/tmp/%s
                        [unix_http_server:e]
                        file=/%s/s
                        """
                                .formatted(name, folder)));
    }

    /** They are opened by the server only, long after the configuration was read. */
    @Test
    void certificatesAreLookedInto() throws ConfigException {
        bench.write("empty.pem", "");
        assertEquals(
                List.of(
                        "supervisord.conf:4: [inet_http_server] ssl_certfile: there is no"
                                + " certificate in PEM in empty.pem"),
                found(
                        """
                        [supervisord]
                        [inet_http_server]
                        port=127.0.0.1:9001
                        ssl_certfile=%(here)s/empty.pem
                        """));
    }

    @Test
    void aKeyIsToldOfByItsOwnLine() throws Exception {
        try (InputStream in = InspectionTest.class.getResourceAsStream("ec.crt")) {
            bench.write("ec.crt", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
        bench.write("empty.pem", "");
        assertEquals(
                List.of(
                        "supervisord.conf:5: [inet_http_server] ssl_keyfile: there is no PRIVATE"
                                + " KEY in PEM in empty.pem"),
                found(
                        """
                        [supervisord]
                        [inet_http_server]
                        port=127.0.0.1:9001
                        ssl_certfile=%(here)s/ec.crt
                        ssl_keyfile=%(here)s/empty.pem
                        """));
    }

    @Test
    void allProblemsAreFoundAtOnceInTheOrderOfTheirLines() throws ConfigException {
        bench.write("more.conf", "[eventlistener:e]\nevents = TOCK\nbuffer_size=0\n");
        assertEquals(
                List.of(
                        "supervisord.conf:2: [supervisord] minfds: 'many' is not a whole number",
                        "supervisord.conf:3: [supervisord] loglevel: bad logging level name 'loud'",
                        "supervisord.conf:4: 'what is this' is neither a [section] nor a key=value",
                        "supervisord.conf:5: [program:web] command: the section has no command",
                        "supervisord.conf:6: [program:web] user: Invalid user name nobody",
                        "supervisord.conf:7: [program:web] directory: %(nix)s stands for nothing"
                                + " here",
                        "supervisord.conf:8: [program:web] environment: '%' is badly formatted:"
                                + " incomplete format",
                        "supervisord.conf:10: [group:all] programs: names unknown program or"
                                + " fcgi-program nix",
                        "supervisord.conf:11: [inet_http_server] has no port",
                        "supervisord.conf:12: [inet_http_server] username: username and password"
                                + " are needed together",
                        "more.conf:1: [eventlistener:e] command: the section has no command",
                        "more.conf:2: [eventlistener:e] events: unknown event type TOCK",
                        "more.conf:3: [eventlistener:e] buffer_size: section sets invalid"
                                + " buffer_size (0)"),
                found(
                        """
                        [supervisord]
                        minfds = many
                        loglevel = loud
                        what is this
                        [program:web]
                        user = nobody
                        directory = %(nix)s
                        environment = %
                        [group:all]
                        programs = nix
                        [inet_http_server]
                        username = me
                        [include]
                        files = more.conf
                        """));
    }

    @Test
    void namesThatAreNotKnownAreWarnedOf() throws ConfigException {
        assertEquals(
                List.of(
                        "supervisord.conf:2: warning: [supervisord] logfil: not a known key, passed"
                                + " over; is logfile meant?",
                        "supervisord.conf:3: warning: [supervisord] colour: not a known key, passed"
                                + " over",
                        "supervisord.conf:4: warning: [progarm:web] not a known section, passed"
                                + " over; is [program:web] meant?",
                        "supervisord.conf:6: warning: [x] not a known section, passed over",
                        "supervisord.conf:9: warning: [program:a] command: given again: line 8 no"
                                + " longer counts",
                        "supervisord.conf:10: warning: [program:a] strtsecs: not a known key,"
                                + " passed over; is startsecs meant?"),
                found(
                        """
                        [supervisord]
                        logfil = a
                        colour = b
                        [progarm:web]
                        command = cat
                        [x]
                        [program:a]
                        command = cat
                        command = dog
                        strtsecs = 1
                        """));
    }

    @Test
    void oddityIsNoErrorAndKeysOfPlugInsAndDefaultsAreNotOdd() throws ConfigException {
        assertEquals(
                List.of(),
                found(
                        """
                        [DEFAULT]
                        folder = /x
                        [supervisord]
                        [rpcinterface:mine]
                        supervisor.rpcinterface_factory = org.example.Mine
                        size = 3
                        [ctlplugin:mine]
                        supervisor.ctl_factory = org.example.Mine
                        size = 3
                        """));
    }

    @Test
    void ofAFileThatCannotBeReadNothingElseIsSaid() throws Exception {
        bench.write("supervisord.conf", "");
        Files.write(folder.resolve("supervisord.conf"), new byte[] {(byte) 0xff});
        List<Finding> findings = bench.inspect("supervisord.conf").findings();
        assertEquals(1, findings.size(), findings.toString());
    }

    @Test
    void aBadDigestIsToldOfOnce() throws ConfigException {
        assertEquals(
                List.of(
                        "supervisord.conf:5: [inet_http_server] password: {PBKDF2-SHA256} takes 1"
                                + " to 2000000 iterations"),
                found(
                        """
                        [supervisord]
                        [inet_http_server]
                        port=127.0.0.1:9001
                        username=u
                        password={PBKDF2-SHA256}99999999999$c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAA=
                        """));
    }

    @Test
    void theClientsPluginsAreReadWithoutItsOwnSection() throws ConfigException {
        assertEquals(
                List.of(
                        "supervisord.conf:3: [ctlplugin:mine] supervisor.ctl_factory: the section"
                                + " names no Java class"),
                found(
                        """
                        [supervisord]
                        [ctlplugin:mine]
                        supervisor.ctl_factory = mine:make
                        """));
    }

    @Test
    void aFileWithoutTheDaemonsSectionIsStillReadToItsEnd() throws ConfigException {
        assertEquals(
                List.of(
                        "supervisord.conf: there is no section [supervisord]",
                        "supervisord.conf:2: [program:a] startsecs: 'x' is not a whole number",
                        "supervisord.conf:5: [supervisorctl] prompt: %(nix)s stands for nothing"
                                + " here"),
                found(
                        """
                        [program:a]
                        startsecs = x
                        command = cat
                        [supervisorctl]
                        prompt = %(nix)s
                        """));
    }

    @Test
    void explainsEachValueAndWhereItComesFrom() throws ConfigException {
        bench.write("more.conf", "[program:web]\nstopasgroup = on\n");
        List<String> lines =
                explained(
                        """
                        [supervisord]
                        [include]
                        files = *e.conf
                        [program:web]
                        command = %(here)s/run %(process_num)d %(ENV_COLOR)s
                        process_name = web%(process_num)d
                        numprocs = 2
                        colour = red
                        """,
                        "program:web");
        assertEquals("[program:web] ; supervisord.conf:4", lines.get(0));
        assertTrue(lines.contains("numprocs = 2 ; supervisord.conf:7"), lines::toString);
        assertTrue(
                lines.contains("command = run 0 blue ; supervisord.conf:5 (1 of 2)"),
                lines::toString);
        assertTrue(
                lines.contains("command = run 1 blue ; supervisord.conf:5 (2 of 2)"),
                lines::toString);
        assertTrue(lines.contains("stopasgroup = on ; more.conf:2"), lines::toString);
        assertTrue(lines.contains("killasgroup = true ; default"), lines::toString);
        assertTrue(lines.contains("startsecs = 1 ; default"), lines::toString);
        assertTrue(lines.contains(";directory = ; default"), lines::toString);
        assertTrue(lines.contains("colour = red ; supervisord.conf:8, passed over"));
        assertEquals(1, lines.stream().filter(it -> it.startsWith("stopasgroup")).count());
    }

    @Test
    void explainsNamesOfProcessesThatAreThoseOfTheirPrograms() throws ConfigException {
        List<String> lines =
                explained("[supervisord]\n[program:web]\ncommand = run\n", "program:web");
        assertTrue(lines.contains("process_name = web ; default"), lines::toString);
    }

    @Test
    void explainsWhatTheCommandLineSays() throws ConfigException {
        Overrides none = Overrides.none();
        bench.with(
                new Overrides(
                        Optional.of(true),
                        none.user(),
                        OptionalInt.of(027),
                        none.directory(),
                        none.logfile(),
                        OptionalLong.of(1024),
                        none.logfileBackups(),
                        Optional.of(LogLevel.WARN),
                        none.pidfile(),
                        none.identifier(),
                        none.childlogdir(),
                        none.minfds(),
                        none.minprocs(),
                        none.nocleanup(),
                        none.stripAnsi(),
                        none.silent()));
        List<String> lines =
                explained("[supervisord]\nloglevel=info\nidentifier=me", "supervisord");
        assertTrue(lines.contains("nodaemon = true ; command line"), lines::toString);
        assertTrue(lines.contains("umask = 027 ; command line"), lines::toString);
        assertTrue(lines.contains("logfile_maxbytes = 1024 ; command line"), lines::toString);
        assertTrue(lines.contains("loglevel = warn ; command line"), lines::toString);
        assertTrue(lines.contains("identifier = me ; supervisord.conf:3"), lines::toString);
        assertTrue(lines.contains("minfds = 1024 ; default"), lines::toString);
    }

    @Test
    void passwordsAreNotShown() throws ConfigException {
        String text =
                """
                [supervisord]
                environment = A="1",DB_PASSWORD="s3cret"
                [unix_http_server]
                file = /tmp/x
                username = me
                password = s3cret
                [rpcinterface:x]
                supervisor.rpcinterface_factory = org.example.X
                api_token = s3cret
                [supervisorctl]
                serverurl = http://me:s3cret@box:9001
                password = s3cret
                """;
        Inspection inspection = inspect(text);
        assertEquals(List.of(), inspection.findings());
        for (String section : inspection.sections()) {
            String all = String.join("\n", inspection.explain(section));
            assertFalse(all.contains("s3cret"), all);
            assertTrue(all.contains("********"), all);
        }
        assertTrue(
                explained(text, "supervisord")
                        .contains(
                                "environment = A=\"1\",DB_PASSWORD=\"********\" ;"
                                        + " supervisord.conf:2"));
    }

    @Test
    void sectionsAreFoundByTheirNamesOrWhatIsBehindTheColon() throws ConfigException {
        Inspection inspection =
                inspect("[supervisord]\n[program:web]\ncommand=cat\n[group:web]\n[group:all]\n");
        assertEquals("program:web", inspection.section("program:web"));
        assertEquals("group:all", inspection.section("all"));
        assertEquals("supervisorctl", inspection.section("supervisorctl"));
        for (String name : List.of("web", "program:", "nix")) {
            assertThrows(ConfigException.class, () -> inspection.section(name), name);
        }
        assertTrue(
                assertThrows(ConfigException.class, () -> inspection.section("progarm:web"))
                        .getMessage()
                        .endsWith("is program:web meant?"));
    }
}
