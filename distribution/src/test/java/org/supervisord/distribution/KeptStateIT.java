package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a daemon is in the midst of when it is replaced, and goes on with afterwards. */
class KeptStateIT extends TreeBench {
    /** Does not answer what it was told until it may. */
    private static final String SLOW_LISTENER =
            """
            #!/bin/sh
            while :; do
                printf 'READY\\n'
                IFS= read -r header || exit 0
                payload=$(dd bs=1 count="${header##* len:}" 2>/dev/null)
                printf '%s\\n%s\\n' "$header" "$payload" >>notes
                while [ ! -e answer ]; do sleep 0.05; done
                printf 'RESULT 2\\nOK'
            done
            """;

    private String url;

    @Test
    void whatIsUnwrittenIsWritten() throws Exception {
        start(
                """
                [program:reader]
                command = /bin/sh -c 'while [ ! -e go ]; do sleep 0.05; done; exec cat'
                directory = %(here)s
                stdout_logfile = %(here)s/reader
                stdout_logfile_maxbytes = 0
                """);
        String text =
                IntStream.range(0, 20_000)
                        .mapToObj(it -> "number " + it)
                        .collect(Collectors.joining("\n"));
        call("supervisor.sendProcessStdin", "reader", text);
        tree.upgrade();
        // behind what waits already
        call("supervisor.sendProcessStdin", "reader", "\nlast");
        tree.upgrade();
        Files.createFile(folder.resolve("go"));
        tree.await("all of it", () -> tree.text("reader").endsWith("last"));
        assertEquals(text + "\nlast", tree.text("reader"));
    }

    @Test
    void halfAMessageAndEventsThatWaitAreGoneOnWith() throws Exception {
        Path listener = Files.writeString(folder.resolve("listener"), SLOW_LISTENER);
        assertTrue(listener.toFile().setExecutable(true));
        start(
                """
                [eventlistener:slow]
                command = %(here)s/listener
                directory = %(here)s
                events = PROCESS_COMMUNICATION
                payload_length = bytes
                buffer_size = 100
                [program:talker]
                command = /bin/sh -c 'b="<!--XSUPERVISOR:BEGIN-->" e="<!--XSUPERVISOR:END-->"; \
                for i in 1 2 3; do printf "%%s" "$b message $i$e"; done; printf "%%s" "$b half"; \
                touch half; while [ ! -e rest ]; do sleep 0.05; done; printf "%%s" " rest$e"; \
                exec sleep 1000'
                directory = %(here)s
                stdout_capture_maxbytes = 1MB
                """);
        tree.await("half a message", () -> Files.exists(folder.resolve("half")));
        tree.await("the first", () -> events().size() == 1);
        tree.upgrade();
        tree.upgrade();
        assertEquals(1, events().size(), "it is with the listener already");
        Files.createFile(folder.resolve("rest"));
        Files.createFile(folder.resolve("answer"));
        tree.await("all", () -> tree.text("notes").contains("half rest"));
        assertEquals(List.of("0", "1", "2", "3"), events());
        assertEquals(
                List.of(" message 1", " message 2", " message 3", " half rest"),
                tree.text("notes").lines().filter(it -> it.startsWith(" ")).toList());
    }

