package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client does where its output can't be written: a pipe without a reader, a full disk. */
class ClientOutputIT extends TreeBench {
    private Path gate;

    @BeforeEach
    void start() throws Exception {
        tree.answering(
                """
                [program:hello]
                command = /bin/sh -c 'while :; do echo hello; sleep 0.1; done'
                startsecs = 0
                [program:silent]
                command = sleep 1000
                startsecs = 0
                """);
        gate = tree.configuration().resolveSibling("gate");
        assertEquals(0, tree.run("mkfifo", gate.toString()).status());
        tree.await("the programs", () -> tree.running() == 2);
    }

    private static String client(String action) {
        return "'" + Tree.program("supervisorctl") + "' -c \"$0\" " + action;
    }

    private Tree.Outcome shell(String line) throws Exception {
        return tree.run("sh", "-c", line, tree.configuration().toString());
    }

    /**
     * What is on stderr of a command, and its status, where the reader has gone before it begins.
     */
    private String unread(String command) throws Exception {
        return shell(
                        "{ read -r go < '%s'; %s; echo $? >&2; } | { exec <&-; echo go > '%s'; }"
                                .formatted(gate, command, gate))
                .output();
    }

    private List<String> pids() throws Exception {
        return List.of(tree.pid("hello"), tree.pid("silent"));
    }

    private void assertRestarted(List<String> before) throws Exception {
        for (int i = 0; i < before.size(); i++) {
            assertNotEquals(before.get(i), pids().get(i));
        }
        assertEquals(2, tree.running());
    }

    @ParameterizedTest
    @ValueSource(strings = {"restart all", "restart hello silent", "restart --rolling all"})
    void allIsDoneThoughNobodyReadsOfIt(String action) throws Exception {
        List<String> before = pids();
        assertEquals("0\n", unread(client(action)));
        assertRestarted(before);
    }

    @Test
    void allLinesOfAScriptAreDoneThoughNobodyReadsOfIt() throws Exception {
        List<String> before = pids();
        String lines = "restart hello\\nstatus\\nrestart silent\\n";
        assertEquals("0\n", unread("printf '" + lines + "' | " + client("")));
        assertRestarted(before);
    }

    @Test
    void aFullDiskIsToldWhenAllIsDone() throws Exception {
        List<String> before = pids();
        assertEquals(
                new Tree.Outcome(120, "Error: can't write the output: No space left on device\n"),
                shell(client("restart all > /dev/full")));
        assertRestarted(before);
        assertEquals(120, shell(client("stop all > /dev/full 2>&1")).status());
        assertEquals(0, tree.running());
        assertEquals(120, shell(client("status --watch > /dev/full")).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "status --watch",
                "tail -f hello",
                "tail -f hello silent",
                "debug hello < /dev/null"
            })
    void aReaderMayGoWhenItHasReadEnough(String action) throws Exception {
        List<String> lines =
                shell("{ " + client(action) + "; echo $? >&2; } | grep -m1 hello")
                        .output()
                        .lines()
                        .toList();
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.get(0).contains("hello"));
        assertEquals("0", lines.get(1));
    }
}
