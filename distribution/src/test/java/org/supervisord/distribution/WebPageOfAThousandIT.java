package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The web page of a daemon with a thousand processes. */
class WebPageOfAThousandIT {
    private static final String THOUSAND =
            """
            [program:many]
            command = /bin/cat
            process_name = many-%(process_num)03d
            numprocs = 990
            autostart = false
            startsecs = 0
            [program:few]
            command = /bin/cat
            process_name = few-%(process_num)d
            numprocs = 10
            startsecs = 0
            """;

    @Test
    void itLoadsInOneRequestAndIsOfUse(@TempDir Path folder) throws Exception {
        Browser.assumeThere();
        WebBench bench = new WebBench(folder, THOUSAND);
        try (Browser browser = Browser.on(bench.address, folder)) {
            browser.openStatus();
            assertEquals(1000, browser.all("#groups tr[data-name]").size());
            Object more =
                    browser.script(
                            """
                            return performance.getEntriesByType('resource')
                                .map((it) => new URL(it.name).pathname.split('/').pop())
                                .filter((it) => !/\\.(css|js|png)$/.test(it) && it !== 'events')
                            """);
            assertEquals(List.of(), more, "what the list needed besides the page itself");

            browser.type("#q", "many-77");
            browser.await("what was found", () -> shown(browser) == 10);
            String row = "#groups tr[data-name='many:many-777']";
            browser.click(row + " button.start");
            browser.awaitText(row + " .result", "started");
            browser.awaitText(row + " .state", "running");
            browser.find("#q").clear();
            browser.type("#q", "running");
            browser.await("what runs", () -> shown(browser) == 11);
            new Select(browser.find("#sort")).selectByValue("newest");
            browser.find("#q").clear();
            browser.type("#q", "many");
            browser.await("the group", () -> shown(browser) == 990);
            assertEquals("many:many-777", browser.text("section[data-group=many] tbody th"));

            browser.find("#q").clear();
            browser.type("#q", "few");
            browser.await("the other group", () -> shown(browser) == 10);
            browser.click("section[data-group=few] > .toolbar button.stop");
            browser.confirm();
            browser.awaitText(".message", "few: 10 processes stopped");
        } finally {
            bench.close();
        }
    }

    private static int shown(Browser browser) {
        return (int)
                browser.all("#groups tr[data-name]:not([hidden])").stream()
                        .filter(WebElement::isEnabled)
                        .count();
    }
}
