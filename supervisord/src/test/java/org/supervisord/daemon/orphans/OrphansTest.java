package org.supervisord.daemon.orphans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.process.Programs.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.config.Configuration;
import org.supervisord.daemon.Daemons;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.posix.FakeProcessTable;

class OrphansTest {
    private static final String URL = "unix:///run/supervisor.sock";
    private static final int DAEMONS_USER = 500;

    @TempDir private Path proc;
    private FakeProcessTable processes;

    @BeforeEach
    void begin() {
        processes = new FakeProcessTable(proc);
    }

    private static Map<String, String> environment(String group, String name, String url) {
        return Map.of(
                "SUPERVISOR_ENABLED",
                "1",
                "SUPERVISOR_GROUP_NAME",
                group,
                "SUPERVISOR_PROCESS_NAME",
                name,
                "SUPERVISOR_SERVER_URL",
                url);
    }

    private List<Orphans.Orphan> find(Optional<String> url) {
        Configuration configuration =
                Daemons.daemon()
                        .serverurl(url)
                        .with(List.of(SupervisorBench.group("web", 1, program("web_0"))));
        return new Orphans(configuration, processes.table(), DAEMONS_USER).find();
    }

    private List<String> found() {
        return find(Optional.of(URL)).stream().map(Orphans.Orphan::toString).toList();
    }

    @Test
    void aProgramOfADaemonThatIsGoneIsFoundByItsEnvironmentAndItsPlace() {
        processes.add(100, 1, 100, 90, DAEMONS_USER, environment("web", "web_0", URL));
        assertEquals(List.of("'web:web_0' (pid 100)"), found());
        assertTrue(find(Optional.of(URL)).get(0).certain());
        assertTrue(find(Optional.of(URL)).get(0).settings().isPresent());
    }

    @Test
    void oneThatIsNoLongerConfiguredIsFoundToo() {
        processes.add(100, 1, 100, 90, DAEMONS_USER, environment("old", "old", URL));
        assertEquals(List.of("'old' (pid 100)"), found());
        assertFalse(find(Optional.of(URL)).get(0).settings().isPresent());
    }

    @Test
    void oneThatAnAncestorOfTheDaemonHasAdoptedIsFound() {
        processes.add(100, 40, 100, 90, DAEMONS_USER, environment("web", "web_0", URL));
        assertEquals(1, found().size());
    }

    @Test
    void programsOfOtherDaemonsAreNot() {
        processes.add(
                100, 1, 100, 90, DAEMONS_USER, environment("web", "web_0", "unix:///run/b.sock"));
        Map<String, String> withoutUrl = new HashMap<>(environment("web", "web_0", URL));
        withoutUrl.remove("SUPERVISOR_SERVER_URL");
        processes.add(101, 1, 101, 90, DAEMONS_USER, withoutUrl);
        assertEquals(List.of(), found());
    }

    @Test
    void programsWhoseDaemonIsAliveAreNot() {
        processes.add(90, 1, 90, 90, DAEMONS_USER, Map.of());
        processes.add(100, 90, 100, 90, DAEMONS_USER, environment("web", "web_0", URL));
        assertEquals(List.of(), found());
    }

    @Test
    void whatProgramsHaveStartedIsNot() {
        // in the program's group; or a daemon with a session of its own
        processes.add(101, 1, 100, 90, DAEMONS_USER, environment("web", "web_0", URL));
        processes.add(102, 1, 102, 102, DAEMONS_USER, environment("web", "web_0", URL));
        assertEquals(List.of(), found());
    }

    @Test
    void processesOfOtherUsersAreNotWhateverTheySayOfThemselves() {
        processes.add(100, 1, 100, 90, 501, environment("web", "web_0", URL));
        assertEquals(List.of(), found());
    }

    @Test
    void processesOfContainersAreNot() throws IOException {
        processes.add(100, 1, 100, 90, DAEMONS_USER, environment("web", "web_0", URL));
        processes.shutIn(100);
        assertEquals(List.of(), found());
    }

    @Test
    void withoutAServerItIsNotCertainWhoseAProgramIs() {
        Map<String, String> withoutUrl = new HashMap<>(environment("web", "web_0", URL));
        withoutUrl.remove("SUPERVISOR_SERVER_URL");
        processes.add(100, 1, 100, 90, DAEMONS_USER, withoutUrl);
        Map<String, String> unknown = new HashMap<>(environment("x", "x", URL));
        unknown.remove("SUPERVISOR_SERVER_URL");
        processes.add(101, 1, 101, 90, DAEMONS_USER, unknown);
        List<Orphans.Orphan> found = find(Optional.empty());
        assertEquals(1, found.size());
        assertFalse(found.get(0).certain());
    }

    @Test
    void namesAreShownSoThatTheyMakeNoLinesOfTheirOwn() {
        processes.add(100, 1, 100, 90, DAEMONS_USER, environment("a\nb", "c", URL));
        assertEquals(List.of("'a\\nb:c' (pid 100)"), found());
    }
}
