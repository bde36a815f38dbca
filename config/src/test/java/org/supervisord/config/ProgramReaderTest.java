package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisord.common.Signal;

class ProgramReaderTest {
    @TempDir Path folder;
    private ConfigBench bench;

    @BeforeEach
    void open() {
        bench = new ConfigBench(folder);
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
                        stdout_logfile=%(here)s//%(process_num)d.out
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
                                new LogTarget.File(folder.resolve("7.out"), folder + "//7.out"),
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
    void whatOneProcessAddsToAVariableIsNotThereForTheNext() throws ConfigException {
        List<ProgramSettings> programs =
                bench.readWith(
                                """
                                [program:web]
                                command=cat %(ENV_COLOR)s
                                environment=COLOR="%(ENV_COLOR)s-%(process_num)d"
                                numprocs=2
                                process_name=%(process_num)d
                                """)
                        .groups()
                        .get(0)
                        .programs();
        assertEquals(
                List.of("cat blue-0", "cat blue-1"),
                programs.stream().map(ProgramSettings::command).toList());
        assertEquals(Map.of("COLOR", "blue-1"), programs.get(1).environment());
    }

    @Test
    void anEmptyServerurlIsNotToldToAProgram() throws ConfigException {
        Configuration read =
                bench.readWith(
                        """
                        [inet_http_server]
                        port=9001
                        [program:a]
                        command=cat
                        serverurl=
                        [program:b]
                        command=cat
                        [program:c]
                        command=cat
                        serverurl=http://box:1
                        """);
        assertEquals(
                List.of(
                        Optional.empty(),
                        Optional.of("http://localhost:9001"),
                        Optional.of("http://box:1")),
                read.groups().stream()
                        .map(group -> read.serverurlFor(group.programs().get(0)))
                        .toList());
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
        String message =
                bench.refusalWith("[program:web]\ncommand=cat\n" + key + "=" + value + "\n");
        assertTrue(message.startsWith(start), message);
        assertTrue(
                message.endsWith(
                        " in section 'program:web' (file: '" + folder + "/supervisord.conf')"),
                message);
    }

    @Test
    void theFirstMistakeInTheReferencesOrderIsTold() {
        List<String> keys =
                List.of(
                        "redirect_stderr=x",
                        "numprocs=x",
                        "numprocs_start=x",
                        "stdout_capture_maxbytes=x",
                        "stderr_events_enabled=x",
                        "user=x",
                        "umask=x",
                        "process_name=a b");
        for (int i = 0; i + 1 < keys.size(); i++) {
            String only = bench.refusalWith("[program:a]\n" + keys.get(i));
            assertEquals(
                    only,
                    bench.refusalWith("[program:a]\n" + keys.get(i) + "\n" + keys.get(i + 1)));
        }
    }

    @Test
    void aLogWithAnEmptyNameIsNoneThatDiffersFromNone() throws ConfigException {
        ProgramSettings empty = bench.program("command=cat\nstdout_logfile=\nstderr_logfile=\n");
        assertEquals(new LogTarget.Unnamed(), empty.stdout().logfile());
        assertEquals(new LogTarget.Unnamed(), empty.stderr().logfile());
        ProgramSettings none =
                bench.program("command=cat\nstdout_logfile=NONE\nstderr_logfile=off\n");
        assertEquals(new LogTarget.None(), none.stdout().logfile());
        assertNotEquals(none, empty);
    }

    @ParameterizedTest
    @CsvSource({"'',1", "x,1", "NONE,0", "AUTO,0"})
    void aLogOfARedirectedChannelIsWarnedOf(String log, int warnings) throws ConfigException {
        Configuration read =
                bench.readWith(
                        "[program:a]\ncommand=cat\nredirect_stderr=true\nstderr_logfile=" + log);
        assertEquals(warnings, read.warnings().size());
        assertEquals(
                new LogTarget.None(), read.groups().get(0).programs().get(0).stderr().logfile());
    }

    @Test
    void charactersBeyondTheBasicPlaneAreSingleTokens() throws ConfigException {
        String grin = "\uD83D\uDE00";
        assertEquals(
                Map.of("A", grin, "B", "2", "C", grin + "x"),
                bench.program(
                                "command=cat\nenvironment=A="
                                        + grin
                                        + ",B=2"
                                        + grin
                                        + "C=\\"
                                        + grin
                                        + "x")
                        .environment());
    }

    @Test
    void stopasgroupWithoutKillasgroupIsRefused() {
        assertTrue(
                bench.refusalWith("[program:a]\ncommand=cat\nstopasgroup=1\nkillasgroup=0\n")
                        .startsWith("Cannot set stopasgroup=true and killasgroup=false"));
    }

    @Test
    void aProgramNeedsACommand() {
        assertTrue(
                bench.refusalWith("[program:a]\n")
                        .startsWith("program section program:a does not specify a command"));
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

    @Test
    void aNameMayStandOnALineOfItsOwn() throws ConfigException {
        assertEquals(
                "foo",
                bench.readWith("[program:x]\ncommand=/bin/cat\nprocess_name=\n   foo\n")
                        .groups()
                        .get(0)
                        .programs()
                        .get(0)
                        .name());
    }

    @Test
    void blanksThatArePutIntoANameStayThere() throws ConfigException {
        assertEquals(
                List.of("  0", "  1"),
                bench
                        .readWith(
                                """
                                [program:x]
                                command=/bin/cat
                                process_name=%(process_num)3d
                                numprocs=2
                                """)
                        .groups()
                        .get(0)
                        .programs()
                        .stream()
                        .map(ProgramSettings::name)
                        .toList());
    }
}
