package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisord.common.Signal;

class ServerConfigReaderTest {
    @TempDir Path folder;
    private ConfigBench bench;

    @BeforeEach
    void open() {
        bench = new ConfigBench(folder);
    }

    private String refusal(String text) {
        return assertThrows(ConfigException.class, () -> bench.read(text)).getMessage();
    }

    private String refusalWith(String text) {
        return refusal("[supervisord]\n" + text);
    }

    @Test
    void theDaemonHasDefaults() throws ConfigException {
        DaemonSettings daemon = bench.readWith("").daemon();
        Path cwd = Path.of("").toAbsolutePath();
        assertEquals(
                new DaemonSettings(
                        Optional.of(cwd.resolve("supervisord.log")),
                        50 << 20,
                        10,
                        LogLevel.INFO,
                        cwd.resolve("supervisord.pid"),
                        "supervisor",
                        Path.of("/tmp"),
                        false,
                        false,
                        false,
                        false,
                        1024,
                        200,
                        022,
                        5,
                        OrphanPolicy.WARN,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        SyslogSettings.LOCAL),
                daemon);
    }

    private static final String EVERY_DAEMON_KEY =
            """
            [supervisord]
            logfile=%(here)s/d.log
            logfile_maxbytes=1KB
            logfile_backups=3
            loglevel=blather
            pidfile=%(here)s/d.pid
            umask=077
            nodaemon=true
            silent=true
            nocleanup=true
            strip_ansi=true
            user=web
            identifier=one
            directory=%(here)s
            minfds=64
            minprocs=32
            childlogdir=%(here)s
            event_drain_secs=9
            orphans=Kill
            environment=A=1,B="two, %(ENV_COLOR)s"
            syslog_address=tcp://[::1]:601
            syslog_format=bsd
            """;

    @Test
    void everyKeyOfTheDaemonCanBeSet() throws ConfigException {
        assertEquals(
                new DaemonSettings(
                        Optional.of(folder.resolve("d.log")),
                        1024,
                        3,
                        LogLevel.BLATHER,
                        folder.resolve("d.pid"),
                        "one",
                        folder,
                        true,
                        true,
                        true,
                        true,
                        64,
                        32,
                        077,
                        9,
                        OrphanPolicy.KILL,
                        Optional.of(folder),
                        Optional.of(new RunAs(501, OptionalInt.empty())),
                        Map.of("A", "1", "B", "two, blue"),
                        new SyslogSettings(
                                new SyslogSettings.Address.Remote("::1", 601, true),
                                SyslogSettings.Form.BSD)),
                bench.read(EVERY_DAEMON_KEY).daemon());
    }

    @Test
    void theCommandLineGoesBeforeTheFile() throws ConfigException {
        Path other = Path.of("/");
        Overrides said =
                new Overrides(
                        Optional.of(false),
                        Optional.of("502"),
                        OptionalInt.of(027),
                        Optional.of(other),
                        Optional.of("/x.log"),
                        OptionalLong.of(7),
                        OptionalInt.of(8),
                        Optional.of(LogLevel.CRITICAL),
                        Optional.of("/x.pid"),
                        Optional.of("two"),
                        Optional.of(other),
                        OptionalInt.of(9),
                        OptionalInt.of(10),
                        Optional.of(false),
                        Optional.of(false),
                        Optional.of(false));
        assertEquals(
                new DaemonSettings(
                        Optional.of(Path.of("/x.log")),
                        7,
                        8,
                        LogLevel.CRITICAL,
                        Path.of("/x.pid"),
                        "two",
                        other,
                        false,
                        false,
                        false,
                        false,
                        9,
                        10,
                        027,
                        9,
                        OrphanPolicy.KILL,
                        Optional.of(other),
                        Optional.of(new RunAs(502, OptionalInt.empty())),
                        Map.of("A", "1", "B", "two, blue"),
                        new SyslogSettings(
                                new SyslogSettings.Address.Remote("::1", 601, true),
                                SyslogSettings.Form.BSD)),
                bench.with(said).read(EVERY_DAEMON_KEY).daemon());
    }

