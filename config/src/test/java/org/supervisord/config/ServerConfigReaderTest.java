package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigReaderTest {
    @TempDir Path folder;
    private ConfigBench bench;

    @BeforeEach
    void open() {
        bench = new ConfigBench(folder);
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

    @Test
    void automaticLogsGoWhereThereIsRoomForThem() throws Exception {
        Path file = bench.write("file", "");
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Map<String, String> environment =
                Map.of("TMPDIR", file.toString(), "TEMP", "", "TMP", logs.toString());
        Path conf = bench.write("supervisord.conf", "[supervisord]\n");
        assertEquals(
                logs,
                new ServerConfigReader(Overrides.none(), environment, "box", new FakeAccounts())
                        .read(conf.toString())
                        .daemon()
                        .childlogdir());
        try (Stream<Path> left = Files.list(logs)) {
            assertEquals(List.of(), left.toList());
        }
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
                        Optional.of(folder.toString()),
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
                        Optional.of("/"),
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
                        Optional.of("/"),
                        Optional.of(new RunAs(502, OptionalInt.empty())),
                        Map.of("A", "1", "B", "two, blue"),
                        new SyslogSettings(
                                new SyslogSettings.Address.Remote("::1", 601, true),
                                SyslogSettings.Form.BSD)),
                bench.with(said).read(EVERY_DAEMON_KEY).daemon());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "minfds    | ten  | invalid literal for int() with base 10: 'ten' for minfds",
                "nodaemon  | ten  | not a valid boolean value: 'ten'",
                "umask     | 99   | 99 can not be converted to an octal type",
                "umask     | 20000000000 | 20000000000 can not be converted to an octal type",
                "umask     | 777777777777 | 777777777777 can not be converted to an octal type",
                "loglevel  | loud | bad logging level name 'loud'",
                "user      | nix  | Invalid user name nix",
                "user      | 4711 | Invalid user id 4711",
                "user      | 4294967295 | Invalid user id 4294967295",
                "user      | 4294967797 | Invalid user id 4294967797",
                "user      | -2147483648 | Invalid user id -2147483648",
                "user      | web:4294967295 | Invalid group id 4294967295",
                "directory | /nix | /nix is not an existing directory",
                "logfile   | /nix/x | The directory named as part of the path /nix/x does not",
                "identifier | %(nix)s | Format string '%(nix)s' for 'supervisord.identifier'"
            })
    void saysWhatIsWrongWithTheDaemonsKeys(String key, String value, String start) {
        String message = bench.refusalWith(key + "=" + value + "\n");
        assertTrue(message.startsWith(start), message);
    }

    @Test
    void tellsTheLineOfABadNumber() {
        String message = bench.refusal("[supervisord]\n\nminprocs=x\n");
        assertTrue(message.contains("(line 3 of " + folder + "/supervisord.conf)"), message);
    }

    @Test
    void whatWasInAFileIsReadAgainWhenThatIsGone() throws Exception {
        Path file = bench.write("supervisord.conf", "[supervisord]\nidentifier = %(here)s\n");
        ServerConfigReader reader =
                new ServerConfigReader(Overrides.none(), Map.of(), "box", new FakeAccounts());
        byte[] content = reader.content(file.toString());
        Files.delete(file);
        assertEquals(
                folder.toString(), reader.read(file.toString(), content).daemon().identifier());
    }

    @Test
    void aFileWithoutTheDaemonsSectionIsRefused() {
        assertEquals(
                ".ini file does not include supervisord section",
                bench.refusal("[program:a]\ncommand=cat\n"));
    }

    @Test
    void linesThatSayNothingAreAllTold() {
        String message = bench.refusal("[supervisord]\nwhat\nelse\n");
        assertTrue(message.startsWith("Source contains parsing errors: "), message);
        assertTrue(message.contains("[line  2]: 'what\\n'"), message);
        assertTrue(message.contains("[line  3]: 'else\\n'"), message);
    }

    @ParameterizedTest
    @CsvSource({
        ":www,-1,601",
        ":602,-1,602",
        "web,501,-1",
        "web:data,501,602",
        "502:601,502,601",
        "2147483648:4294967294,-2147483648,-2"
    })
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
                "root:data | 0 | 602",
                "2147483648 | -2147483648 | -1"
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
    void aFolderStaysAsItIsWritten() throws ConfigException {
        assertEquals(
                Optional.of("/tmp//"), bench.readWith("directory=/tmp//\n").daemon().directory());
        assertEquals(
                Optional.of("/tmp/"), bench.readWith("directory=/tmp/\n").daemon().directory());
    }

    @Test
    void aFileIsNoFolder() {
        bench.write("supervisord.conf", "[supervisord]\n");
        ServerConfigReader reader =
                new ServerConfigReader(Overrides.none(), Map.of(), "box", new FakeAccounts());
        HomeFolders homes = new HomeFolders(Map.of(), new FakeAccounts());
        String file = folder + "/supervisord.conf/";
        String missing = "could not find config file " + file;
        assertEquals(
                missing, assertThrows(ConfigException.class, () -> reader.read(file)).getMessage());
        assertEquals(
                missing,
                assertThrows(ConfigException.class, () -> ClientConfigReader.read(file, homes))
                        .getMessage());
        assertEquals(
                "could not read config file " + folder + "/",
                assertThrows(ConfigException.class, () -> reader.read(folder + "/")).getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "supervisor.rpcinterface:make_main_rpcinterface",
                "supervisor.rpcinterface : make_main_rpcinterface",
                "supervisor.rpcinterface: make_main_rpcinterface [extra, other]",
                "supervisor.rpcinterface :make_main_rpcinterface[]",
            })
    void theMainInterfaceIsNamedAsAnEntryPoint(String factory) throws ConfigException {
        RpcInterfaceSettings read =
                bench.readWith(
                                "[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = "
                                        + factory)
                        .rpcInterfaces()
                        .get(0);
        assertTrue(read.isMain());
        assertEquals(Map.of(), read.options());
    }

    @Test
    void anotherFactoryIsToldAsItIsWritten() {
        String message =
                bench.refusalWith(
                        "[rpcinterface:x]\nsupervisor.rpcinterface_factory = a.b : c [d]\n");
        assertTrue(
                message.startsWith("a.b : c [d] cannot be resolved within [rpcinterface:x]: "),
                message);
    }

    /** The daemon goes elsewhere before it looks there. */
    @Test
    void aRelativeFolderOfPluginsIsKnownFromTheRoot() throws Exception {
        RpcInterfaceSettings read =
                bench.readWith(
                                """
                                [rpcinterface:notes]
                                supervisor.rpcinterface_factory = org.example.Notes
                                plugin_folder = src
                                """)
                        .rpcInterfaces()
                        .get(0);
        assertEquals(Optional.of(Path.of("src").toAbsolutePath()), read.pluginFolder());
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
                bench.refusalWith(
                                """
                                [rpcinterface:notes]
                                supervisor.rpcinterface_factory = org.example.Notes
                                plugin_folder = %(here)s/nope
                                """)
                        .contains(folder + "/nope"));
    }

    @Test
    void relativePathsBeginAgainWhereTheyBeganWhenItWasRead() throws ConfigException {
        ServerConfigReader reader =
                new ServerConfigReader(Overrides.none(), Map.of(), "box", new FakeAccounts());
        ConfigText text =
                bench.readWith("pidfile=own.pid\n[unix_http_server]\nfile=own.sock\n").text();
        assertEquals(Path.of("").toAbsolutePath().toString(), text.folder());
        ConfigText moved = new ConfigText(text.file(), text.here(), "/there", text.sections());
        Configuration there = reader.read(moved);
        assertEquals(Path.of("/there/own.pid"), there.daemon().pidfile());
        assertEquals(
                Path.of("/there/own.sock"),
                ((HttpServerSettings.Unix) there.servers().get(0)).file());
        assertEquals(Optional.of(Path.of("/there/supervisord.log")), there.daemon().logfile());
        // as a version writes it that knows nothing of folders
        ConfigText silent = new ConfigText(text.file(), text.here(), "", text.sections());
        assertEquals(Path.of("own.pid").toAbsolutePath(), reader.read(silent).daemon().pidfile());
    }

    @Test
    void foldersThatAreInUseNeedNotBeThereWhenItIsReadAgain() throws Exception {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        String keys =
                """
                logfile=%1$s/x.log
                pidfile=%1$s/x.pid
                childlogdir=%1$s
                directory=%1$s
                [program:it]
                command=/bin/cat
                stdout_logfile=%1$s/it.log
                """
                        .formatted(gone);
        ConfigText text = bench.readWith(keys).text();
        Files.delete(gone);
        ServerConfigReader reader =
                new ServerConfigReader(Overrides.none(), Map.of(), "box", new FakeAccounts());
        assertEquals(gone, reader.read(text).daemon().childlogdir());
        assertThrows(ConfigException.class, () -> bench.readWith(keys));
    }

    @ParameterizedTest
    @CsvSource({
        "e9 0a, invalid continuation byte",
        "c3 41 0a, invalid continuation byte",
        "c3, unexpected end of data",
        "e2 82, unexpected end of data",
        "c0 0a, invalid start byte",
        "ff 0a, invalid start byte",
        "ed a0 80 0a, invalid continuation byte"
    })
    void saysWhyAFileIsNotUtf8(String bytes, String reason) throws Exception {
        Path file = bench.write("supervisord.conf", "");
        byte[] tail = HexFormat.of().parseHex(bytes.replace(" ", ""));
        Files.write(file, "[supervisord]\nidentifier=".getBytes(StandardCharsets.US_ASCII));
        Files.write(file, tail, StandardOpenOption.APPEND);
        ConfigException e =
                assertThrows(ConfigException.class, () -> bench.readFile("supervisord.conf"));
        assertEquals(
                "config file "
                        + file
                        + " is not UTF-8: 'utf-8' codec can't decode byte 0x"
                        + bytes.substring(0, 2)
                        + " in position 25: "
                        + reason,
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[unix_http_server]            | file=/a^b",
                "[inet_http_server]~port=9001 | ssl_certfile=/a^b",
                "[fcgi-program:x]~command=cat | socket=unix:///a^b",
                "loglevel=info                 | syslog_address=/a^b"
            })
    void noFileHasANulInItsName(String section, String key) {
        String message =
                bench.refusalWith(
                        section.replace('~', '\n') + "\n" + key.replace('^', '\0') + "\n");
        assertTrue(message.contains("can't be the name of a file"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"udp://127.0.0.1:65536", "tcp://:601", "http://a:514", "udp://a/b", "x"})
    void anAddressOfASyslogIsAPathOrAPort(String address) {
        String message = bench.refusalWith("syslog_address=" + address + "\n");
        assertTrue(message.contains("not a valid address of a syslog"), message);
    }
}
