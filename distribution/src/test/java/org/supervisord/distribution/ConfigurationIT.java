package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a configuration says of users and groups, and what a broken one leaves alone. */
class ConfigurationIT extends TreeBench {
    private static final String SUPERVISORD = Tree.program("supervisord");
    private static final String WITHOUT_SETGID =
            "setpriv --bounding-set=-setgid --inh-caps=-setgid";
    private static final String WITH_AMBIENT =
            "setpriv --inh-caps=+net_bind_service --ambient-caps=+net_bind_service";

    private void awaitRunning() {
        tree.await("the program", () -> tree.status().contains("RUNNING"));
    }

    private String identity(String pid) throws IOException {
        StringBuilder lines = new StringBuilder();
        Files.readAllLines(Path.of("/proc", pid, "status"), StandardCharsets.UTF_8).stream()
                .filter(line -> line.matches("(Uid|Gid|Groups|CapPrm):.*"))
                .forEach(line -> lines.append(line.replaceAll("\\s+", " ").strip()).append('\n'));
        return lines.toString();
    }

    /** The permitted, effective and ambient capabilities of a program. */
    private List<String> capabilities(String program) throws IOException, InterruptedException {
        return Files.readAllLines(Path.of("/proc", tree.pid(program), "status")).stream()
                .filter(line -> line.matches("Cap(Prm|Eff|Amb):.*"))
                .toList();
    }