    @Test
    void aProgramHasDefaults() throws ConfigException {
        ChannelSettings log =
                new ChannelSettings(new LogTarget.Automatic(), 50 << 20, 10, 0, false, false);
        assertEquals(
                new ProgramSettings(
                        "web",
                        "/bin/cat",
                        Optional.empty(),
                        OptionalInt.empty(),
                        999,
                        true,
                        AutoRestart.UNEXPECTED,
                        1,
                        3,
                        Optional.empty(),
                        Signal.TERM,
                        10,
                        false,
                        false,
                        List.of(0),
                        false,
                        false,
                        Map.of(),
                        Optional.empty(),
                        log,
                        log),
                bench.program("command=/bin/cat\n"));
    }

    @Test
    void everyKeyOfAProgramCanBeSet() throws ConfigException {
        ProgramSettings program =
                bench.program(
                        """
                        command=/bin/%(program_name)s --box %(host_node_name)s --in %(group_name)s
                        process_name=%(program_name)s_%(process_num)02d
                        numprocs=2
                        numprocs_start=7
                        directory=~/work
                        umask=027
                        priority=-5
                        autostart=false
                        autorestart=true
                        startsecs=2
                        startretries=4
                        user=db:www
                        stopsignal=USR1
                        stopwaitsecs=11
                        stopasgroup=true
                        exitcodes=0,2,255
                        exit_on_fatal=true
                        environment=A="%(process_num)d of %(numprocs)d",B=x
                        serverurl=http://box:9001
                        stdout_logfile=%(here)s/%(process_num)d.out
                        stdout_logfile_maxbytes=1MB
                        stdout_logfile_backups=2
                        stdout_capture_maxbytes=3KB
                        stdout_events_enabled=yes
                        stdout_syslog=on
                        stderr_logfile=none
                        stderr_logfile_maxbytes=5
                        stderr_logfile_backups=6
                        stderr_capture_maxbytes=7
                        stderr_events_enabled=1
                        stderr_syslog=true
                        redirect_stderr=true
                        """);
        assertEquals(
                new ProgramSettings(
                        "web_07",
                        "/bin/web --box box --in web",
                        Optional.of("~/work"),
                        OptionalInt.of(027),
                        -5,
                        false,
                        AutoRestart.ALWAYS,
                        2,
                        4,
                        Optional.of(new RunAs(502, OptionalInt.of(601))),
                        Signal.parse("USR1").orElseThrow(),
                        11,
                        true,
                        true,
                        List.of(0, 2, 255),
                        true,
                        true,
                        Map.of("A", "7 of 2", "B", "x"),
                        Optional.of("http://box:9001"),
                        new ChannelSettings(
                                new LogTarget.File(folder.resolve("7.out")),
                                1 << 20,
                                2,
                                3 << 10,
                                true,
                                true),
                        new ChannelSettings(new LogTarget.None(), 5, 6, 7, true, true)),
                program);
    }

    @Test
    void aProgramIsInTheDaemonsEnvironmentToo() throws ConfigException {
        Configuration read =
                bench.read(
                        """
                        [supervisord]
                        environment=A=1,B=2
                        [program:web]
                        command=cat %(ENV_A)s %(ENV_C)s
                        environment=B=3,C="%(ENV_B)s"
                        """);
        ProgramSettings program = read.groups().get(0).programs().get(0);
        assertEquals(Map.of("A", "1", "B", "3", "C", "2"), program.environment());
        assertEquals("cat 1 2", program.command());
    }

    @Test
    void groupsAreStartedByPriorityThenByName() throws ConfigException {
        Configuration read =
                bench.readWith(
                        """
                        [program:b]
                        command=cat
                        [program:a]
                        command=cat
                        [program:late]
                        command=cat
                        priority=1000
                        [eventlistener:ears]
                        command=cat
                        events=TICK_5
                        [program:member]
                        command=cat
                        [group:first]
                        programs=member
                        priority=1
                        """);
        assertEquals(
                List.of("ears", "first", "a", "b", "late"),
                read.groups().stream().map(GroupSettings::name).toList());
    }

    @Test
    void membersOfAGroupStayInTheOrderTheyAreListed() throws ConfigException {
        Configuration read =
                bench.readWith(
                        """
                        [program:a]
                        command=cat
                        priority=5
                        [program:b]
                        command=cat
                        priority=1
                        [group:g]
                        programs=a, b
                        """);
        assertEquals(
                "a,b",
                read.groups().get(0).programs().stream()
                        .map(ProgramSettings::name)
                        .collect(Collectors.joining(",")));
    }

