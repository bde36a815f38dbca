package org.supervisord.config.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.config.ClientSettings;
import org.supervisord.config.ConfigException;
import org.supervisord.config.FakeAccounts;
import org.supervisord.config.HomeFolders;
import org.supervisord.config.LogLevel;
import org.supervisord.config.Overrides;

class OptionsTest {
    private static final HomeFolders HOMES =
            new HomeFolders(Map.of("HOME", "/root"), new FakeAccounts());

    @TempDir Path folder;

    private static SupervisordOptions.Wish daemon(String... words) throws UsageException {
        return SupervisordOptions.parse(List.of(words), HOMES);
    }

    private static String refusal(String... words) {
        return assertThrows(UsageException.class, () -> daemon(words)).getMessage();
    }

    private SupervisorctlOptions.Wish client(String... words)
            throws UsageException, ConfigException {
        return SupervisorctlOptions.parse(List.of(words), folder + "/bin/supervisorctl", HOMES);
    }

    private static final Overrides ALL =
            new Overrides(
                    Optional.of(true),
                    Optional.of("web"),
                    OptionalInt.of(027),
                    Optional.of("/"),
                    Optional.of("/x.log"),
                    OptionalLong.of(1024),
                    OptionalInt.of(3),
                    Optional.of(LogLevel.TRACE),
                    Optional.of("/x.pid"),
                    Optional.of("me"),
                    Optional.of(Path.of("/tmp")),
                    OptionalInt.of(4),
                    OptionalInt.of(5),
                    Optional.of(true),
                    Optional.of(true),
                    Optional.of(true));

    @Test
    void aConfigurationWithoutANameIsNoneForTheClient() throws Exception {
        Files.writeString(folder.resolve("supervisord.conf"), "[supervisorctl]\nprompt=found\n");
        assertEquals(
                List.of(ClientSettings.defaults()),
                ((SupervisorctlOptions.Wish.Run) client("-c", "", "status")).servers());
    }

    @Test
    void aFileWithoutANameIsNotGiven() throws UsageException {
        assertEquals(daemon("-n"), daemon("-n", "--logfile=", "-j", ""));
    }

    @Test
    void theDaemonTakesEveryLongOption() throws UsageException {
        assertEquals(
                new SupervisordOptions.Wish.Run(Optional.of("my.conf"), ALL, "/a.jar:/b/*"),
                daemon(
                        "--configuration=my.conf",
                        "--nodaemon",
                        "--user=web",
                        "--umask=027",
                        "--directory=/",
                        "--logfile=/x.log",
                        "--logfile_maxbytes=1KB",
                        "--logfile_backups=3",
                        "--loglevel=trace",
                        "--pidfile=/x.pid",
                        "--identifier=me",
                        "--childlogdir=/tmp",
                        "--minfds=4",
                        "--minprocs=5",
                        "--nocleanup",
                        "--strip_ansi",
                        "--silent",
                        "--classpath=/a.jar:/x/../b/*"));
    }

    @Test
    void theDaemonTakesEveryShortOption() throws UsageException {
        assertEquals(
                new SupervisordOptions.Wish.Run(Optional.of("my.conf"), ALL, "/a.jar:/b/*"),
                daemon(
                        "-cmy.conf",
                        "-n",
                        "-u",
                        "web",
                        "-m027",
                        "-d",
                        "/",
                        "-l",
                        "/x.log",
                        "-y",
                        "1KB",
                        "-z3",
                        "-e",
                        "trace",
                        "-j",
                        "/x.pid",
                        "-i",
                        "me",
                        "-q",
                        "/tmp",
                        "-a4",
                        "--minprocs",
                        "5",
                        "-kts",
                        "--classpath",
                        "/a.jar:/b/*"));
    }

    @Test
    void withoutOptionsTheDaemonIsToldNothing() throws UsageException {
        assertEquals(
                new SupervisordOptions.Wish.Run(Optional.empty(), Overrides.none(), ""), daemon());
    }

    @Test
    void aLongOptionMayBeCutShort() throws UsageException {
        assertEquals(daemon("--nodaemon", "--silent"), daemon("--nod", "--sil"));
        assertEquals("option --no not a unique prefix", refusal("--no"));
    }