    @Test
    void triesAndReasonsAndGroupsAreWhatTheyWere() throws Exception {
        Path inTheWay = Files.createDirectory(folder.resolve("talker.log.1"));
        start(
                """
                [program:failing]
                command = /bin/sh -c 'exit 1'
                startretries = 4
                [program:gone]
                command = /nonexistent
                startretries = 0
                [program:stopped]
                command = sleep 1000
                autostart = false
                [program:removed]
                command = sleep 1000
                autostart = false
                [program:talker]
                command = /bin/sh -c 'printf %%0200d 0; exec sleep 1000'
                stdout_logfile = %(here)s/talker.log
                stdout_logfile_maxbytes = 100
                stdout_logfile_backups = 1
                """);
        Files.writeString(
                folder.resolve("supervisord.conf"),
                "[program:added]\ncommand = sleep 1000\n",
                StandardOpenOption.APPEND);
        tree.ctl("reread");
        tree.ctl("add", "added");
        assertEquals("removed: removed process group\n", tree.ctl("remove", "removed").output());
        tree.await("BACKOFF", () -> tree.log().contains("exited: failing"));
        tree.await("a reason", () -> tree.status().contains("can't rotate log"));
        tree.await("the end of gone", () -> tree.status("gone").matches("(?s)gone +FATAL .*"));
        tree.await("added", () -> tree.status("added").contains("RUNNING"));
        String gone = tree.status("gone");
        String added = tree.status("added").replaceAll("uptime.*", "");
        for (int i = 0; i < 3; i++) {
            tree.upgrade();
            assertTrue(tree.status().contains("can't rotate log"), tree.status());
            assertEquals(gone, tree.status("gone"));
            assertEquals(added, tree.status("added").replaceAll("uptime.*", ""));
            assertFalse(tree.status().contains("removed"), tree.status());
            assertTrue(tree.status("stopped").contains("Not started"), tree.status("stopped"));
        }
        assertEquals("removed: available\n", tree.ctl("reread").output());
        tree.await("FATAL", () -> tree.status("failing").matches("(?s)failing +FATAL .*"));
        assertEquals(5, tree.count("spawned: 'failing'"), "the first one and four more");
        assertEquals(1, tree.count("gave up: failing entered FATAL state"));
        Files.delete(inTheWay);
        assertEquals(0, tree.ctl("restart", "talker").status());
        tree.await("no reason", () -> !tree.status().contains("can't rotate log"));
    }

    @Test
    void anEnvironmentThatIsNoTextIsHandedOn() throws Exception {
        Path launcher =
                Files.writeString(
                        folder.resolve("launch"),
                        "#!/bin/sh\nX=$(printf 'a\\377b') EMPTY= exec "
                                + Tree.program("supervisord")
                                + " \"$@\"\n");
        assertTrue(launcher.toFile().setExecutable(true));
        start(
                launcher.toString(),
                """
                [program:env]
                command = /bin/sh -c 'env -0 >env.new; mv env.new env; exec sleep 1000'
                directory = %(here)s
                """);
        tree.await("the program", () -> Files.exists(folder.resolve("env")));
        byte[] before = Files.readAllBytes(folder.resolve("env"));
        String text = new String(before, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("X=a\u00ffb\0"), text);
        tree.upgrade();
        Files.delete(folder.resolve("env"));
        assertEquals(0, tree.ctl("restart", "env").status());
        tree.await("the program again", () -> Files.exists(folder.resolve("env")));
        assertEquals(text, Files.readString(folder.resolve("env"), StandardCharsets.ISO_8859_1));
    }

    @Test
    void nobodyIsMoreUrgentAfterwardsThanBefore() throws Exception {
        Path launcher = tree.launcher("nice -n 3");
        start(launcher.toString(), "[program:other]\ncommand = sleep 1000\n");
        String daemon = tree.ctl("pid").output().strip();
        Set<String> before = Tree.niceness(daemon);
        assertEquals(1, before.size());
        for (int i = 0; i < 2; i++) {
            tree.upgrade();
            assertEquals(before, Tree.niceness(daemon));
            tree.ctl("restart", "other");
            assertEquals(before, Tree.niceness(tree.pid("other")));
        }
    }

    private void start(String programs) throws Exception {
        start(Tree.program("supervisord"), programs);
    }

    private void start(String program, String programs) throws Exception {
        int port = Tree.freePort();
        url = "http://127.0.0.1:" + port + "/RPC2";
        tree.answering(program, Tree.server(port) + programs);
    }

    private void call(String method, String... parameters) throws Exception {
        StringBuilder call = new StringBuilder("<?xml version='1.0'?><methodCall><methodName>");
        call.append(method).append("</methodName><params>");
        for (String it : parameters) {
            call.append("<param><value><string>").append(it).append("</string></value></param>");
        }
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(url))
                                        .header("Content-Type", "text/xml")
                                        .POST(
                                                HttpRequest.BodyPublishers.ofString(
                                                        call + "</params></methodCall>"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertTrue(answer.body().contains("<boolean>1</boolean>"), answer.body());
    }

    /** The numbers of the events that the listener was told of. */
    private List<String> events() throws IOException {
        return tree.text("notes")
                .lines()
                .filter(it -> it.startsWith("ver:"))
                .map(it -> it.replaceAll(".* poolserial:(\\d+) .*", "$1"))
                .toList();
    }
}