    @Test
    void anEventListenerPoolHasDefaultsAndKeys() throws ConfigException {
        Configuration plain = bench.readWith("[eventlistener:e]\ncommand=cat\nevents=TICK\n");
        var pool = (GroupSettings.EventListenerPool) plain.groups().get(0);
        assertEquals(-1, pool.priority());
        assertEquals(10, pool.bufferSize());
        assertEquals("supervisor.dispatchers:default_handler", pool.resultHandler());
        assertEquals(List.of("TICK"), pool.events());
        assertEquals(PayloadLength.CHARACTERS, pool.payloadLength());
        assertEquals(0, pool.maxRetries());

        Configuration set =
                bench.readWith(
                        """
                        [eventlistener:e]
                        command=cat
                        events=process_state, TICK_60
                        buffer_size=3
                        priority=4
                        payload_length=Bytes
                        event_max_retries=7
                        """);
        pool = (GroupSettings.EventListenerPool) set.groups().get(0);
        assertEquals(4, pool.priority());
        assertEquals(3, pool.bufferSize());
        assertEquals(List.of("PROCESS_STATE", "TICK_60"), pool.events());
        assertEquals(PayloadLength.BYTES, pool.payloadLength());
        assertEquals(7, pool.maxRetries());
        assertTrue(pool.differsFrom(plain.groups().get(0)));
    }

    @Test
    void badKeysOfPoolsAreNamedWithTheirLines() {
        String pool = "[eventlistener:e]\ncommand=cat\nevents=TICK\n";
        assertEquals(
                "'letters' is neither 'characters' nor 'bytes' for payload_length",
                refusalWith(pool + "payload_length=letters").replaceFirst(" \\(line.*", ""));
        assertEquals(
                "'-1' is negative for event_max_retries",
                refusalWith(pool + "event_max_retries=-1").replaceFirst(" \\(line.*", ""));
    }

    @Test
    void aFastCgiProgramHasASocket() throws ConfigException {
        Configuration read =
                bench.readWith(
                        """
                        [fcgi-program:f]
                        command=cat
                        socket=unix://%(here)s/%(program_name)s.sock
                        socket_owner=web:www
                        socket_mode=0770
                        socket_backlog=128
                        [fcgi-program:t]
                        command=cat
                        socket=tcp://LOCALHOST:9000
                        """);
        assertEquals(
                new FcgiSocketSettings.Unix(
                        folder.resolve("f.sock"),
                        Optional.of(new Owner(501, 601)),
                        0770,
                        OptionalInt.of(128)),
                ((GroupSettings.FastCgi) read.groups().get(0)).socket());
        assertEquals(
                new FcgiSocketSettings.Tcp("localhost", 9000, OptionalInt.empty()),
                ((GroupSettings.FastCgi) read.groups().get(1)).socket());
    }

    @Test
    void httpServersHaveKeysOfOurs() throws ConfigException, IOException {
        Files.writeString(folder.resolve("pem"), "");
        Files.writeString(folder.resolve("key"), "");
        Configuration read =
                bench.readWith(
                        """
                        [unix_http_server]
                        file=%(here)s/s.sock
                        access_read=web, @www
                        access_full=501 @601
                        max_connections=7
                        max_header_size=2KB
                        max_body_size=1MB
                        request_timeout=5
                        idle_timeout=6
                        [inet_http_server]
                        port=9001
                        ssl_certfile=%(here)s/pem
                        ssl_keyfile=%(here)s/key
                        [inet_http_server:two]
                        port=9002
                        ssl_certfile=%(here)s/pem
                        """);
        var unix = (HttpServerSettings.Unix) read.servers().get(2);
        var people = new HttpServerSettings.People(Set.of(501), Set.of(601));
        assertEquals(
                Optional.of(new HttpServerSettings.Access(Optional.of(people), people)),
                unix.access());
        assertEquals(new HttpServerSettings.Limits(7, 2048, 1 << 20, 5, 6), unix.limits());
        var inet = (HttpServerSettings.Inet) read.servers().get(0);
        Path pem = folder.resolve("pem");
        assertEquals(
                Optional.of(new HttpServerSettings.Tls(pem, folder.resolve("key"))), inet.tls());
        assertEquals(HttpServerSettings.Limits.DEFAULT, inet.limits());
        assertEquals(
                Optional.of(new HttpServerSettings.Tls(pem, pem)),
                ((HttpServerSettings.Inet) read.servers().get(1)).tls());
    }

