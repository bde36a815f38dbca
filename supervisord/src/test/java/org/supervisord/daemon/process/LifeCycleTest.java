package org.supervisord.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessState;

class LifeCycleTest {
    @Test
    void theManualPrintsTheTable() throws IOException {
        String manual = Files.readString(Path.of("../docs/lifecycle.md"));
        List<String> printed =
                manual.substring(
                                manual.indexOf("<!-- table: begin -->"),
                                manual.indexOf("<!-- table: end -->"))
                        .lines()
                        .skip(3)
                        .toList();
        List<String> rows =
                LifeCycle.rows().stream()
                        .map(
                                row ->
                                        "| "
                                                + row.state()
                                                + " | "
                                                + row.occurrence()
                                                + " | "
                                                + row.next()
                                                + " |")
                        .toList();
        assertEquals(rows, printed);
    }

    @Test
    void everyStateCanBeReachedAndLeft() {
        Set<ProcessState> reached = EnumSet.of(ProcessState.STOPPED);
        Set<ProcessState> left = EnumSet.noneOf(ProcessState.class);
        for (LifeCycle.Row row : LifeCycle.rows()) {
            reached.add(row.next());
            left.add(row.state());
        }
        assertEquals(EnumSet.allOf(ProcessState.class), reached);
        assertEquals(EnumSet.allOf(ProcessState.class), left);
    }

    @Test
    void whatIsNotInTheTableHasNoRow() {
        assertTrue(LifeCycle.row(ProcessState.STOPPED, Occurrence.EXITED).isEmpty());
    }
}
