package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** What is done and seen on the list of processes and on the page of one of them. */
class WebPageIT extends WebPages {
    /** Makes all processes of a group be in a state, as its operator would. */
    private static void bring(String action, String group) throws Exception {
        bench.ctl(action, group + ":*");
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
}