    @ParameterizedTest
    @CsvSource({
        "max_connections=0,0 is not between 1 and 10000 for max_connections (line ",
        "max_body_size=1GB,1073741824 is not between 1024 and 67108864 for max_body_size (line ",
        "ssl_certfile=/no/such,/no/such is not an existing file for ssl_certfile (line ",
        "access_read=nobodyknown,Invalid user name nobodyknown for access_read (line ",
        "access_full=@nobodyknown,Invalid group name nobodyknown for access_full (line ",
        "password={SSHA256}x,password: {SSHA256}"
    })
    void keysOfServersAreChecked(String line, String message) {
        String kind = line.startsWith("access") ? "unix_http_server" : "inet_http_server";
        String password = line.startsWith("password") ? "" : "password=p\n";
        String refusal =
                refusalWith(
                        "[%s]\nport=1\nfile=/tmp/x\nusername=u\n%s%s\n"
                                .formatted(kind, password, line));
        assertTrue(refusal.contains(message), refusal);
    }

    @Test
    void httpServersHaveDefaultsAndKeys() throws ConfigException {
        Configuration read =
                bench.readWith(
                        """
                        [unix_http_server]
                        file=%(here)s/s.sock
                        [unix_http_server:two]
                        file=%(here)s/t.sock
                        chmod=0770
                        chown=web:www
                        username=u
                        password={SHA}00
                        [inet_http_server]
                        port=*:9001
                        [inet_http_server:two]
                        port=LOCALHOST:9002
                        get_actions=true
                        server_names=Web.example.org, web
                        username=u
                        password=p
                        """);
        assertEquals(
                List.of(
                        new HttpServerSettings.Inet(
                                "inet_http_server", "", 9001, Optional.empty(), false, List.of()),
                        new HttpServerSettings.Inet(
                                "inet_http_server:two",
                                "localhost",
                                9002,
                                Optional.of(new HttpServerSettings.Credentials("u", "p")),
                                true,
                                List.of("web.example.org", "web")),
                        new HttpServerSettings.Unix(
                                "unix_http_server",
                                folder.resolve("s.sock"),
                                0700,
                                Optional.empty(),
                                Optional.empty()),
                        new HttpServerSettings.Unix(
                                "unix_http_server:two",
                                folder.resolve("t.sock"),
                                0770,
                                Optional.of(new Owner(501, 601)),
                                Optional.of(new HttpServerSettings.Credentials("u", "{SHA}00")))),
                read.servers());
        assertEquals(Optional.of("unix://" + folder.resolve("s.sock")), read.serverurl());
    }

    @Test
    void includedFilesAddInTheOrderOfTheirNames() throws ConfigException {
        bench.write("conf.d/b.conf", "[program:x]\ncommand=b %(here)s\n");
        bench.write("conf.d/a.conf", "[program:x]\ncommand=a\npriority=7\n");
        bench.write("conf.d/.hidden.conf", "[program:y]\ncommand=y\n");
        Configuration read =
                bench.readWith("[include]\nfiles=conf.d/*.conf %(here)s/none/*.conf\n");
        ProgramSettings program = read.groups().get(0).programs().get(0);
        assertEquals("b " + folder.resolve("conf.d"), program.command());
        assertEquals(7, program.priority());
        assertEquals(1, read.groups().size());
        assertEquals(
                List.of("No file matches via include \"" + folder + "/none/*.conf\""),
                read.warnings());
        assertEquals(
                List.of(
                        "Included extra file \"" + folder + "/conf.d/a.conf\" during parsing",
                        "Included extra file \"" + folder + "/conf.d/b.conf\" during parsing"),
                read.infos());
    }