    @Test
    void optionsOfOursLeaveEveryShorteningAsItWas()
            throws UsageException, ConfigException, IOException {
        assertEquals(daemon("--childlogdir", "/tmp"), daemon("--ch", "/tmp"));
        assertEquals(daemon("--configuration", "x"), daemon("--co", "x"));
        for (String word : List.of("--chec", "--expl", "--classp", "--c")) {
            assertTrue(refusal(word).startsWith("option " + word + " not "), word);
        }
        String conf = Files.writeString(folder.resolve("c.conf"), "[supervisorctl]\n").toString();
        assertEquals(client("-c", conf), client("--c", conf));
    }

    @Test
    void theDaemonCanBeAskedToCheckOrExplainInstead() throws UsageException {
        Optional<String> conf = Optional.of("x.conf");
        assertEquals(
                new SupervisordOptions.Wish.Check(conf, Overrides.none()),
                daemon("--check", "-c", "x.conf"));
        assertEquals(
                new SupervisordOptions.Wish.Explain(conf, Overrides.none(), Optional.empty()),
                daemon("--explain", "-c", "x.conf"));
        for (List<String> words :
                List.of(
                        List.of("--explain", "program:web", "-c", "x.conf"),
                        List.of("-c", "x.conf", "--explain", "program:web"),
                        List.of("-c", "x.conf", "--explain=program:web"))) {
            assertEquals(
                    new SupervisordOptions.Wish.Explain(
                            conf, Overrides.none(), Optional.of("program:web")),
                    daemon(words.toArray(String[]::new)));
        }
        assertEquals("--check and --explain don't go together", refusal("--check", "--explain"));
        assertEquals("option --check must not have an argument", refusal("--check=x"));
        assertEquals("conflicting command line option '--check'", refusal("--check", "--check"));
    }

    @Test
    void helpAndVersionGoFirst() throws UsageException {
        for (String word : List.of("-h", "--help", "-?")) {
            assertInstanceOf(SupervisordOptions.Wish.Help.class, daemon(word));
        }
        for (String word : List.of("-v", "--version")) {
            assertInstanceOf(SupervisordOptions.Wish.Version.class, daemon(word));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nix        | option --nix not recognized",
                "-X           | option -X not recognized",
                "-c           | option -c requires argument",
                "--conf       | option --configuration requires argument",
                "--nodaemon=1 | option --nodaemon must not have an argument",
                "word         | positional arguments are not supported: ['word']",
                "-ax          | invalid value for -a 'x': invalid literal for int() with base 10: 'x'",
                "--umask=9    | invalid value for --umask '9': 9 can not be converted to an octal"
                        + " type",
                "--loglevel=x | invalid value for --loglevel 'x': bad logging level name 'x'",
                "-d/nix       | invalid value for -d '/nix': /nix is not an existing directory",
                "-yx          | invalid value for -y 'x': invalid literal for int() with base 10: 'x'"
            })
    void saysWhatIsWrongWithACommandLine(String words, String message) {
        assertEquals(message, refusal(words.split(" ")));
    }

    @Test
    void theSameOptionTwiceIsAConflict() {
        assertEquals("conflicting command line option '-n'", refusal("-n", "-n"));
    }

    @Test
    void everyOptionIsInTheHelp() {
        String help = SupervisordOptions.usage().text("supervisord");
        for (String word :
                List.of(
                        "configuration",
                        "nodaemon",
                        "silent",
                        "user",
                        "umask",
                        "directory",
                        "logfile",
                        "logfile_maxbytes",
                        "logfile_backups",
                        "loglevel",
                        "pidfile",
                        "identifier",
                        "childlogdir",
                        "nocleanup",
                        "minfds",
                        "minprocs",
                        "strip_ansi",
                        "classpath",
                        "check",
                        "explain",
                        "version",
                        "help")) {
            assertTrue(help.contains("--" + word + " "), word);
        }
        String client = SupervisorctlOptions.usage().text("ctl");
        assertTrue(client.contains("Usage: ctl [OPTION]"));
        for (String word :
                List.of(
                        "configuration",
                        "serverurl",
                        "username",
                        "password",
                        "history_file",
                        "classpath",
                        "interactive",
                        "help")) {
            assertTrue(client.contains("--" + word + " "), word);
        }
    }

