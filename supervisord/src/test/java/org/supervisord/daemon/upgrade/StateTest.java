package org.supervisord.daemon.upgrade;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.event.ListenerSnapshot;
import org.supervisord.daemon.event.ListenerState;
import org.supervisord.daemon.process.DueSnapshot;
import org.supervisord.daemon.process.DueSnapshot.What;
import org.supervisord.daemon.upgrade.GroupState.ProgramState;

class StateTest {
    /** A document that a release has written; there is one for each version of the form. */
    static String kept(int version) throws IOException {
        try (InputStream in = StateTest.class.getResourceAsStream("state-" + version + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    void aDocumentOfEachVersionThatWasReleasedIsUnderstood(int version) throws Exception {
        State state = State.read(kept(version));
        assertEquals(10, state.groups().size());
        ProgramState deaf = program(state, "deaf");
        assertEquals(ProcessState.STOPPING, deaf.process().state());
        assertTrue(deaf.process().beingKilled());
        assertEquals(
                Optional.of(new DueSnapshot(What.STOP_TOOK_TOO_LONG, 99_808_054_871L)),
                deaf.process().due());
        assertEquals(3180, deaf.child().orElseThrow().pid());
        ProgramState web = program(state, "web_0");
        assertEquals("xxxxxxxxxxxx", text(web.child().orElseThrow().stdin().get().waiting()));
        var capture = web.child().get().outputs().get(0).output().capture().orElseThrow();
        assertTrue(capture.capturing());
        assertEquals("half a message", text(capture.waiting()));
        assertEquals("\033[3", text(web.child().get().outputs().get(1).output().heldText()));
        assertEquals(1, group(state, "added").configuration());
        assertEquals(OptionalInt.of(54), group(state, "php").socket());
        assertEquals(3, program(state, "fails").process().backoff());
        assertEquals(
                Optional.of("can't find command '/nonexistent'"),
                program(state, "gone").process().run().error());

        ListenerSnapshot listener = state.bus().pools().get(0).listeners().get(0);
        assertEquals(ListenerState.BUSY, listener.state());
        assertEquals("RESU", text(listener.words()));
        assertEquals(0, listener.event().orElseThrow().serial());
        assertEquals(20, state.bus().pools().get(0).buffer().size());
        assertEquals(27, state.bus().nextSerial());
        assertEquals(List.of("unix_http_server"), sectionsWithFiles(state));
    }

    @Test
    void whatIsReadAndWrittenAgainSaysTheSame() throws Exception {
        String document = State.read(kept(State.VERSION)).write();
        assertEquals(document, State.read(document).write());
    }

    @Test
    void aDocumentOfANewerVersionIsRefused() throws Exception {
        String newer = kept(State.VERSION).replaceFirst("\"version\": 1", "\"version\": 99");
        StateException e = assertThrows(StateException.class, () -> State.read(newer));
        assertEquals("the state is of version 99, this program knows 1", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"version\":1,\"groups\":7}"})
    void whatIsNoDocumentIsRefused(String text) {
        assertThrows(StateException.class, () -> State.read(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'version':1,'groups':7} | State.groups is no list",
                "{'version':1,'groups':[{'name':'a','programs':[{},1]}]}"
                        + " | State.groups[0].programs[0].process is missing",
                "{'version':1,'started':true}"
                        + " | State.started is not what it should be: .*Boolean.*"
            })
    void theErrorSaysWhereItIs(String document, String message) {
        // what is read before
        String whole = document.replaceFirst("^\\{", "{'previous':{},").replace('\'', '"');
        StateException e = assertThrows(StateException.class, () -> State.read(whole));
        assertLinesMatch(List.of(message), List.of(e.getMessage()));
    }

    @Test
    void aReportIsFoundAmongWhatElseAProgramSays() throws Exception {
        TrialReport report =
                new TrialReport(
                        "1.2",
                        List.of("java", "-n"),
                        List.of("A=ż\n\udcff"),
                        List.of(new FileStamp("/lib/it.jar", "7")));
        assertEquals(report, TrialReport.find("warning\n" + report.write() + "\nbye\n"));
        assertThrows(StateException.class, () -> TrialReport.find("1.2\n"));
    }

    /** What a later version of a record might be like. */
    record Later(String name, List<Integer> numbers, byte[] data, Optional<String> more) {}

    /** The same before that. */
    record Earlier(String name, boolean gone) {}

    @Test
    void whatIsAbsentIsEmptyAndWhatIsUnknownIsPassedOver() throws Exception {
        Later later = RecordJson.read(Later.class, RecordJson.write(new Earlier("x", true)));
        assertEquals("x", later.name());
        assertEquals(List.of(), later.numbers());
        assertArrayEquals(new byte[0], later.data());
        assertEquals(Optional.empty(), later.more());
    }

    private static GroupState group(State state, String name) {
        return state.groups().stream().filter(it -> it.name().equals(name)).findFirst().get();
    }

    private static ProgramState program(State state, String name) {
        return state.groups().stream()
                .flatMap(it -> it.programs().stream())
                .filter(it -> it.process().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> sectionsWithFiles(State state) {
        return state.servers().stream()
                .filter(it -> !it.file().isEmpty())
                .map(it -> it.section())
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
