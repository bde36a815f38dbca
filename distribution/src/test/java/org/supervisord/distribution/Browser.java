package org.supervisord.distribution;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium without a screen, as a person would use it. */
final class Browser implements AutoCloseable {
    private static final File PROGRAM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final ChromeDriver driver;
    private final String address;
    private final Path downloads;

    private Browser(String address, Path folder, boolean scripts) throws IOException {
        this.address = address;
        this.downloads = Files.createDirectories(folder.resolve("downloads"));
        Path profile = Files.createDirectory(folder.resolve(scripts ? "profile" : "plain-profile"));
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + profile);
        Map<String, Object> preferences = new HashMap<>();
        if (!scripts) {
            preferences.put("profile.managed_default_content_settings.javascript", 2);
        }
        options.setExperimentalOption("prefs", preferences);
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER)
                        .usingAnyFreePort()
                        .withSilent(true)
                        .build();
        driver = new ChromeDriver(service, options);
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        driver.manage().window().setSize(new Dimension(1280, 1000));
    }

    /** Skips the test, and says so, where there is no browser. */
    static void assumeThere() {
        Assumptions.assumeTrue(
                PROGRAM.canExecute() && DRIVER.canExecute(),
                "skipped: there is no browser (Debian's chromium and chromium-driver)");
    }

    /**
     * One for the pages of a server.
     *
     * @param folder for its profile and what it downloads
     */
    static Browser on(String address, Path folder) throws IOException {
        return new Browser(address, folder, true);
    }

    /** One that runs no scripts. */
    static Browser withoutScripts(String address, Path folder) throws IOException {
        return new Browser(address, folder, false);
    }

    /** Opens a page and waits until its scripts have begun. */
    void open(String page) {
        openPlain(page);
        await(
                "the scripts",
                () -> !driver.findElements(By.cssSelector("html[data-ready]")).isEmpty());
    }

    void openPlain(String page) {
        driver.get(address + page);
    }

    /** Opens the list of processes and waits until it follows what happens. */
    void openStatus() {
        open("index.html");
        await("live updates", () -> find(".live.on").isDisplayed());
    }

    /** Where downloaded files are. */
    Path downloads() {
        return downloads;
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return find(selector).getText();
    }

    /** Presses what the selector finds, once it can be pressed. */
    void click(String selector) {
        await(
                selector,
                () -> {
                    WebElement it = find(selector);
                    if (!it.isDisplayed() || !it.isEnabled()) {
                        return false;
                    }
                    script("arguments[0].scrollIntoView({block: 'center'})", it);
                    it.click();
                    return true;
                });
    }

    /** Presses the button in a question that was asked. */
    void confirm() {
        click("dialog .confirm");
        await("the question to go", () -> all("dialog .confirm").isEmpty());
    }

    void type(String selector, CharSequence... keys) {
        find(selector).sendKeys(keys);
    }

    Object script(String code, Object... arguments) {
        return driver.executeScript(code, arguments);
    }

    /** Waits for a condition; an element that is not there yet, or no longer, is not met. */
    void await(String what, Supplier<Boolean> condition) {
        new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
                .ignoring(NoSuchElementException.class)
                .ignoring(StaleElementReferenceException.class)
                .ignoring(org.openqa.selenium.ElementNotInteractableException.class)
                .withMessage("waited in vain for " + what)
                .until(it -> condition.get());
    }

    void awaitText(String selector, String part) {
        await(selector + " to tell " + part, () -> text(selector).contains(part));
    }

    /** The page is shown as on a system with dark colours, or with light ones. */
    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        dark ? "dark" : "light"))));
    }

    /** The page is shown on a screen of this size. */
    void screen(int width, int height, boolean phone) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
    }

    /** What is seen of the page now, as a PNG. */
    byte[] picture() {
        Object data =
                driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"))
                        .get("data");
        return Base64.getDecoder().decode((String) data);
    }

    /** Serious problems for people who can't see or point well, one line for each. */
    String accessibilityProblems() {
        script(axe());
        Object found =
                driver.executeAsyncScript(
                        """
                        const done = arguments[arguments.length - 1];
                        axe.run(document, { resultTypes: ['violations'] }).then(
                            (result) => done(result.violations
                                .filter((it) => it.impact === 'serious' || it.impact === 'critical')
                                .map((it) => it.id + ': ' + it.nodes.map((n) =>
                                    n.html + ' ' + n.failureSummary).slice(0, 3).join(' | '))
                                .join('\\n')),
                            (error) => done('axe failed: ' + error));
                        """);
        return (String) found;
    }

    private static String axe() {
        String name = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
        try (InputStream in = Browser.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
