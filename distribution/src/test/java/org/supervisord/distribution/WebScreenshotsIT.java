package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures of the web page for the manual. They are made in {@code target/screenshots}; with {@code
 * -Dscreenshots=../docs/images} they are made anew where the manual has them. The page shows where
 * the configuration is; {@code -Dscreenshots.folder} names a folder that looks better there.
 */
class WebScreenshotsIT {
    private static final Path TARGET =
            Path.of(System.getProperty("screenshots", "target/screenshots"));

    private static final String SHOP =
            """
            [program:nginx]
            command = /bin/sh -c 'echo serving; exec sleep 1000'
            [program:scheduler]
            command = /bin/sh -c 'i=100; while true; do i=$((i+1)); echo "job $i done"; sleep 0.2; done'
            [program:importer]
            command = /usr/local/bin/import-orders
            startretries = 0
            [program:nightly]
            command = /bin/sh -c 'exit 0'
            startsecs = 0
            autorestart = false
            [program:mailer]
            command = /bin/sh -c 'sleep 0.2; exit 3'
            startretries = 9
            [program:web]
            command = /bin/cat
            process_name = web-%(process_num)d
            numprocs = 4
            [program:worker]
            command = /bin/cat
            process_name = worker-%(process_num)d
            numprocs = 4
            [group:shop]
            programs = web,worker
            [program:cache]
            command = /bin/cat
            process_name = cache-%(process_num)d
            numprocs = 3
            """;

    @Test
    void theManualsPicturesCanBeTaken(@TempDir Path folder) throws Exception {
        Browser.assumeThere();
        Files.createDirectories(TARGET);
        String named = System.getProperty("screenshots.folder", "");
        WebBench bench = new WebBench(named.isEmpty() ? folder : Path.of(named), SHOP);
        try (Browser browser = Browser.on(bench.address, folder)) {
            bench.tree.await("the programs", () -> bench.state("shop:web-0").equals("RUNNING"));
            bench.ctl("stop", "cache:cache-2");
            browser.screen(1280, 960, false);
            browser.openStatus();
            take(browser, "light");
            browser.dark(true);
            take(browser, "dark");
            browser.dark(false);
            browser.click("#groups tr[data-name='shop:web-0'] a.more");
            browser.await("the dialog", () -> browser.find("dialog.control #signal").isDisplayed());
            take(browser, "control");
            browser.screen(1280, 720, false);
            browser.open("tail.html?processname=scheduler&limit=65536");
            browser.awaitText("#log", "job 110 done");
            take(browser, "log");
            browser.open("console.html");
            browser.type("#command", "restart shop:web-0\n");
            browser.type("#command", "status\n");
            browser.awaitText(".output", "importer");
            take(browser, "console");
            browser.screen(390, 844, true);
            browser.openStatus();
            take(browser, "phone");
        } finally {
            bench.close();
        }
    }

    private static void take(Browser browser, String name) throws IOException {
        byte[] picture = browser.picture();
        assertTrue(picture.length > 10_000, name + " shows something");
        Files.write(TARGET.resolve("page-" + name + ".png"), picture);
    }
}
