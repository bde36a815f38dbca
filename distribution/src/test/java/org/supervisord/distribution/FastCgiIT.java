package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PHP behind nginx, both under the daemon of the tree, fetched as a browser would. */
class FastCgiIT extends TreeBench {
    private static final String PHP = "/usr/bin/php-cgi";

    private final HttpClient client = HttpClient.newHttpClient();
    private int webPort;

    @BeforeEach
    void configure() throws Exception {
        Nginx.assumeThere();
        assumeTrue(Files.isExecutable(Path.of(PHP)), "php-cgi is not installed");
        webPort = Tree.freePort();
        int phpPort = Tree.freePort();
        Files.writeString(
                folder.resolve("index.php"), "<?php echo 'PHP process ', getmypid(), \"\\n\";\n");
        Nginx.configure(
                folder,
                webPort,
                """
                fastcgi_param SCRIPT_FILENAME %1$s/index.php;
                fastcgi_param REQUEST_METHOD $request_method;
                fastcgi_param REDIRECT_STATUS 200;
                location /unix { fastcgi_pass unix:%1$s/php.sock; }
                location /tcp { fastcgi_pass 127.0.0.1:%2$d; }
                """
                        .formatted(folder, phpPort));
        tree.supervise(
                """
                [program:nginx]
                command = %1$s -c %%(here)s/nginx.conf
                stopsignal = QUIT
                [program:other]
                command = /bin/sleep 1000
                [fcgi-program:php]
                command = %2$s
                socket = unix://%%(here)s/php.sock
                socket_mode = 0770
                process_name = %%(program_name)s_%%(process_num)d
                numprocs = 2
                priority = 1
                [fcgi-program:tcp]
                command = %2$s
                socket = tcp://localhost:%3$d
                priority = 1
                """
                        .formatted(Nginx.PROGRAM, PHP, phpPort));
        tree.await("all to run", () -> tree.running() == 5);
    }

    @Test
    void nginxServesPagesOfPhpOverBothKindsOfSocket() throws Exception {
        tree.await("nginx to listen", () -> fetch("/unix").statusCode() == 200);
        assertEquals("PHP process " + pidOf("tcp") + "\n", fetch("/tcp").body());

        Set<String> pages =
                Set.of(
                        "PHP process " + pidOf("php:php_0") + "\n",
                        "PHP process " + pidOf("php:php_1") + "\n");
        Set<String> served = new HashSet<>();
        tree.await(
                "both to serve what comes to their one socket",
                () -> {
                    String body = fetch("/unix").body();
                    assertTrue(pages.contains(body), body);
                    served.add(body);
                    return served.equals(pages);
                });

        assertEquals(0, tree.ctl("stop", "php:php_0").status());
        assertEquals("PHP process " + pidOf("php:php_1") + "\n", fetch("/unix").body());
        assertEquals(0, tree.ctl("stop", "php:php_1").status());
        assertEquals(502, fetch("/unix").statusCode());
        assertTrue(
                tree.log()
                        .stripTrailing()
                        .lines()
                        .filter(line -> line.contains("socket unix:"))
                        .reduce("", (first, last) -> last)
                        .contains("INFO Closing socket unix://" + folder + "/php.sock"));

        assertEquals(0, tree.ctl("start", "php:*").status());
        assertEquals(200, fetch("/unix").statusCode());
    }

    @Test
    void noOtherProgramHasTheSockets() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pidOf("other") + "/fd"))) {
            assertEquals(
                    Set.of("0", "1", "2"),
                    new HashSet<>(open.map(it -> it.getFileName().toString()).toList()));
        }
        Path php = Path.of("/proc/" + pidOf("tcp") + "/fd");
        String listening = Files.readSymbolicLink(php.resolve("0")).toString();
        assertTrue(listening.startsWith("socket:"), listening);
        Path other = Path.of("/proc/" + pidOf("php:php_0") + "/fd/0");
        assertFalse(listening.equals(Files.readSymbolicLink(other).toString()));
    }

    private int pidOf(String name) throws Exception {
        return Integer.parseInt(tree.pid(name));
    }

    private HttpResponse<String> fetch(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webPort + path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
