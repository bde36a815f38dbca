package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs that people run, all from one configuration, under the daemon of the tree. */
class RealSoftwareIT extends TreeBench {
    private static final String REDIS = "/usr/bin/redis-server";

    private int webPort;
    private int redisPort;

    @BeforeEach
    void configure() throws IOException {
        Nginx.assumeThere();
        assumeTrue(Files.isExecutable(Path.of(REDIS)), "redis is not installed");
        webPort = Tree.freePort();
        redisPort = Tree.freePort();
        Files.writeString(folder.resolve("index.html"), "served by nginx\n");
        Nginx.configure(folder, webPort, "root " + folder + ";");
        tree.configure(
                """
                [program:nginx]
                command = %s -c %%(here)s/nginx.conf
                priority = 100
                stopsignal = QUIT
                [program:redis]
                command = %s --bind 127.0.0.1 --port %d --save "" --dir %%(here)s
                priority = 50
                [program:worker]
                command = /bin/sh -c 'while :; do echo at work; sleep 1; done'
                process_name = %%(program_name)s_%%(process_num)02d
                numprocs = 4
                priority = 200
                stopasgroup = true
                [program:late]
                command = /bin/sh -c 'echo x >> tries; test $(wc -l < tries) -gt 3 && exec sleep 1000; exit 1'
                directory = %%(here)s
                startretries = 5
                [program:deaf]
                command = /bin/sh -c 'trap "" TERM; while :; do sleep 1; done'
                stopwaitsecs = 1
                killasgroup = true
                """
                        .formatted(Nginx.PROGRAM, REDIS, redisPort));
    }

    @Test
    void allOfItRunsIsKeptRunningAndStopsInOrder() throws Exception {
        Process daemon = tree.start(Tree.program("supervisord"), tree.configuration());
        tree.await("all to run", () -> tree.running() == 8);

        assertEquals("served by nginx\n", fetch());
        assertEquals("+PONG", ping());
        assertEquals("4", Files.readString(folder.resolve("tries")).lines().count() + "");

        int before = pidOf("redis");
        ProcessHandle.of(before).orElseThrow().destroyForcibly();
        tree.await(
                "redis to be brought back", () -> pidOf("redis") > 0 && pidOf("redis") != before);
        tree.await("redis to answer", () -> ping().equals("+PONG"));

        assertEquals("deaf: stopped\n", tree.ctl("stop", "deaf").output());
        assertTrue(tree.log().contains("killing 'deaf' ("), tree.log());
        assertTrue(tree.log().contains("stopped: deaf (terminated by SIGKILL)"), tree.log());

        List<ProcessHandle> family = daemon.descendants().toList();
        daemon.destroy();
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, daemon.exitValue());
        assertTrue(family.size() >= 7);
        tree.await(
                "all of them to be gone", () -> family.stream().noneMatch(ProcessHandle::isAlive));
        assertFalse(Files.exists(folder.resolve("supervisor.sock")));
        assertFalse(Files.exists(folder.resolve("supervisord.pid")));
        assertEquals(
                List.of("late", "worker", "nginx", "redis"),
                stopsInLog().stream()
                        .map(name -> name.replaceAll("_0\\d", ""))
                        .distinct()
                        .toList());
    }

    private int pidOf(String name) throws Exception {
        return Integer.parseInt(tree.pid(name));
    }

    /** The names of what has stopped since the one that was stopped alone, in order. */
    private List<String> stopsInLog() {
        String log = tree.log();
        Matcher stopped =
                Pattern.compile("stopped: (\\S+) ")
                        .matcher(log.substring(log.indexOf("indicating exit request")));
        return stopped.results().map(match -> match.group(1)).toList();
    }

    private String fetch() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webPort + "/")).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String ping() throws IOException {
        try (Socket redis = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
            redis.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = redis.getInputStream().readNBytes("+PONG".length());
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }
}
