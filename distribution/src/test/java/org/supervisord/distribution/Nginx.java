package org.supervisord.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An nginx whose files are all in the folder of a test. */
final class Nginx {
    static final String PROGRAM = "/usr/sbin/nginx";

    private Nginx() {}

    static void assumeThere() {
        assumeTrue(Files.isExecutable(Path.of(PROGRAM)), "skipped: nginx is not installed");
    }

    /**
     * Writes the configuration of one that stays in the foreground.
     *
     * @param serves what it does at the port, as in its section {@code server}
     */
    static Path configure(Path folder, int port, String serves) throws IOException {
        return Files.writeString(
                folder.resolve("nginx.conf"),
                """
                daemon off;
                user root;
                pid %1$s/nginx.pid;
                error_log stderr;
                worker_processes 1;
                events { worker_connections 64; }
                http {
                    access_log off;
                    client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fcgi; uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    server {
                        listen 127.0.0.1:%2$d;
                        %3$s
                    }
                }
                """
                        .formatted(folder, port, serves));
    }
}