    @Test
    void theClientTakesEveryOption() throws UsageException, ConfigException, IOException {
        Path conf = Files.writeString(folder.resolve("c.conf"), "[supervisorctl]\nprompt=p\n");
        ClientSettings settings =
                new ClientSettings(
                        "http://box:1",
                        "p",
                        Optional.of("u"),
                        Optional.of("w"),
                        Optional.of(Path.of("/root/h")));
        assertEquals(
                new SupervisorctlOptions.Wish.Run(
                        List.of(settings),
                        List.of("status", "-x"),
                        "",
                        List.of(),
                        Optional.empty(),
                        true),
                client(
                        "-c",
                        conf + "",
                        "-i",
                        "-s",
                        "http://box:1",
                        "-u",
                        "u",
                        "-p",
                        "w",
                        "-r",
                        "~/h",
                        "status",
                        "-x"));
        assertEquals(
                new SupervisorctlOptions.Wish.Run(settings, List.of(), "/a.jar"),
                client(
                        "--configuration=" + conf,
                        "--serverurl=http://box:1",
                        "--username=u",
                        "--password=w",
                        "--history_file=/root/h",
                        "--classpath=/a.jar"));
    }

    @Test
    void theClientReadsItsSection() throws UsageException, ConfigException, IOException {
        Path conf =
                Files.writeString(
                        folder.resolve("c.conf"),
                        """
                        [supervisorctl]
                        serverurl=unix://%(here)s/x.sock
                        username=u
                        password=p
                        prompt=me
                        history_file=~/.history
                        """);
        assertEquals(
                new SupervisorctlOptions.Wish.Run(
                        new ClientSettings(
                                "unix://" + folder + "/x.sock",
                                "me",
                                Optional.of("u"),
                                Optional.of("p"),
                                Optional.of(Path.of("/root/.history"))),
                        List.of(),
                        ""),
                client("-c", conf.toString()));
    }

    @Test
    void theClientFindsTheFileBesideItsProgram()
            throws UsageException, ConfigException, IOException {
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(
                folder.resolve("etc/supervisord.conf"), "[supervisorctl]\nprompt=found\n");
        SupervisorctlOptions.Wish.Run run =
                assertInstanceOf(SupervisorctlOptions.Wish.Run.class, client("status"));
        assertEquals("found", run.servers().get(0).prompt());
    }

    @Test
    void theClientKnowsServersByTheirNames() throws Exception {
        Path conf =
                Files.writeString(
                        folder.resolve("c.conf"),
                        """
                        [supervisorctl]
                        serverurl=http://main
                        username=u
                        password=p
                        [supervisorctl:prod-a]
                        serverurl=http://a:1
                        username=ops
                        password=secret
                        [supervisorctl:prod-b]
                        serverurl=unix://%(here)s/b.sock
                        """);
        ClientSettings a =
                new ClientSettings(
                        "prod-a",
                        "http://a:1",
                        "prod-a",
                        Optional.of("ops"),
                        Optional.of("secret"),
                        Optional.empty());
        ClientSettings b =
                new ClientSettings(
                        "prod-b",
                        "unix://" + folder + "/b.sock",
                        "prod-b",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertEquals(List.of(a), servers("-c", conf + "", "-s", "prod-a"));
        assertEquals(List.of(a, b), servers("-c", conf + "", "-s", "prod-*", "-s", "prod-b"));
        ClientSettings url =
                new ClientSettings(
                        "http://x",
                        "supervisor",
                        Optional.of("u"),
                        Optional.of("p"),
                        Optional.empty());
        assertEquals(List.of(b, url), servers("-c", conf + "", "-sprod-b", "-shttp://x"));
        UsageException e =
                assertThrows(UsageException.class, () -> servers("-c", conf + "", "-s", "prod"));
        assertEquals("invalid value for -s 'prod': value 'prod' is not a URL", e.getMessage());
    }

    private List<ClientSettings> servers(String... words) throws Exception {
        return assertInstanceOf(SupervisorctlOptions.Wish.Run.class, client(words)).servers();
    }

    @Test
    void theClientsFileIsNamedWithoutHomes() {
        ConfigException e = assertThrows(ConfigException.class, () -> client("-c", "~/c.conf"));
        assertEquals("could not find config file ~/c.conf", e.getMessage());
    }

    @Test
    void theClientRefusesWhatIsNoUrl() {
        UsageException e = assertThrows(UsageException.class, () -> client("-s", "localhost"));
        assertEquals(
                "invalid value for -s 'localhost': value 'localhost' is not a URL", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://[bad",
                "http://a]b",
                "http://[]",
                "https://x[::1]:9",
                "http://[::1]x"
            })
    void theClientRefusesWrongBracketsOfAnAddress(String url) {
        UsageException e = assertThrows(UsageException.class, () -> client("-s", url));
        assertEquals("invalid value for -s '" + url + "': Invalid IPv6 URL", e.getMessage());
    }
}
