package org.supervisord.daemon.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessState;
import org.supervisord.common.SupervisorState;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.Programs;
import org.supervisord.daemon.web.StatusModel.Row;
import org.supervisord.daemon.web.StatusModel.Sort;
import org.supervisord.daemon.web.StatusModel.Wanted;

class StatusModelTest {
    private final SupervisorBench bench =
            new SupervisorBench(
                    SupervisorBench.group("zeta", 1, Programs.program("zeta")),
                    SupervisorBench.group("one", 2, Programs.program("other")),
                    SupervisorBench.group("alpha", 3, Programs.program("alpha")),
                    SupervisorBench.group(
                            "g",
                            4,
                            Programs.program("b"),
                            Programs.program("a"),
                            Programs.program("gone").command("/no").startretries(0)));

    private StatusModel model(String words, String state, Sort sort) {
        return StatusModel.of(
                bench.supervisor,
                List.of(),
                bench.scheduler.clock().wallMillis(),
                new Wanted(words, state, sort));
    }

    private static List<String> names(List<Row> rows) {
        return rows.stream().map(row -> row.name().toString()).toList();
    }

    @Test
    void programsAreOneListAndGroupsStandByThemselves() {
        StatusModel model = model("", "", Sort.NAME);
        assertEquals(List.of("alpha", "zeta"), names(model.alone(Sort.NAME)));
        assertEquals(
                List.of("g", "one"),
                model.realGroups().stream().map(StatusModel.Group::name).toList());
        assertEquals(List.of("g:a", "g:b", "g:gone"), names(model.realGroups().get(0).rows()));
    }

    @Test
    void countsAreOfAllProcessesWhateverIsAskedFor() {
        bench.running("g", "a");
        StatusModel model = model("nothing like this", "", Sort.NAME);
        assertEquals(Map.of(ProcessState.RUNNING, 1, ProcessState.STOPPED, 5), model.counts());
        assertEquals(List.of(), model.groups());
        assertEquals(SupervisorState.RUNNING, model.state());
    }

    @Test
    void allWordsMustBeThereInNameStateOrDescription() {
        ManagedProcess a = bench.running("g", "a");
        assertEquals(
                List.of("g:a"),
                names(model("G: running pid " + a.pid(), "", Sort.NAME).groups().get(0).rows()));
        assertTrue(model("g:a stopped", "", Sort.NAME).groups().isEmpty());
    }

    @Test
    void theWorstComeFirst() {
        bench.running("g", "a");
        bench.process("g", "gone").start();
        List<Row> rows = model("", "", Sort.STATE).realGroups().get(0).rows();
        assertEquals(List.of("g:gone", "g:b", "g:a"), names(rows));
    }

    @Test
    void aRowTellsWhatAProcessIsAndWas() {
        ManagedProcess a = bench.running("g", "a");
        long started = a.startedAtMillis();
        Row up = Row.of(a, started + 5000);
        assertEquals("pid " + a.pid() + ", uptime 0:00:05", up.description());
        assertEquals(started, up.sinceMillis());
        assertEquals(OptionalInt.empty(), up.exitStatus());
        a.stop();
        bench.obey();
        Row down = Row.of(a, started + 9000);
        assertEquals(ProcessState.STOPPED, down.state());
        assertEquals(a.stoppedAtMillis(), down.sinceMillis());
        assertEquals(0, down.pid());
    }

    @Test
    void everySortHasANameInForms() {
        for (Sort sort : Sort.values()) {
            assertEquals(sort, Sort.of(sort.field()));
        }
        assertEquals(Sort.NAME, Sort.of("nonsense"));
    }
}
