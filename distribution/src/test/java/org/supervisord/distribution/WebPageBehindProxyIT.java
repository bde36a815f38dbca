package org.supervisord.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web page behind nginx as most people set it up: in a folder, under another name. */
class WebPageBehindProxyIT {
    private static final Path NGINX = Path.of("/usr/sbin/nginx");

    @Test
    void pagesActionsAndLiveUpdatesPassThroughIt(@TempDir Path folder) throws Exception {
        Browser.assumeThere();
        assumeTrue(Files.isExecutable(NGINX), "skipped: nginx is not installed");
        WebBench bench = new WebBench(folder, WebBench.THIRTY);
        int port = Tree.freePort();
        Process nginx = proxy(folder, port, bench.address);
        try (Browser browser = Browser.on("http://localhost:" + port + "/supervisor/", folder)) {
            bench.tree.await("nginx", () -> answers(port));
            browser.openStatus();
            String row = "#groups tr[data-name='batch:batch-0']";
            browser.click(row + " button.start");
            browser.awaitText(row + " .result", "started");
            browser.awaitText(row + " .state", "running");
            browser.open("tail.html?processname=web:web-0");
            browser.awaitText("#log", "ready");
            browser.open("console.html");
            browser.type("#command", "stop batch:batch-0\n");
            browser.awaitText(".output", "batch:batch-0: stopped");
        } finally {
            nginx.destroy();
            nginx.waitFor(10, TimeUnit.SECONDS);
            bench.close();
        }
    }

    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            return socket.isConnected();
        }
    }

    private static Process proxy(Path folder, int port, String address) throws IOException {
        Path configuration =
                Files.writeString(
                        folder.resolve("nginx.conf"),
                        """
                        daemon off;
                        master_process off;
                        pid %1$s/nginx.pid;
                        error_log %1$s/nginx.log;
                        events {}
                        http {
                            access_log off;
                            client_body_temp_path %1$s/nginx-body;
                            proxy_temp_path %1$s/nginx-proxy;
                            fastcgi_temp_path %1$s/nginx-fastcgi;
                            uwsgi_temp_path %1$s/nginx-uwsgi;
                            scgi_temp_path %1$s/nginx-scgi;
                            server {
                                listen 127.0.0.1:%2$d;
                                location /supervisor/ {
                                    proxy_pass %3$s;
                                }
                            }
                        }
                        """
                                .formatted(folder, port, address));
        return new ProcessBuilder(
                        NGINX.toString(), "-p", folder.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
    }
}
