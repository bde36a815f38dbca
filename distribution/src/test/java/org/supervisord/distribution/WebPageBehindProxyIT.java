package org.supervisord.distribution;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web page behind nginx as most people set it up: in a folder, under another name. */
class WebPageBehindProxyIT {
    @Test
    void pagesActionsAndLiveUpdatesPassThroughIt(@TempDir Path folder) throws Exception {
        Browser.assumeThere();
        Nginx.assumeThere();
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
                Nginx.configure(
                        folder, port, "location /supervisor/ { proxy_pass " + address + "; }");
        return new ProcessBuilder(
                        Nginx.PROGRAM, "-p", folder.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
    }
}
