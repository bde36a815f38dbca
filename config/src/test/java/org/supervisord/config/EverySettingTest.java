package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.config.HttpServerSettings.Limits;

/**
 * Each class of settings twice: as it is without keys, and with every key set to something else. A
 * member that no key has changed would be one that is not read.
 */
class EverySettingTest {
    @TempDir private Path folder;
    private ConfigBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new ConfigBench(folder);
        Files.writeString(folder.resolve("pem"), "");
        Files.createDirectory(folder.resolve("plugins"));
    }

    /** Names of members that are the same; those given are not looked at. */
    private static void everyMemberDiffers(Object plain, Object set, String... apartFrom)
            throws ReflectiveOperationException {
        assertEquals(plain.getClass(), set.getClass());
        List<String> same = new ArrayList<>();
        for (RecordComponent member : plain.getClass().getRecordComponents()) {
            var accessor = member.getAccessor();
            accessor.setAccessible(true);
            if (!List.of(apartFrom).contains(member.getName())
                    && accessor.invoke(plain).equals(accessor.invoke(set))) {
                same.add(member.getName());
            }
        }
        assertEquals(List.of(), same, "not changed by any key");
    }

    private GroupSettings group(String text) throws ConfigException {
        return bench.readWith(text).groups().get(0);
    }

    private static final String EVERY_PROGRAM_KEY =
            """
            command=/bin/echo
            process_name=p%(process_num)d
            numprocs=2
            numprocs_start=4
            directory=/tmp
            umask=077
            priority=5
            autostart=false
            autorestart=true
            startsecs=7
            startretries=8
            user=web
            stopsignal=QUIT
            stopwaitsecs=9
            stopasgroup=true
            killasgroup=true
            exitcodes=0,2
            exit_on_fatal=true
            environment=A=1
            serverurl=http://127.0.0.1:9
            stdout_logfile=%(here)s/out
            stdout_logfile_maxbytes=1KB
            stdout_logfile_backups=1
            stdout_capture_maxbytes=2KB
            stdout_events_enabled=true
            stdout_syslog=true
            stderr_logfile=%(here)s/err
            stderr_logfile_maxbytes=3KB
            stderr_logfile_backups=2
            stderr_capture_maxbytes=4KB
            stderr_events_enabled=true
            stderr_syslog=true
            """;

    @Test
    void programs() throws Exception {
        GroupSettings plain = group("[program:x]\ncommand=/bin/cat\n");
        GroupSettings set = group("[program:x]\n" + EVERY_PROGRAM_KEY + "redirect_stderr=true\n");
        everyMemberDiffers(plain, set, "name");
        ProgramSettings before = plain.programs().get(0);
        ProgramSettings after = set.programs().get(0);
        everyMemberDiffers(before, after);
        everyMemberDiffers(before.stdout(), after.stdout());
        everyMemberDiffers(before.stderr(), after.stderr());
        assertEquals(2, set.programs().size());
        assertEquals("p4", after.name());
    }

    @Test
    void groups() throws Exception {
        String programs = "[program:a]\ncommand=cat\n[program:b]\ncommand=cat\n";
        assertEquals(new GroupSettings.Programs("g", 999, List.of()), group("[group:g]\n"));
        GroupSettings set = group("[group:g]\npriority=1\nprograms=b,a\n" + programs);
        assertEquals(1, set.priority());
        assertEquals(
                List.of("b", "a"), set.programs().stream().map(ProgramSettings::name).toList());
    }

    @Test
    void poolsOfEventListeners() throws Exception {
        GroupSettings plain = group("[eventlistener:x]\ncommand=cat\nevents=EVENT\n");
        GroupSettings set =
                group(
                        "[eventlistener:x]\n"
                                + EVERY_PROGRAM_KEY
                                + """
                                events=TICK_5
                                buffer_size=3
                                result_handler=org.example.Handler
                                payload_length=bytes
                                event_max_retries=7
                                """);
        everyMemberDiffers(plain, set, "name");
        everyMemberDiffers(plain.programs().get(0), set.programs().get(0), "redirectStderr");
    }

    @Test
    void fastCgiPrograms() throws Exception {
        String unix = "[fcgi-program:x]\ncommand=cat\nsocket=unix:///tmp/x.sock\n";
        GroupSettings.FastCgi plain = assertInstanceOf(GroupSettings.FastCgi.class, group(unix));
        assertEquals(
                new FcgiSocketSettings.Unix(
                        Path.of("/tmp/x.sock"), Optional.empty(), 0700, OptionalInt.empty()),
                plain.socket());
        GroupSettings.FastCgi set =
                assertInstanceOf(
                        GroupSettings.FastCgi.class,
                        group(
                                "[fcgi-program:x]\n"
                                        + EVERY_PROGRAM_KEY
                                        + """
                                        redirect_stderr=true
                                        socket=unix:///tmp/y.sock
                                        socket_owner=web:www
                                        socket_mode=0770
                                        socket_backlog=9
                                        """));
        everyMemberDiffers(plain, set, "name");
        everyMemberDiffers(plain.programs().get(0), set.programs().get(0));
        everyMemberDiffers(plain.socket(), set.socket());
    }

    @Test
    void fastCgiSocketsOnPorts() throws Exception {
        String program = "[fcgi-program:x]\ncommand=cat\n";
        GroupSettings.FastCgi plain =
                (GroupSettings.FastCgi) group(program + "socket=tcp://localhost:9000\n");
        GroupSettings.FastCgi set =
                (GroupSettings.FastCgi)
                        group(program + "socket=tcp://127.0.0.1:9001\nsocket_backlog=1\n");
        everyMemberDiffers(plain.socket(), set.socket());
        assertEquals("tcp://127.0.0.1:9001", set.socket().url());
    }

    @Test
    void aSocketOfAUsersProgramIsThatUsers() throws Exception {
        GroupSettings.FastCgi read =
                (GroupSettings.FastCgi)
                        group(
                                "[fcgi-program:x]\ncommand=cat\nuser=web\n"
                                        + "socket=unix:///tmp/x.sock\n");
        assertNotEquals(Optional.empty(), ((FcgiSocketSettings.Unix) read.socket()).owner());
    }

    @Test
    void theDaemon() throws Exception {
        everyMemberDiffers(
                bench.readWith("").daemon(),
                bench.read(
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
                                orphans=kill
                                environment=A=1
                                syslog_address=/tmp/syslog
                                syslog_format=rfc5424
                                """)
                        .daemon());
    }

    @Test
    void syslog() throws Exception {
        everyMemberDiffers(
                SyslogSettings.LOCAL,
                bench.readWith("syslog_address=/tmp/syslog\nsyslog_format=rfc5424\n")
                        .daemon()
                        .syslog());
    }

    private static final String EVERY_LIMIT =
            """
            max_connections=7
            max_header_size=2KB
            max_body_size=1MB
            request_timeout=5
            idle_timeout=6
            """;

    @Test
    void serversOnSockets() throws Exception {
        HttpServerSettings plain =
                bench.readWith("[unix_http_server]\nfile=/tmp/x\n").servers().get(0);
        HttpServerSettings set =
                bench.readWith(
                                """
                                [unix_http_server:x]
                                file=/tmp/y
                                chmod=0770
                                chown=web:www
                                username=u
                                password=p
                                access_read=web
                                """
                                        + EVERY_LIMIT)
                        .servers()
                        .get(0);
        everyMemberDiffers(plain, set);
        everyMemberDiffers(plain.limits(), set.limits());
        assertEquals(Limits.DEFAULT, plain.limits());
    }

    @Test
    void serversOnPorts() throws Exception {
        HttpServerSettings plain =
                bench.readWith("[inet_http_server]\nport=9001\n").servers().get(0);
        HttpServerSettings set =
                bench.readWith(
                                """
                                [inet_http_server:x]
                                port=localhost:9002
                                username=u
                                password=p
                                get_actions=true
                                server_names=web
                                ssl_certfile=%(here)s/pem
                                ssl_keyfile=%(here)s/pem
                                """
                                        + EVERY_LIMIT)
                        .servers()
                        .get(0);
        everyMemberDiffers(plain, set);
        everyMemberDiffers(plain.limits(), set.limits());
    }

    @Test
    void interfaces() throws Exception {
        String section = "[rpcinterface:%s]\nsupervisor.rpcinterface_factory=%s\n%s";
        RpcInterfaceSettings plain =
                bench.readWith(section.formatted("x", "org.example.X", "")).rpcInterfaces().get(0);
        assertEquals(
                new RpcInterfaceSettings("x", "org.example.X", Optional.empty(), Map.of()), plain);
        everyMemberDiffers(
                plain,
                bench.readWith(
                                section.formatted(
                                        "y",
                                        "org.example.Y",
                                        "plugin_folder=%(here)s/plugins\nkey=1\n"))
                        .rpcInterfaces()
                        .get(0));
    }

    private ClientConfiguration client(String text) throws ConfigException {
        bench.write("supervisorctl.conf", text);
        return ClientConfigReader.read(
                folder.resolve("supervisorctl.conf").toString(),
                new HomeFolders(Map.of("HOME", "/home/web"), new FakeAccounts()));
    }

    private static final String EVERY_CLIENT_KEY =
            """
            serverurl=http://127.0.0.1:9002
            prompt=mine
            username=u
            password=p
            history_file=%(here)s/history
            ssl_cafile=~/ca.pem
            """;

    @Test
    void theClient() throws Exception {
        ClientConfiguration plain = client("[supervisorctl]\n");
        assertEquals(ClientConfiguration.defaults(), plain);
        assertEquals(
                new ClientSettings(
                        "http://localhost:9001",
                        "supervisor",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                plain.server());
        ClientSettings set = client("[supervisorctl]\n" + EVERY_CLIENT_KEY).server();
        everyMemberDiffers(plain.server(), set, "name");
        assertEquals(Optional.of(folder.resolve("history")), set.historyFile());
        assertEquals(Optional.of(Path.of("/home/web/ca.pem")), set.caFile());
    }

    @Test
    void theFolderIsKnownInPathsOfTheClientOnly() throws Exception {
        for (String key : List.of("prompt", "username", "password")) {
            for (String section :
                    List.of("[supervisorctl]\n", "[supervisorctl]\n[supervisorctl:x]\n")) {
                ConfigException e =
                        assertThrows(
                                ConfigException.class, () -> client(section + key + "=%(here)s\n"));
                assertTrue(e.getMessage().contains("contains names ('here')"), e.getMessage());
            }
        }
    }

    @Test
    void furtherServersOfTheClient() throws Exception {
        ClientConfiguration read =
                client(
                        "[supervisorctl]\n[supervisorctl:plain]\n[supervisorctl:set]\n"
                                + EVERY_CLIENT_KEY);
        ClientSettings plain = read.named().get(0);
        assertEquals("plain", plain.prompt());
        assertEquals(ClientSettings.DEFAULT_URL, plain.serverurl());
        everyMemberDiffers(plain, read.named().get(1));
    }

    @Test
    void actionsOfTheClient() throws Exception {
        String section = "[ctlplugin:%s]\nsupervisor.ctl_factory=%s\n%s";
        ClientConfiguration read =
                client(
                        "[supervisorctl]\n"
                                + section.formatted("x", "org.example.X", "")
                                + section.formatted(
                                        "y",
                                        "org.example.Y",
                                        "plugin_folder=" + folder + "/plugins\nkey=1\n"));
        ActionPluginSettings plain = read.plugins().get(0);
        assertEquals(
                new ActionPluginSettings("x", "org.example.X", Optional.empty(), Map.of()), plain);
        everyMemberDiffers(plain, read.plugins().get(1));
    }

    @Test
    void noClassOfSettingsIsForgotten() throws Exception {
        Path sources = Path.of("src/main/java/org/supervisord/config");
        try (var files = Files.list(sources)) {
            assertEquals(
                    Set.of(
                            "ActionPluginSettings.java",
                            "ChannelSettings.java",
                            "ClientSettings.java",
                            "DaemonSettings.java",
                            "FcgiSocketSettings.java",
                            "GroupSettings.java",
                            "HttpServerSettings.java",
                            "ProgramSettings.java",
                            "RpcInterfaceSettings.java",
                            "SyslogSettings.java"),
                    Set.copyOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith("Settings.java"))
                                    .toList()));
        }
    }
}
