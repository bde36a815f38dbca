package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The daemon under a service manager. */
class ServiceManagerIT extends TreeBench {
    private static final String PROGRAMS =
            """
            [program:web]
            command = /bin/sh -c 'env > web.new; mv web.new web.env; exec sleep 1000'
            directory = %(here)s
            [program:proxy]
            command = /bin/sh -c 'env > proxy.new; mv proxy.new proxy.env; exec sleep 1000'
            directory = %(here)s
            environment = NOTIFY_SOCKET="%(ENV_NOTIFY_SOCKET)s"
            [program:job]
            command = /bin/sh -c 'sleep 1.2; exit 0'
            """;

    private ServiceManager manager;

    @BeforeEach
    void listen() throws Exception {
        manager = new ServiceManager(folder);
        tree.await("the service manager", () -> Files.exists(manager.socket()));
    }

    @AfterEach
    void end() throws InterruptedException {
        tree.close();
        manager.close();
    }

    @Test
    void tellsOfItsLifeAndKeepsTheManagersWordsFromPrograms() throws Exception {
        Process daemon = tree.start(launcher("WATCHDOG_USEC=200000"), tree.configure(PROGRAMS));
        tree.await("all of it", () -> manager.heard(" STATUS=3 processes: 2 RUNNING, 1 EXITED"));
        assertEquals("READY=1 | STATUS=3 processes: 3 STARTING", manager.messages().get(0));
        tree.await("the watchdog's food", () -> manager.count("WATCHDOG=1") >= 5);

        tree.await("web", () -> Files.exists(folder.resolve("web.env")));
        tree.await("proxy", () -> Files.exists(folder.resolve("proxy.env")));
        List<String> web = Files.readAllLines(folder.resolve("web.env"));
        assertTrue(web.contains("SUPERVISOR_PROCESS_NAME=web"), web::toString);
        assertFalse(web.stream().anyMatch(it -> it.matches("(NOTIFY|WATCHDOG)_.*")), web::toString);
        assertTrue(
                Files.readAllLines(folder.resolve("proxy.env"))
                        .contains("NOTIFY_SOCKET=" + folder.resolve("notify")));

        long before = manager.lines().size();
        tree.ctl("reload");
        tree.await("the second life", () -> manager.count("READY=1") == 2);
        String reloading =
                manager.lines().stream()
                        .skip(before)
                        .filter(it -> it.contains(" RELOADING=1 "))
                        .findFirst()
                        .orElseThrow();
        long heardAt = Long.parseLong(reloading.split(" ")[0]);
        long saidAt = Long.parseLong(reloading.replaceAll(".*MONOTONIC_USEC=([0-9]+) .*", "$1"));
        assertTrue(saidAt <= heardAt, reloading);
        assertTrue(saidAt > heardAt - 60_000_000, reloading);
        // two groups that take 10 seconds each at the most; job has ended
        assertTrue(
                reloading.contains("| EXTEND_TIMEOUT_USEC=75000000 | STATUS=restarting, 3 "),
                reloading);

        daemon.destroy();
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        tree.await("the last word", () -> manager.heard(" STOPPING=1 | EXTEND_TIMEOUT_USEC="));
    }

    @Test
    void namesTheProcessThatStaysWhenItGoesIntoTheBackground() throws Exception {
        Path configuration = tree.configure(PROGRAMS.replace("sleep 1000", "sleep 100"));
        Files.writeString(
                configuration,
                Files.readString(configuration).replace("nodaemon = true", "nodaemon = false"));
        Tree.Outcome started =
                tree.run(
                        launcher("WATCHDOG_USEC=200000 WATCHDOG_PID=$$"),
                        "-c",
                        configuration.toString());
        assertEquals(0, started.status(), started.output());
        tree.await("the second one", () -> manager.count("READY=1") == 1);
        String pid = Files.readString(folder.resolve("supervisord.pid")).strip();
        assertEquals("MAINPID=" + pid, manager.messages().get(0));
        tree.await("the watchdog's food", () -> manager.count("WATCHDOG=1") >= 3);
        tree.ctl("shutdown");
        tree.await("the last word", () -> manager.heard(" STOPPING=1 | "));
        tree.await("the end", () -> !Files.exists(folder.resolve("supervisord.pid")));
    }

    @Test
    void worksWhenTheManagerIsGone() throws Exception {
        manager.close();
        Process daemon = tree.start(launcher("WATCHDOG_USEC=200000"), tree.configure(PROGRAMS));
        tree.await(
                "the trouble",
                () ->
                        tree.log()
                                .contains(
                                        "can't tell the service manager how the daemon is:"
                                                + " connect: ECONNREFUSED"));
        assertTrue(tree.ctl("status", "web").output().contains("web"));
        daemon.destroy();
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, daemon.exitValue());
        assertEquals(
                1,
                tree.log().lines().filter(it -> it.contains("can't tell the service")).count(),
                "said once");
    }

    @Test
    void hearsOfAnUpgradeAsOfAReloadOfTheSameProcess() throws Exception {
        Process daemon = tree.start(launcher("WATCHDOG_USEC=200000"), tree.configure(PROGRAMS));
        tree.await("all of it", () -> manager.heard(" STATUS=3 processes: 2 RUNNING, 1 EXITED"));
        List<String> before = manager.messages();
        tree.upgrade();
        tree.await("that it is ready", () -> manager.count("READY=1") == 2);
        List<String> said =
                manager.messages().stream()
                        .skip(before.size())
                        .filter(it -> !it.equals("WATCHDOG=1"))
                        .toList();
        assertTrue(
                said.get(0)
                        .matches(
                                "RELOADING=1 \\| MONOTONIC_USEC=[0-9]+ \\| EXTEND_TIMEOUT_USEC="
                                        + "50000000 \\| STATUS=3 processes: .*"),
                said::toString);
        assertEquals("READY=1 | STATUS=3 processes: 2 RUNNING, 1 EXITED", said.get(1));
        assertEquals(2, said.size(), said::toString);
        assertFalse(manager.messages().stream().anyMatch(it -> it.startsWith("MAINPID")));
        long fed = manager.count("WATCHDOG=1");
        tree.await("the watchdog's food after it", () -> manager.count("WATCHDOG=1") > fed + 3);
        daemon.destroy();
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        tree.await("the last word", () -> manager.heard(" STOPPING=1 | EXTEND_TIMEOUT_USEC="));
    }

    private String launcher(String variables) throws IOException {
        return manager.launcher(Tree.program("supervisord"), variables);
    }
}
