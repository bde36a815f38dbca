package org.supervisord.distribution;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The pages of a daemon with thirty processes, and a browser on them, for a class of tests. */
abstract class WebPages {
    @TempDir static Path folder;
    static WebBench bench;
    static Browser browser;

    @BeforeAll
    static void begin() throws IOException, InterruptedException {
        Browser.assumeThere();
        bench = new WebBench(folder, WebBench.THIRTY);
        browser = Browser.on(bench.address, folder);
    }

    /** Each test begins with two groups that run, and one that does not. */
    @BeforeEach
    void calm() throws IOException, InterruptedException {
        bench.ctl("stop", "batch:*");
        bench.ctl("start", "slow:*", "web:*");
    }

    @AfterAll
    static void end() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (bench != null) {
            bench.close();
        }
    }

    static String row(String name) {
        return "#groups tr[data-name='" + name + "']";
    }

    static String group(String name) {
        return "#groups section[data-group='" + name + "']";
    }

    static void awaitState(String name, String state) {
        browser.await(
                name + " to be " + state,
                () -> browser.find(row(name)).getDomAttribute("data-state").equals(state));
    }
}
