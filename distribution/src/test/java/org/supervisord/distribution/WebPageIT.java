package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The web page of a daemon with thirty processes, used with a browser. */
class WebPageIT {
    @TempDir private static Path folder;
    private static WebBench bench;
    private static Browser browser;

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

    private static String row(String name) {
        return "#groups tr[data-name='" + name + "']";
    }

    private static String group(String name) {
        return "#groups section[data-group='" + name + "']";
    }

    private static void awaitState(String name, String state) {
        browser.await(
                name + " to be " + state,
                () -> browser.find(row(name)).getDomAttribute("data-state").equals(state));
    }

    /** Makes all processes of a group be in a state, as its operator would. */
    private static void bring(String action, String group) throws Exception {
        bench.ctl(action, group + ":*");
    }

    private static List<String> visible() {
        return browser.all("#groups tr[data-name]").stream()
                .filter(WebElement::isDisplayed)
                .map(it -> it.getDomAttribute("data-name"))
                .toList();
    }

    @Test
    void thirtyProcessesAreShownInThreeGroups() {
        browser.openStatus();
        assertEquals(30, browser.all("#groups tr[data-name]").size());
        assertEquals(
                List.of("batch", "slow", "web"),
                browser.all("#groups section h2").stream().map(WebElement::getText).toList());
        assertEquals("30", browser.text(".count.all .number"));
    }

    @Test
    void oneIsStartedStoppedAndRestartedAndItsRowSaysSo() {
        browser.openStatus();
        String row = row("batch:batch-0");
        browser.click(row + " button.start");
        browser.awaitText(row + " .result", "started");
        awaitState("batch:batch-0", "running");
        assertEquals("RUNNING", bench.state("batch:batch-0"));
        String before = browser.text(row + " .description");
        browser.click(row + " button.restart");
        browser.confirm();
        browser.awaitText(row + " .result", "restarted");
        browser.await(
                "another pid",
                () ->
                        !browser.text(row + " .description")
                                .split(",")[0]
                                .equals(before.split(",")[0]));
        browser.click(row + " button.stop");
        browser.confirm();
        browser.awaitText(row + " .result", "stopped");
        awaitState("batch:batch-0", "stopped");
        assertEquals("STOPPED", bench.state("batch:batch-0"));
    }

    @Test
    void whatIsNotMeantIsNotDone() throws Exception {
        bring("start", "batch");
        browser.openStatus();
        browser.click(row("batch:batch-1") + " button.stop");
        browser.click("dialog .buttons button:not(.confirm)");
        browser.await("the question to go", () -> browser.all("dialog").isEmpty());
        assertEquals("RUNNING", bench.state("batch:batch-1"));
    }

    @Test
    void oneIsSentASignalALineAndItsLogsAreCleared() {
        browser.openStatus();
        String name = "web:web-1";
        browser.click(row(name) + " a.more");
        browser.await("its dialog", () -> browser.find("dialog.control #signal").isDisplayed());
        new Select(browser.find("dialog #signal")).selectByValue("USR1");
        browser.click("dialog button.signal");
        browser.confirm();
        browser.awaitText("dialog .message", "Signal USR1 sent to web:web-1");
        bench.tree.await("the signal", () -> bench.log("web-1", "stdout").contains("got USR1"));
        browser.type("dialog #line", "hello <you>");
        browser.click("dialog button.stdin");
        browser.awaitText("dialog .message", "Line sent");
        bench.tree.await(
                "the line", () -> bench.log("web-1", "stdout").contains("line hello <you>"));
        browser.click("dialog button.clearlog");
        browser.confirm();
        browser.awaitText("dialog .message", "Log for web:web-1 cleared");
        bench.tree.await("an empty log", () -> bench.log("web-1", "stdout").isEmpty());
        browser.type("dialog", Keys.ESCAPE);
        browser.await("the dialog to go", () -> browser.all("dialog").isEmpty());
        assertEquals("cleared", browser.text(row(name) + " .result"));
    }

    @Test
    void aGroupIsStartedStoppedAndRestarted() {
        browser.openStatus();
        String batch = group("batch");
        browser.click(batch + " > .toolbar button.start");
        browser.awaitText(".message", "batch: 10 processes started");
        browser.awaitText(row("batch:batch-9") + " .result", "started");
        awaitState("batch:batch-9", "running");
        browser.click(batch + " > .toolbar button.restart");
        browser.confirm();
        browser.awaitText(".message", "batch: 10 processes restarted");
        browser.click(batch + " > .toolbar button.stop");
        browser.confirm();
        browser.awaitText(".message", "batch: 10 processes stopped");
        awaitState("batch:batch-0", "stopped");
        browser.awaitText(batch + " .tally", "10 stopped");
    }

