package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupReaderTest {
    @TempDir Path folder;
    private ConfigBench bench;

    @BeforeEach
    void open() {
        bench = new ConfigBench(folder);
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
    void theStandardHandlerIsNamedAsAnEntryPoint() throws ConfigException {
        Configuration read =
                bench.readWith(
                        """
                        [eventlistener:e]
                        command=cat
                        events=TICK
                        result_handler=supervisor.dispatchers : default_handler [x]
                        """);
        var pool = (GroupSettings.EventListenerPool) read.groups().get(0);
        assertEquals(GroupSettings.STANDARD_HANDLER, pool.resultHandler());
    }

    @Test
    void badKeysOfPoolsAreNamedWithTheirLines() {
        String pool = "[eventlistener:e]\ncommand=cat\nevents=TICK\n";
        assertEquals(
                "'letters' is neither 'characters' nor 'bytes' for payload_length",
                bench.refusalWith(pool + "payload_length=letters").replaceFirst(" \\(line.*", ""));
        assertEquals(
                "'-1' is negative for event_max_retries",
                bench.refusalWith(pool + "event_max_retries=-1").replaceFirst(" \\(line.*", ""));
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

    @ParameterizedTest
    @ValueSource(strings = {"priority", "user", "socket_backlog", "socket_owner", "socket_mode"})
    void theNameOfAFastCgiProgramIsKnownForItsSocketAlone(String key) {
        String message =
                bench.refusalWith(
                        "[fcgi-program:f]\ncommand=cat\nsocket=unix:///x\n"
                                + key
                                + "=%(program_name)s\n");
        assertTrue(
                message.startsWith(
                        "Format string '%(program_name)s' for 'fcgi-program:f."
                                + key
                                + "' contains names ('program_name') which cannot be expanded."),
                message);
    }

    @Test
    void numbersThatAreRefusedAreToldAsNumbers() {
        String program = "[fcgi-program:f]\ncommand=cat\nsocket=";
        String backlog = bench.refusalWith(program + "unix:///x\nsocket_backlog=00\n");
        assertEquals("Invalid socket_backlog value 0", backlog);
        String port = bench.refusalWith(program + "tcp://localhost:4294967297\n");
        assertTrue(port.startsWith("4294967297 is above upper bound (65535)"), port);
    }

    @Test
    void namesWithColonsAndBlanksAreRefused() {
        for (String name : List.of("a b", "a:b", "a/b")) {
            assertTrue(
                    bench.refusalWith("[program:" + name + "]\ncommand=cat\n")
                            .startsWith("Invalid name: '" + name + "' because of character: "),
                    name);
        }
    }

    @Test
    void aGroupOfUnknownProgramsIsRefused() {
        assertEquals(
                "[group:g] names unknown program or fcgi-program nix",
                bench.refusalWith("[group:g]\nprograms=nix\n"));
    }
}
