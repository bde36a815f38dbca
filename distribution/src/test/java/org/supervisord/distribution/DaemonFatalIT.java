package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The daemon's own state FATAL, as everybody sees it: from the trouble until it is mended. */
class DaemonFatalIT extends TreeBench {
    private String url;

    @BeforeEach
    void start() throws Exception {
        url =
                tree.serve(
                        """
                        [program:writer]
                        command = /bin/sh -c 'while read line; do echo "$line"; done'
                        startsecs = 0
                        stdout_logfile = %(here)s/writer.log
                        stdout_logfile_maxbytes = 100
                        stdout_logfile_backups = 1
                        """);
        tree.await("the program", () -> tree.log().contains("success: writer entered RUNNING"));
    }

    @Test
    void aLogThatCannotBeRotatedIsTheDaemonsTroubleUntilItCan() throws Exception {
        assertEquals("RUNNING", state());
        // root may write into any folder, but nobody can put a file where a folder is
        Path inTheWay = Files.createDirectory(folder.resolve("writer.log.1"));
        write("a".repeat(200));
        tree.await("FATAL", () -> state().equals("FATAL"));

        String log = folder.resolve("writer.log").toString();
        String reason = "can't rotate log " + log;
        assertTrue(tree.log().contains(reason), tree.log());
        Tree.Outcome status = tree.ctl("status");
        assertEquals(0, status.status(), "the program runs");
        assertTrue(status.output().contains("supervisord is in FATAL state: " + reason));
        assertTrue(status.output().contains("RUNNING   pid "), status.output());
        Tree.Outcome available = tree.ctl("avail");
        assertEquals(0, available.status());
        assertTrue(available.output().startsWith("writer "), available.output());
        assertTrue(page().contains("rotate log"), page());
        assertTrue(page().contains("FATAL"), page());
        write("b".repeat(20));
        tree.await("its output", () -> tree.text("writer.log").contains("b".repeat(20)));
        assertTrue(
                tree.text("writer.log").startsWith("a".repeat(200)), "nothing is lost meanwhile");

        Files.delete(inTheWay);
        write("c".repeat(20));
        tree.await("RUNNING", () -> state().equals("RUNNING"));
        // the line before may have been just about to be looked after, and be the last of its file
        tree.await(
                "the new line",
                () ->
                        (tree.text("writer.log.1") + tree.text("writer.log"))
                                .contains("c".repeat(20)));
        assertTrue(tree.text("writer.log.1").startsWith("a".repeat(200)), "it is the backup now");
        assertFalse(tree.ctl("status").output().contains("FATAL"));
        assertFalse(page().contains("rotate log"), page());
    }

    @Test
    void aReloadForgetsWhatItWasAbout() throws Exception {
        Files.createDirectory(folder.resolve("writer.log.1"));
        write("a".repeat(200));
        tree.await("FATAL", () -> state().equals("FATAL"));
        assertEquals(0, tree.ctl("reload").status());
        tree.await("RUNNING", () -> state().equals("RUNNING"));
    }

    private void write(String line) throws Exception {
        call(
                "supervisor.sendProcessStdin",
                "<param><value><string>writer</string></value></param>"
                        + "<param><value><string>"
                        + line
                        + "\n</string></value></param>");
    }

    private String state() throws Exception {
        String answer = call("supervisor.getState", "");
        return answer.replaceFirst("(?s).*<string>([A-Z]+)</string>.*", "$1");
    }

    private String call(String method, String parameters) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(url + "/RPC2"))
                        .header("Content-Type", "text/xml")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "<?xml version='1.0'?><methodCall><methodName>"
                                                + method
                                                + "</methodName><params>"
                                                + parameters
                                                + "</params></methodCall>")));
    }

    private String page() throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + "/")));
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }
}
