package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Upgrades in the midst of which something else is wanted of the daemon. */
class UpgradeInterruptedIT extends TreeBench {
    private Process daemon;

    @Test
    void aSignalThatComesInTheMiddleIsTakenAfterwards() throws Exception {
        for (int i = 0; i < 8; i++) {
            daemon = tree.answering("[program:it]\ncommand = sleep 1000\n");
            tree.inTheBackground("upgrade");
            tree.await("the change", () -> tree.log().contains("upgrade: becoming"));
            // at another moment each time: first while the one program ends, then while the other
            // begins, which takes some tenths of a second
            LockSupport.parkNanos(i < 4 ? i * 2_000_000L : (i - 3) * 80_000_000L);
            daemon.destroy();
            assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
            assertTrue(tree.log().contains("WARN stopped: it (terminated by SIGTERM)"));
            Files.delete(folder.resolve("supervisord.log"));
        }
    }

    @Test
    void aDaemonThatIsToEndDuringThePauseEnds() throws Exception {
        Process client = upgradeThatHasToWait();
        daemon.destroy();
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, daemon.exitValue());
        assertTrue(client.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, client.exitValue());
        assertEquals(0, tree.count("upgrade: becoming"));
        assertEquals(1, tree.count("stopped: slow"));
    }

    @Test
    void aDaemonThatIsToBeginAnewDuringThePauseDoesThatInstead() throws Exception {
        Process client = upgradeThatHasToWait();
        tree.run("/bin/kill", "-HUP", Long.toString(daemon.pid()));
        tree.await("the second life", () -> tree.count("supervisord started with pid") == 2);
        assertTrue(client.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, client.exitValue());
        tree.await("the programs", () -> tree.status("slow").contains("STOPPED"));
        assertEquals(0, tree.count("upgrade: becoming"));
        Set<String> own = Set.of(tree.run("nice").output().strip());
        assertEquals(own, Tree.niceness(Long.toString(daemon.pid())));
        tree.upgrade();
    }

    @Test
    void whatIsStartedDuringThePauseDoesNotHurryAsTheDaemonDoes() throws Exception {
        assumeTrue(tree.run("id", "-u").output().strip().equals("0"), "only root can hurry");
        assumeTrue(tree.run("nice").output().strip().equals("0"), "who is told to wait does");
        upgradeThatHasToWait();
        String pid = Long.toString(daemon.pid());
        tree.await("the hurry", () -> Tree.niceness(pid).equals(Set.of("-20", "0")));
        tree.run("/bin/kill", "-KILL", victims().get(0));
        tree.await("another victim", () -> victims().size() == 2);
        assertEquals(Set.of("0"), Tree.niceness(victims().get(1)));
        assertEquals(0, tree.count("upgrade: becoming"), "the pause is not over");
        tree.await("the change", () -> tree.count("nobody was served") == 1);
        tree.await("the end of the hurry", () -> Tree.niceness(pid).equals(Set.of("0")));
    }

    /** The pids that the victim has had. */
    private List<String> victims() {
        return Pattern.compile("spawned: 'victim' with pid (\\d+)")
                .matcher(tree.log())
                .results()
                .map(it -> it.group(1))
                .toList();
    }

    @Test
    void whoAsksAfterOneThatHasGoneGetsAnUpgradeOfTheirOwn() throws Exception {
        daemon = tree.answering("");
        Process client = tree.inTheBackground("upgrade");
        tree.await("the trial", () -> tree.count("upgrade: trying") == 1);
        client.destroyForcibly();
        tree.await("the change", () -> tree.count("nobody was served") == 1);
        tree.upgrade();
        assertEquals(2, tree.count("nobody was served"));
    }

    @Test
    void afterAnUpgradeABrokenConfigurationEndsARestartAsEver() throws Exception {
        daemon = tree.answering("");
        tree.upgrade();
        Files.writeString(tree.configuration(), "[program:it]\n");
        tree.run("/bin/kill", "-HUP", Long.toString(daemon.pid()));
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        assertEquals(2, daemon.exitValue());
        assertTrue(
                tree.output().matches("(?s)(.*\n)?Error: .*\nFor help, use .*supervisord -h\n"),
                tree.output());
    }

    /** Somebody waits for a start, so that the pause before the change is a long one. */
    private Process upgradeThatHasToWait() throws Exception {
        daemon =
                tree.answering(
                        """
                        [program:slow]
                        command = /bin/sh -c 'trap "sleep 0.5; exit" TERM; while :; do sleep 0.1; done'
                        startsecs = 30
                        autostart = false
                        [program:victim]
                        command = sleep 1000
                        startsecs = 0
                        autorestart = true
                        """);
        tree.inTheBackground("start", "slow");
        tree.await("STARTING", () -> tree.status("slow").contains("STARTING"));
        Process client = tree.inTheBackground("upgrade");
        tree.await("the pause", () -> tree.count("upgrade: .* can take over") == 1);
        return client;
    }
}
