package org.supervisord.ctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.client.SupervisorClient.ProcessInfo;

class CompletionTest {
    private final List<ProcessInfo> infos =
            List.of(
                    info("web", "web", ProcessState.RUNNING),
                    info("db", "db", ProcessState.FATAL),
                    info("g", "one", ProcessState.RUNNING),
                    info("g", "two", ProcessState.STOPPED));
    private final Completion completion = new Completion(new ActionTable(), () -> infos);

    private static ProcessInfo info(String group, String name, ProcessState state) {
        return ProcessInfo.of(FakeSupervisor.info(group, name, state, 1, ""));
    }

    private List<String> of(String line) {
        return new ArrayList<>(completion.of(line).keySet());
    }

    @Test
    void actionsAreCompletedAndSaidWhatTheyDo() {
        assertEquals(List.of("start", "status", "stop"), of("st"));
        assertEquals(List.of("shutdown"), of("help sh"));
        assertEquals("Start processes; 'web*' stands for many", completion.of("sta").get("start"));
        assertTrue(of("").contains("help"));
    }

    @Test
    void stopOffersWhatRunsAndStartWhatDoesNot() {
        assertEquals(List.of("all", "g:*", "g:one", "web"), of("stop "));
        assertEquals(List.of("all", "db", "g:*", "g:two"), of("start "));
        assertEquals(List.of("all", "db", "g:*", "g:one", "g:two", "web"), of("restart "));
        assertEquals("RUNNING", completion.of("stop w").get("web"));
    }

    @Test
    void whatDoesNotFitIsOfferedWhenNothingElseBeginsSo() {
        assertEquals(List.of("db"), of("stop d"));
        assertEquals(List.of("web"), of("start web db w"));
        assertEquals(List.of("web:*"), of("stop web:"));
    }

    @Test
    void signalsLogsGroupsAndOptionsAreCompleted() {
        assertEquals(List.of("USR1", "USR2"), of("signal US"));
        assertEquals(List.of("web"), of("signal HUP w"));
        assertEquals(List.of("stderr", "stdout"), of("tail -f web st"));
        assertEquals(List.of("--raw", "--since-start", "-f"), of("tail -"));
        assertEquals(List.of("db", "g", "web"), of("update "));
        assertEquals(List.of("STARTING", "STOPPED", "STOPPING"), of("status --state ST"));
        assertEquals(List.of("web"), of("status --group w"));
        assertEquals(List.of(), of("version "));
        assertEquals(List.of(), of("nonsense "));
    }

    @Test
    void withoutAServerThereAreNoNames() {
        Completion alone =
                new Completion(
                        new ActionTable(),
                        () -> {
                            throw new IOException("nobody there");
                        });
        assertEquals(Map.of(), alone.of("stop "));
        assertEquals(1, alone.of("versi").size());
    }
}