    @Test
    void anIncludedFileIncludesNothing() throws ConfigException {
        bench.write("more.conf", "[include]\nfiles=deeper.conf\n");
        bench.write("deeper.conf", "[program:deep]\ncommand=cat\n");
        assertEquals(List.of(), bench.readWith("[include]\nfiles=more.conf\n").groups());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "minfds    | ten  | invalid literal for int() with base 10: 'ten' for minfds",
                "nodaemon  | ten  | not a valid boolean value: 'ten'",
                "umask     | 99   | 99 can not be converted to an octal type",
                "loglevel  | loud | bad logging level name 'loud'",
                "user      | nix  | Invalid user name nix",
                "user      | 4711 | Invalid user id 4711",
                "directory | /nix | /nix is not an existing directory",
                "logfile   | /nix/x | The directory named as part of the path /nix/x does not",
                "identifier | %(nix)s | Format string '%(nix)s' for 'supervisord.identifier'"
            })
    void saysWhatIsWrongWithTheDaemonsKeys(String key, String value, String start) {
        String message = refusalWith(key + "=" + value + "\n");
        assertTrue(message.startsWith(start), message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "startsecs   | ten   | invalid literal for int() with base 10: 'ten' for startsecs",
                "stopsignal  | NIX   | value 'NIX' is not a valid signal name",
                "stopsignal  | 999   | value '999' is not a valid signal number",
                "exitcodes   | 1,256 | not a valid list of exit codes: '1,256'",
                "autorestart | maybe | invalid 'autorestart' value 'maybe'",
                "user        | nix   | Invalid user name nix",
                "numprocs    | 2     | %(process_num) must be present within process_name when",
                "numprocs    | 99999 | %(process_num) must be present within process_name when",
                "stdout_logfile_maxbytes | 1XB | invalid literal for int() with base 10: '1xb'",
                "environment | A      | Unexpected end of key/value pairs in value 'A'",
                "environment | A='    | No closing quotation"
            })
    void saysWhatIsWrongWithAProgramAndWhere(String key, String value, String start) {
        String message = refusalWith("[program:web]\ncommand=cat\n" + key + "=" + value + "\n");
        assertTrue(message.startsWith(start), message);
        assertTrue(
                message.endsWith(
                        " in section 'program:web' (file: '" + folder + "/supervisord.conf')"),
                message);
    }

    @Test
    void tellsTheLineOfABadNumber() {
        String message = refusal("[supervisord]\n\nminprocs=x\n");
        assertTrue(message.contains("(line 3 of " + folder + "/supervisord.conf)"), message);
    }

    @Test
    void stopasgroupWithoutKillasgroupIsRefused() {
        assertTrue(
                refusalWith("[program:a]\ncommand=cat\nstopasgroup=1\nkillasgroup=0\n")
                        .startsWith("Cannot set stopasgroup=true and killasgroup=false"));
    }

    @Test
    void namesWithColonsAndBlanksAreRefused() {
        for (String name : List.of("a b", "a:b", "a/b")) {
            assertTrue(
                    refusalWith("[program:" + name + "]\ncommand=cat\n")
                            .startsWith("Invalid name: '" + name + "' because of character: "),
                    name);
        }
    }

    @Test
    void aFileWithoutTheDaemonsSectionIsRefused() {
        assertEquals(
                ".ini file does not include supervisord section",
                refusal("[program:a]\ncommand=cat\n"));
    }

    @Test
    void aProgramNeedsACommand() {
        assertTrue(
                refusalWith("[program:a]\n")
                        .startsWith("program section program:a does not specify a command"));
    }

    @Test
    void anIncludedFolderIsPassedOverWithAWarning() throws ConfigException {
        bench.write("conf.d/deeper/b.conf", "[program:b]\ncommand=cat\n");
        bench.write("conf.d/a.conf", "[program:a]\ncommand=cat\n");
        Configuration read = bench.readWith("[include]\nfiles=conf.d/*\n");
        assertEquals(List.of("a"), read.groups().stream().map(GroupSettings::name).toList());
        assertEquals(
                List.of(
                        "Included extra file \""
                                + folder
                                + "/conf.d/deeper\" can't be read, passed over"),
                read.warnings());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "*          | - [a ] ^ a b {a,b}",
                "?          | - ] ^ a b",
                "[ab]       | a b",
                "[!ab]      | - ] ^",
                "[a-c]      | a b",
                "[c-a]      | ``",
                "[!c-a]     | - ] ^ a b",
                "[a-]       | - a",
                "[]]        | ]",
                "[!]]       | - ^ a b",
                "[^a]       | ^ a",
                "[a         | [a",
                "{a,b}      | {a,b}",
                ".*         | .h",
                "a a        | a"
            })
    void patternsAreThoseOfPython(String pattern, String names) throws ConfigException {
        for (String name : List.of("-", "]", "^", "a", "b", "{a,b}", "[a", ".h")) {
            bench.write("x/" + name, "[program:" + name + "]\ncommand=cat\n");
        }
        String files = pattern.replaceAll("(\\S+)", "x/$1");
        assertEquals(
                names,
                bench.readWith("[include]\nfiles=" + files + "\n").groups().stream()
                        .map(GroupSettings::name)
                        .sorted()
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void aGroupOfUnknownProgramsIsRefused() {
        assertEquals(
                "[group:g] names unknown program or fcgi-program nix",
                refusalWith("[group:g]\nprograms=nix\n"));
    }

    @Test
    void linesThatSayNothingAreAllTold() {
        String message = refusal("[supervisord]\nwhat\nelse\n");
        assertTrue(message.startsWith("Source contains parsing errors: "), message);
        assertTrue(message.contains("[line  2]: 'what\\n'"), message);
        assertTrue(message.contains("[line  3]: 'else\\n'"), message);
    }

    @Test
    void numbersThatAreTooLargeAreAsGoodAsEndless() throws ConfigException {
        ProgramSettings program =
                bench.program(
                        "command=cat\nstartretries=99999999999\nstartsecs=-99999999999\n"
                                + "stdout_logfile_maxbytes=99999999999999GB\n");
        assertEquals(Integer.MAX_VALUE, program.startretries());
        assertEquals(Integer.MIN_VALUE, program.startsecs());
        assertEquals(Long.MAX_VALUE, program.stdout().maxbytes());
    }

    @Test
    void processesMayBeNumberedBeyondThirtyTwoBits() throws ConfigException {
        String keys =
                "command=cat\nnumprocs=2\nnumprocs_start=2147483647\n"
                        + "process_name=%(process_num)d\n";
        assertEquals(
                List.of("2147483647", "2147483648"),
                bench.readWith("[program:web]\n" + keys).groups().get(0).programs().stream()
                        .map(ProgramSettings::name)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({":www,-1,601", ":602,-1,602", "web,501,-1", "web:data,501,602", "502:601,502,601"})
    void socketsHaveAnOwnerOrAGroupOrBoth(String text, int uid, int gid) throws ConfigException {
        Configuration read =
                bench.readWith(
                        "[unix_http_server]\nfile=/tmp/x\nchown="
                                + text
                                + "\n[fcgi-program:f]\ncommand=cat\nsocket=unix:///tmp/y\nuser=db\n"
                                + "socket_owner="
                                + text);
        Optional<Owner> owner = Optional.of(new Owner(uid, gid));
        assertEquals(owner, ((HttpServerSettings.Unix) read.servers().get(0)).owner());
        var fastCgi = (GroupSettings.FastCgi) read.groups().get(0);
        assertEquals(owner, ((FcgiSocketSettings.Unix) fastCgi.socket()).owner());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web:www | 501 | 601",
                "502:601 | 502 | 601",
                "web     | 501 | -1",
                "root:data | 0 | 602"
            })
    void programsAndTheDaemonRunAsAUserOrAUserAndAGroup(String text, int uid, int gid)
            throws ConfigException {
        RunAs who = new RunAs(uid, gid < 0 ? OptionalInt.empty() : OptionalInt.of(gid));
        assertEquals(Optional.of(who), bench.program("command=cat\nuser=" + text).user());
        Configuration read =
                bench.readWith(
                        "user="
                                + text
                                + "\n[eventlistener:e]\ncommand=cat\nevents=TICK\nuser="
                                + text
                                + "\n[fcgi-program:f]\ncommand=cat\nsocket=tcp://x:1\nuser="
                                + text);
        assertEquals(Optional.of(who), read.daemon().user());
        for (GroupSettings group : read.groups()) {
            assertEquals(Optional.of(who), group.programs().get(0).user());
        }
    }

    @Test
    void pluginsKnowTheFolderOfTheFile() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        RpcInterfaceSettings read =
                bench.readWith(
                                """
                                [rpcinterface:notes]
                                supervisor.rpcinterface_factory = org.example.Notes
                                plugin_folder = %(here)s/plugins
                                file = %(here)s/notes
                                """)
                        .rpcInterfaces()
                        .get(0);
        assertEquals(
                new RpcInterfaceSettings(
                        "notes",
                        "org.example.Notes",
                        Optional.of(plugins),
                        Map.of("file", folder + "/notes")),
                read);
        assertTrue(
                refusalWith(
                                """
                                [rpcinterface:notes]
                                supervisor.rpcinterface_factory = org.example.Notes
                                plugin_folder = %(here)s/nope
                                """)
                        .contains(folder + "/nope"));
    }
}
