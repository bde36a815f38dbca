package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What the programs make of descriptors and variables that they are started with. */
class LaunchIT extends TreeBench {
    @Test
    void aClosedInputOfTheClientIsAnEmptyOne() throws Exception {
        tree.answering("[program:cat]\ncommand = /bin/cat\nstartsecs = 0\n");
        assertEquals(new Tree.Outcome(0, tree.status() + "supervisor> \n"), clientWith("<&-"));
        assertEquals(
                new Tree.Outcome(0, "==> Press Ctrl-C to exit <==\nExiting foreground\n"),
                clientWith("<&-", "fg", "cat"));
    }

    @Test
    void whatTheClientCantWriteIsAFailure() throws Exception {
        tree.answering("");
        assertEquals(new Tree.Outcome(1, ""), clientWith(">&-", "pid"));
        assertEquals(tree.ctl("pid"), clientWith("2>&-", "pid"));
    }

    @Test
    void theDaemonNeedsNoneOfTheThree() throws Exception {
        tree.answering(tree.launcher("sh -c 'exec \"$@\" <&- >&- 2>&-' sh").toString(), "");
        assertEquals("", tree.output());
    }

    /** The client with a redirection. */
    private Tree.Outcome clientWith(String redirection, String... action) throws Exception {
        return tree.client(
                tree.script(
                                "client",
                                "exec " + Tree.program("supervisorctl") + " \"$@\" " + redirection)
                        .toString(),
                action);
    }
}