    @Test
    void aGroupIsSentASignalAndItsLogsAreCleared() {
        browser.openStatus();
        browser.click(group("web") + " > .toolbar a.more");
        browser.await("its dialog", () -> browser.find("dialog.control #signal").isDisplayed());
        browser.click("dialog button.signal");
        browser.confirm();
        browser.awaitText("dialog .message", "web: 10 processes signalled");
        bench.tree.await("the signal", () -> bench.log("web-7", "stdout").contains("got HUP"));
        browser.click("dialog button.clearlog");
        browser.confirm();
        browser.awaitText("dialog .message", "web: logs of 10 processes cleared");
        bench.tree.await("an empty log", () -> bench.log("web-7", "stdout").isEmpty());
    }

    @Test
    void allAreStartedStoppedRestartedSignalledAndCleared() throws Exception {
        browser.openStatus();
        String all = "form.act > .toolbar";
        browser.click(all + " button.start");
        browser.awaitText(".message", "10 processes started");
        browser.click(all + " a.more");
        browser.await("the dialog", () -> browser.find("dialog.control #signal").isDisplayed());
        new Select(browser.find("dialog #signal")).selectByValue("USR1");
        bring("stop", "batch");
        browser.click("dialog button.signal");
        browser.confirm();
        browser.awaitText("dialog .message", "20 processes signalled");
        browser.click("dialog button.clearlog");
        browser.confirm();
        browser.awaitText("dialog .message", "logs of 30 processes cleared");
        browser.open("index.html");
        bring("start", "slow");
        browser.await("live updates", () -> browser.find(".live.on").isDisplayed());
        browser.click(all + " button.stop");
        browser.confirm();
        browser.awaitText(".message", " processes stopped");
        awaitState("web:web-0", "stopped");
        browser.click(all + " button.restart");
        browser.confirm();
        browser.awaitText(".message", "30 processes restarted");
        awaitState("batch:batch-3", "running");
    }

    @Test
    void slowActionsDoNotBlockThePage() throws Exception {
        browser.openStatus();
        for (int i = 0; i < 10; i++) {
            browser.click(row("slow:slow-" + i) + " button.stop");
            browser.confirm();
        }
        // more connections than a browser makes to a server would be waiting
        browser.click(row("batch:batch-5") + " button.start");
        browser.awaitText(row("batch:batch-5") + " .result", "started");
        for (int i = 0; i < 10; i++) {
            browser.awaitText(row("slow:slow-" + i) + " .result", "stopped");
        }
    }

    @Test
    void whatHappensElsewhereIsShownWithoutLoadingThePage() throws Exception {
        browser.openStatus();
        browser.script("window.unloaded = 'no'");
        bench.ctl("start", "batch:batch-8");
        awaitState("batch:batch-8", "running");
        bench.ctl("stop", "batch:batch-8");
        awaitState("batch:batch-8", "stopped");
        assertEquals("no", browser.script("return window.unloaded"));
    }

    @Test
    void thePageOfAProcessFollowsItToo() throws Exception {
        browser.open("control.html?processname=batch:batch-9");
        browser.await("live updates", () -> browser.find(".live.on").isDisplayed());
        browser.click(".one button.start");
        browser.awaitText(".one .result", "started");
        browser.awaitText(".one span.state", "running");
        bench.ctl("stop", "batch:batch-9");
        browser.awaitText(".one span.state", "stopped");
    }

    @Test
    void aPageOutlivesItsDaemon() throws Exception {
        browser.openStatus();
        String token = browser.find("body").getDomAttribute("data-token");
        bench.ctl("reload");
        browser.await(
                "the next daemon",
                () -> !browser.find("body").getDomAttribute("data-token").equals(token));
        awaitState("web:web-0", "running");
        browser.click(row("batch:batch-4") + " button.start");
        browser.awaitText(row("batch:batch-4") + " .result", "started");
    }

    @Test
    void uptimesGoOn() {
        browser.openStatus();
        String uptime = ".overview .uptime";
        String before = browser.text(uptime);
        browser.await("a second to pass", () -> !browser.text(uptime).equals(before));
    }

