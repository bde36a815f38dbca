package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Logs and the command line in a browser. */
class WebLogsIT extends WebPages {
    @Test
    void logsAreFollowedPausedAndSearched() throws Exception {
        browser.openStatus();
        browser.click(row("web:web-2") + " a.log");
        browser.await("the log", () -> browser.find(".logbar .live.on").isDisplayed());
        bench.ctl("clear", "web:web-2");
        say("web:web-2", "first");
        browser.awaitText("#log", "line first");
        button("Pause").click();
        say("web:web-2", "second");
        bench.tree.await("it in the file", () -> bench.log("web-2", "stdout").contains("second"));
        assertFalse(browser.text("#log").contains("line second"));
        button("Resume").click();
        browser.awaitText("#log", "line second");
        browser.type(".logbar input[type=search]", "FIRST");
        browser.await("what was found", () -> browser.text("#log").strip().equals("line first"));
        browser.find(".logbar input[type=search]")
                .sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        browser.awaitText("#log", "line second");
        for (int i = 0; i < 100; i++) {
            browser.script("document.querySelector('#log').append('\\n')");
        }
        browser.script("document.querySelector('#log').scrollTop = 10");
        browser.await(
                "no following",
                () -> "false".equals(button("Jump to end").getDomAttribute("aria-pressed")));
        button("Jump to end").click();
        browser.await(
                "the end",
                () -> "true".equals(button("Jump to end").getDomAttribute("aria-pressed")));
        browser.click(".logbar input[type=checkbox]");
        browser.await("no wrapping", () -> browser.find("#log.nowrap").isDisplayed());
        browser.click(".logbar input[type=checkbox]");
    }

    @Test
    void controlCharactersInLogsAreHarmless() throws Exception {
        browser.open("tail.html?processname=web:web-3");
        browser.await("the log", () -> browser.find(".logbar .live.on").isDisplayed());
        say("web:web-3", "\u001b[31mred\u001b[0m \u001b]0;title\u0007 <script>alert(1)</script>");
        browser.awaitText("#log", "line red \u241b]0;title\u2407 <script>alert(1)</script>");
        browser.openPlain("tail.html?processname=web:web-3");
        browser.awaitText("#log", "line red \u241b]0;title\u2407 <script>alert(1)</script>");
    }

    @Test
    void stderrAndTheMainLogAreShownAndLogsAreDownloaded() throws Exception {
        bench.ctl("restart", "web:web-4");
        browser.open("tail.html?processname=web:web-4");
        browser.click(".tabs a:last-child");
        browser.awaitText("#log", "trouble");
        browser.open("mainlog.html");
        browser.awaitText("#log", "supervisord started with pid");
        browser.click("a[href^='download']");
        bench.tree.await(
                "the download",
                () ->
                        Files.readString(browser.downloads().resolve("supervisord.log"))
                                .contains("supervisord started"));
    }

    @Test
    void commandsAreTypedAsAtSupervisorctl() throws Exception {
        browser.open("console.html");
        browser.type("#command", "start batch:batch-6", Keys.ENTER);
        browser.awaitText(".output", "supervisor> start batch:batch-6\nbatch:batch-6: started");
        browser.type("#command", "status batch:batch-6", Keys.ENTER);
        browser.awaitText(
                ".output", bench.ctl("status", "batch:batch-6").output().split("\\s+pid")[0]);
        browser.type("#command", "stop nope", Keys.ENTER);
        browser.awaitText(".output", "nope: ERROR (no such process)");
        browser.type("#command", "fg batch:batch-6", Keys.ENTER);
        browser.awaitText(".output", "*** Unknown syntax: fg batch:batch-6");
        browser.type("#command", Keys.ARROW_UP, Keys.ARROW_UP);
        browser.await("the line before", () -> value("#command").equals("stop nope"));
        browser.find("#command").clear();
        browser.type("#command", "stop batch:batch-6", Keys.ENTER);
        browser.awaitText(".output", "batch:batch-6: stopped");
        browser.type("#command", "vers", Keys.TAB);
        browser.await("the action", () -> value("#command").equals("version "));
        browser.find("#command").clear();
        browser.type("#command", "tail slow:sl", Keys.TAB);
        browser.await("the name so far", () -> value("#command").equals("tail slow:slow-"));
        browser.find("#command").clear();
        browser.type("#command", "shutdown", Keys.ENTER);
        browser.await("the question", () -> browser.find("dialog .confirm").isDisplayed());
        browser.click("dialog .buttons button:not(.confirm)");
        assertEquals("RUNNING", bench.state("web:web-0"));
    }

    @Test
    void aCommandLineIsOnTheListOfProcessesToo() {
        browser.openStatus();
        browser.type("body", ":");
        browser.type("#command", "pid web:web-5", Keys.ENTER);
        browser.awaitText(".dock .output", "supervisor> pid web:web-5\n");
    }

    private static void say(String process, String line) throws IOException {
        browser.script(
                """
                const [name, line] = arguments;
                fetch('index.html?processname=' + encodeURIComponent(name), {
                    method: 'POST',
                    headers: { Accept: 'application/json' },
                    body: new URLSearchParams({
                        token: document.body.dataset.token, action: 'stdin', line }),
                });
                """,
                process,
                line);
    }

    private static WebElement button(String text) {
        return browser.all(".logbar button").stream()
                .filter(it -> it.getText().equals(text))
                .findFirst()
                .orElseThrow(() -> new org.openqa.selenium.NoSuchElementException(text));
    }

    private static String value(String selector) {
        return browser.find(selector).getDomProperty("value");
    }
}
