package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/**
 * The pages for whoever searches, has only a keyboard, lets no scripts run or needs help to read.
 */
class WebForEverybodyIT extends WebPages {
    private static List<String> visible() {
        return browser.all("#groups tr[data-name]").stream()
                .filter(WebElement::isDisplayed)
                .map(it -> it.getDomAttribute("data-name"))
                .toList();
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
        assertEquals("batch:batch-3", focused.getText());
        focused.sendKeys("s");
        browser.awaitText(row("batch:batch-3") + " .result", "started");
        awaitState("batch:batch-3", "running");
        focused = browser.driver.switchTo().activeElement();
        assertEquals("batch:batch-3", focused.getText(), "the focus has stayed in the row");
        focused.sendKeys("s");
        browser.confirm();
        awaitState("batch:batch-3", "stopped");
        browser.type("body", "?");
        browser.awaitText("dialog .keys", "find a process");
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
}