    @Test
    void processesAreFoundSortedAndFolded() throws Exception {
        browser.openStatus();
        browser.type("#q", "slow-3");
        browser.await("what was found", () -> visible().equals(List.of("slow:slow-3")));
        browser.find("#q").clear();
        browser.type("#q", "nowhere");
        browser.awaitText("#nothing", "Nothing found");
        browser.find("#q").clear();
        browser.type("#q", " ", Keys.BACK_SPACE);
        browser.click("#summary .count.stopped");
        browser.await(
                "what is stopped", () -> visible().stream().allMatch(it -> it.startsWith("batch")));
        assertTrue(browser.driver.getCurrentUrl().endsWith("?state=stopped"));
        browser.driver.navigate().refresh();
        browser.await("the same", () -> visible().size() == 10);
        browser.click("#summary .count.all");
        browser.await("all", () -> visible().size() == 30);
        bench.ctl("restart", "web:web-9");
        browser.openStatus();
        new Select(browser.find("#sort")).selectByValue("newest");
        List<String> web = visible().stream().filter(it -> it.startsWith("web")).toList();
        assertEquals("web:web-9", web.get(0));
        browser.click(group("web") + " summary");
        browser.await("what is left", () -> visible().size() == 20);
        browser.openStatus();
        browser.await("it to stay folded", () -> visible().size() == 20);
        browser.click(group("web") + " summary");
        browser.await("all again", () -> visible().size() == 30);
    }

    @Test
    void aKeyboardIsEnough() {
        browser.openStatus();
        browser.type("body", "/");
        assertEquals("q", browser.driver.switchTo().activeElement().getDomAttribute("id"));
        browser.find(row("batch:batch-2") + " th a").sendKeys(Keys.ARROW_DOWN);
        WebElement focused = browser.driver.switchTo().activeElement();
        assertEquals("batch-3", focused.getText());
        focused.sendKeys("s");
        browser.awaitText(row("batch:batch-3") + " .result", "started");
        awaitState("batch:batch-3", "running");
        focused = browser.driver.switchTo().activeElement();
        assertEquals("batch-3", focused.getText(), "the focus has stayed in the row");
        focused.sendKeys("s");
        browser.confirm();
        awaitState("batch:batch-3", "stopped");
        browser.type("body", "?");
        browser.awaitText("dialog .keys", "find a process");
    }

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

    @Test
    void everythingWorksWithoutScripts(@TempDir Path own) throws Exception {
        bench.ctl("restart", "web:web-6");
        try (Browser plain = Browser.withoutScripts(bench.address, own)) {
            plain.openPlain("index.html?q=batch-7");
            plain.click(row("batch:batch-7") + " button.start");
            plain.awaitText(row("batch:batch-7") + " .result", "Process batch:batch-7 started");
            assertEquals(1, plain.all("#groups tr[data-name]").size(), "it is the same page");
            plain.click(row("batch:batch-7") + " button.stop");
            plain.awaitText(".question", "Stop batch:batch-7?");
            plain.click("main button.stop");
            plain.awaitText(row("batch:batch-7") + " .result", "Process batch:batch-7 stopped");
            plain.click(row("batch:batch-7") + " a.more");
            plain.type("#line", "x");
            plain.click("button.stdin");
            plain.awaitText(".message", "NOT_RUNNING");
            plain.openPlain("console.html");
            plain.type("#command", "status batch:batch-7", Keys.ENTER);
            plain.awaitText(".output", "STOPPED");
            plain.openPlain("tail.html?processname=web:web-6&stream=stderr&follow=yes");
            plain.awaitText("#log", "trouble");
            assertEquals(1, plain.all("meta[http-equiv=refresh]").size());
        }
    }

    @Test
    void everybodyCanUseThePages() {
        for (boolean dark : List.of(false, true)) {
            browser.dark(dark);
            browser.openStatus();
            assertEquals("", browser.accessibilityProblems());
            browser.click(row("web:web-8") + " a.more");
            browser.await("its dialog", () -> browser.find("dialog.control #signal").isDisplayed());
            assertEquals("", browser.accessibilityProblems());
            for (String page :
                    List.of(
                            "control.html?processname=web:web-8",
                            "control.html",
                            "console.html",
                            "mainlog.html",
                            "tail.html?processname=web:web-8")) {
                browser.open(page);
                assertEquals("", browser.accessibilityProblems(), page);
            }
        }
        browser.dark(false);
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