    private static String id(String option, String name) throws IOException, InterruptedException {
        Process id = new ProcessBuilder("id", option, name).start();
        String answer = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, id.waitFor());
        return answer.strip();
    }

    /** The number of a group. */
    private static String gid(String group) throws IOException {
        return Files.readAllLines(Path.of("/etc/group")).stream()
                .filter(line -> line.startsWith(group + ":"))
                .findFirst()
                .orElseThrow()
                .split(":")[2];
    }

    private static String identity(String user, String group)
            throws IOException, InterruptedException {
        String uid = id("-u", user);
        String gid = gid(group);
        return String.join("\n", "Uid:" + (" " + uid).repeat(4), "Gid:" + (" " + gid).repeat(4))
                + "\nGroups: "
                + id("-G", user)
                + "\nCapPrm: 0000000000000000\n";
    }

    @Test
    void aProgramRunsUnderItsGroupWithTheGroupsOfItsUser()
            throws IOException, InterruptedException {
        assumeTrue(id("-u", System.getProperty("user.name")).equals("0"));
        tree.start(
                SUPERVISORD,
                tree.configure("[program:web]\ncommand=sleep 600\nuser=nobody:daemon\n"));
        awaitRunning();
        String pid = tree.pid("web");
        assertEquals(identity("nobody", "daemon"), identity(pid));
    }

    @Test
    void theDaemonRunsUnderItsGroupAndSoDoItsPrograms() throws IOException, InterruptedException {
        assumeTrue(id("-u", System.getProperty("user.name")).equals("0"));
        Path conf = tree.configure("[program:web]\ncommand=sleep 600\n");
        Files.writeString(
                conf,
                Files.readString(conf)
                        .replace("[supervisord]\n", "[supervisord]\nuser=nobody:daemon\n"));
        new ProcessBuilder("chown", "nobody:daemon", folder.toString()).start().waitFor();
        Process daemon = tree.start(SUPERVISORD, conf);
        awaitRunning();
        assertEquals(identity("nobody", "daemon"), identity(Long.toString(daemon.pid())));
        String pid = tree.pid("web");
        assertEquals(identity("nobody", "daemon"), identity(pid));
    }

    @Test
    void withoutTheCapabilityForItAProgramIsNotRunAsItsUserAndSaysSo()
            throws IOException, InterruptedException {
        assumeTrue(id("-u", System.getProperty("user.name")).equals("0"));
        assumeTrue(tree.run("/bin/sh", "-c", WITHOUT_SETGID + " true").status() == 0);
        Path conf =
                tree.configure(
                        "[program:web]\ncommand=sleep 600\nuser=nobody\nstartretries=0\n"
                                + "stderr_logfile=%(here)s/web.err\n"
                                + "[program:other]\ncommand=sleep 600\n");
        Process daemon = tree.start(tree.launcher(WITHOUT_SETGID).toString(), conf);
        tree.await("both", () -> tree.status().matches("(?s)other +RUNNING .*\nweb +FATAL .*"));
        assertEquals(
                "supervisor: couldn't setuid to "
                        + id("-u", "nobody")
                        + ": Could not set groups of effective user\n"
                        + "supervisor: child process was not spawned\n",
                tree.text("web.err"));
        tree.ctl("shutdown");
        assertEquals(0, daemon.waitFor());
    }

    @Test
    void anotherUsersProgramHasNoneOfTheDaemonsAmbientCapabilitiesAndItsOwnUsersHasThem()
            throws IOException, InterruptedException {
        assumeTrue(id("-u", System.getProperty("user.name")).equals("0"));
        assumeTrue(tree.run("/bin/sh", "-c", WITH_AMBIENT + " true").status() == 0);
        Path conf =
                tree.configure(
                        "[program:nobodys]\ncommand=sleep 600\nuser=nobody\n"
                                + "[program:roots]\ncommand=sleep 600\n");
        tree.start(tree.launcher(WITH_AMBIENT).toString(), conf);
        List<String> none =
                List.of(
                        "CapPrm:\t0000000000000000",
                        "CapEff:\t0000000000000000",
                        "CapAmb:\t0000000000000000");
        for (int i = 0; i < 2; i++) {
            tree.await("both", () -> tree.running() == 2);
            assertEquals(none, capabilities("nobodys"));
            assertEquals("CapAmb:\t0000000000000400", capabilities("roots").get(2));
            tree.upgrade();
            assertEquals(0, tree.ctl("restart", "all").status());
        }
    }

    @Test
    void aBrokenFileIsRefusedAndEverythingGoesOn() throws IOException, InterruptedException {
        Path conf = tree.configure("[program:web]\ncommand=sleep 600\n");
        tree.start(SUPERVISORD, conf);
        awaitRunning();
        String pid = tree.pid("web");
        String good = Files.readString(conf);
        Files.writeString(conf, good + "startsecs=ten\n[program:new]\ncommand=sleep 600\n");
        for (String action : new String[] {"reread", "update"}) {
            Tree.Outcome outcome = tree.ctl(action);
            assertTrue(outcome.output().contains("CANT_REREAD"), outcome.output());
            assertTrue(outcome.output().contains("startsecs"), outcome.output());
            assertTrue(outcome.status() != 0, action);
        }
        assertEquals(pid, tree.pid("web"));
        assertEquals(1, tree.status().lines().count(), tree.status());
        Files.writeString(conf, good + "[program:new]\ncommand=sleep 600\n");
        assertEquals(0, tree.ctl("update").status());
        tree.await("the new program", () -> tree.status().contains("new "));
        assertEquals(pid, tree.pid("web"));
    }

    /** The lines that a program finds in its environment, with those of the daemon so changed. */
    private List<String> environmentWith(String changes) throws IOException {
        Path launcher =
                Files.writeString(
                        folder.resolve("launcher"),
                        """
                        #!/bin/sh
                        exec /usr/bin/env %s %s "$@"
                        """
                                .formatted(changes, SUPERVISORD));
        assertTrue(launcher.toFile().setExecutable(true));
        tree.start(
                launcher.toString(),
                tree.configure(
                        """
                        [program:web]
                        command = /usr/bin/env
                        startsecs = 0
                        autorestart = false
                        stdout_logfile = %(here)s/environment
                        """));
        tree.await("its end", () -> tree.log().contains("exited: web"));
        return Files.readAllLines(folder.resolve("environment"));
    }

    @Test
    void programsGetTheEnvironmentToTheByte() throws IOException {
        List<String> lines =
                environmentWith(
                        "-u PWD 'app.mode=on off' IFS=x OPTIND=5 name=mine version=7"
                                + " 'TWO=first\nsecond'");
        for (String one :
                List.of("app.mode=on off", "IFS=x", "OPTIND=5", "name=mine", "version=7")) {
            assertTrue(lines.contains(one), lines::toString);
        }
        assertEquals("second", lines.get(lines.indexOf("TWO=first") + 1));
        assertEquals(
                List.of(),
                lines.stream().filter(it -> it.matches("(PWD|_JAVA|SUPERVISORD_).*")).toList());
    }

    @Test
    void programsGetTheEnvironmentThatAShellHandsOnWhereNothingCouldBeNoted() throws IOException {
        List<String> lines =
                environmentWith(
                        "PATH=/nowhere JAVA_HOME=%s PWD=%s"
                                .formatted(System.getProperty("java.home"), folder));
        assertTrue(lines.stream().anyMatch(it -> it.startsWith("PWD=/")), lines::toString);
        assertTrue(lines.contains("PATH=/nowhere"), lines::toString);
    }

    @Test
    void aLogThatCannotBeMadeIsToldOfWithTheReason() throws IOException {
        tree.start(
                SUPERVISORD,
                tree.configure(
                        """
                        [supervisord]
                        childlogdir = /proc
                        [program:web]
                        command = /bin/sleep 600
                        """));
        awaitRunning();
        assertTrue(
                tree.log()
                        .contains(
                                "can't make a log for stdout of web in the childlogdir:"
                                        + " No such file or directory"),
                tree.log());
    }
}
