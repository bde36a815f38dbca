package org.supervisord.daemon.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.fatal.Operation;
import org.supervisord.daemon.process.Programs;
import org.supervisord.daemon.web.SiteBench.Answer;

class WebSiteTest {
    private static final String FOREIGN = "Origin: http://evil.invalid";

    private static SupervisorBench bench() {
        return new SupervisorBench(
                SupervisorBench.group("x", 1, Programs.program("x")),
                SupervisorBench.group("g", 2, Programs.program("b"), Programs.program("a")));
    }

    private final SiteBench site = new SiteBench(bench());

    private ProcessState state(String group, String name) {
        return site.bench.process(group, name).state();
    }

    @Test
    void theStatusPageTellsOfTheDaemonAndItsProcesses() {
        site.bench.running("x", "x");
        Answer page = site.get("/");
        assertEquals(200, page.status());
        assertEquals("text/html;charset=utf-8", page.header("Content-Type"));
        assertEquals("no-cache", page.header("Cache-Control"));
        for (String word : List.of("the-daemon", "the-host", "1.2.3", "running", "stopped")) {
            assertTrue(page.body().contains(word), word);
        }
        assertEquals(List.of("x", "g:a", "g:b"), site.shown("/"));
        assertEquals(page.body(), site.get("/index.html").body());
    }

    @Test
    void noPageMayRunForeignScriptsOrBeFramed() {
        for (String path :
                List.of("/", "/tail.html?processname=x", "/mainlog.html", "/control.html")) {
            String policy = site.get(path).header("Content-Security-Policy");
            assertTrue(policy.contains("default-src 'none'"), path);
            assertTrue(policy.contains("frame-ancestors 'none'"), path);
            assertFalse(policy.contains("unsafe"), path);
        }
    }

    @Test
    void reasonsForTheStateFatalAreShown() {
        site.bench.fatal.reasons.raise(new Operation("write", "<the> log"), "disk is full");
        String page = site.get("/").body();
        assertTrue(page.contains("state fatal"), page);
        assertTrue(page.contains("disk is full"), page);
        assertFalse(page.contains("<the>"), page);
    }

    @Test
    void processesAreFoundByWordsAndState() {
        site.bench.running("g", "a");
        assertEquals(List.of("g:a"), site.shown("/?q=G%3Aa"));
        assertEquals(List.of("g:a"), site.shown("/?state=running"));
        assertEquals(List.of("g:b"), site.shown("/?q=stopped+g"));
        assertEquals(List.of(), site.shown("/?q=nowhere"));
        assertTrue(site.get("/?q=nowhere").body().contains("Nothing found."));
    }

    @Test
    void ofVeryManyWordsTheFirstOnesAreLookedAt() {
        assertEquals(List.of("x"), site.shown("/?q=" + "x+".repeat(500) + "nowhere"));
        assertEquals(List.of(), site.shown("/?q=" + "x+".repeat(490) + "nowhere"));
    }

    @Test
    void processesAreSortedAsAsked() {
        site.bench.running("g", "b");
        assertEquals(List.of("x", "g:a", "g:b"), site.shown("/?sort=state"));
        assertEquals(List.of("x", "g:b", "g:a"), site.shown("/?sort=newest"));
        assertEquals(List.of("x", "g:a", "g:b"), site.shown("/?sort=nonsense"));
    }

    @Test
    void withoutProgramsThePageSaysSo() {
        SiteBench empty = new SiteBench(new SupervisorBench());
        assertTrue(empty.get("/").body().contains("There are no programs."));
    }

    @Test
    void oldLinksActOverAUnixSocket() {
        Answer answer = site.get("/index.html?processname=x&action=start");
        assertFalse(answer.isThere(), "it is only starting");
        site.bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals(301, answer.status());
        assertEquals(
                "http://localhost:9001/?message=Process%20x%20started", answer.header("Location"));
        assertEquals(ProcessState.RUNNING, state("x", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"g:*", "g:", ":", "nope", "g:nope"})
    void oldLinksAreForSingleProcesses(String name) {
        for (String action : List.of("start", "stop", "restart", "clearlog")) {
            String named = Form.encode(name);
            Answer answer = site.get("/index.html?processname=" + named + "&action=" + action);
            assertEquals(301, answer.status());
            assertEquals(
                    "http://localhost:9001/?message=No%20such%20process%20named%20" + named,
                    answer.header("Location"));
        }
        assertEquals(ProcessState.STOPPED, state("g", "a"));
    }

    @Test
    void aPostMustSayHowLongItIs() {
        for (String path : List.of("/", "/index.html", "/tail.html", "/ok.html")) {
            assertEquals(411, site.ask("POST", path, "").status(), path);
            assertEquals(200, site.post(path, "x=y").status(), path);
        }
        assertEquals(400, site.ask("POST", "/nope.html", "").status());
    }

    @Test
    void formsAreShort() {
        assertEquals(64 << 10, site.handler.mostBodyBytes("/tail.html"));
    }

    @Test
    void oldLinksSendToNoHostThatOnlyTheRequestNames() {
        Answer answer = site.get("/index.html?action=refresh", "Host: evil.invalid");
        assertTrue(answer.header("Location").startsWith("/?message=Page%20refreshed%20at%20"));
    }

    @Test
    void linksActOverTcpOnlyWhereThatIsConfigured() {
        SiteBench tcp = new SiteBench(bench(), SiteBench.TCP);
        Answer answer = tcp.get("/index.html?processname=x&action=start");
        assertEquals(403, answer.status());
        assertTrue(answer.body().contains("Start x?"), "a way to go on is shown");
        assertEquals(ProcessState.STOPPED, tcp.bench.process("x", "x").state());
        SiteBench open = new SiteBench(bench(), SiteBench.OPEN_TCP);
        open.get("/index.html?processname=x&action=start");
        assertEquals(ProcessState.STARTING, open.bench.process("x", "x").state());
    }

    @Test
    void foreignPagesCanNeverAct() {
        for (var server : List.of(SiteBench.UNIX, SiteBench.TCP, SiteBench.OPEN_TCP)) {
            SiteBench it = new SiteBench(bench(), server);
            String start = "processname=x&action=start";
            for (String sign :
                    List.of(
                            FOREIGN,
                            "Origin: null",
                            "Referer: http://evil.invalid/localhost:9001",
                            "Sec-Fetch-Site: cross-site",
                            "Sec-Fetch-Site: same-site")) {
                assertEquals(403, it.get("/index.html?" + start, sign).status(), sign);
                assertEquals(403, it.post("/index.html", start, sign).status(), sign);
            }
            assertEquals(ProcessState.STOPPED, it.bench.process("x", "x").state());
        }
    }

    @Test
    void aNameThatSomebodyPointsHereIsForeignToo() {
        SiteBench tcp = new SiteBench(bench(), SiteBench.TCP);
        String body = "processname=x&action=start&token=" + tcp.token();
        Answer answer =
                tcp.post(
                        "/index.html",
                        body,
                        "Host: rebound.invalid:9001",
                        "Origin: http://rebound.invalid:9001");
        assertEquals(403, answer.status());
    }

    @Test
    void aPageUnderSuchANameHoldsNoToken() {
        SiteBench tcp = new SiteBench(bench(), SiteBench.TCP);
        String page = tcp.get("/", "Host: rebound.invalid:9001").body();
        assertTrue(page.contains("data-token=\"\""), page);
        assertFalse(page.contains(tcp.token()), page);
    }

    @Test
    void aProxyMayCallUsOtherwiseThanTheBrowserCallsTheProxy() {
        SiteBench tcp = new SiteBench(bench(), SiteBench.TCP);
        String start = "processname=x&action=start&token=";
        String[] proxied = {
            "Host: 127.0.0.1:9001",
            "Origin: https://supervisor.example.org",
            "Referer: https://supervisor.example.org/",
            "Sec-Fetch-Site: same-origin"
        };
        assertEquals(403, tcp.post("/index.html", start + "0", proxied).status());
        tcp.post("/index.html", start + tcp.token(), proxied);
        assertEquals(ProcessState.STARTING, tcp.bench.process("x", "x").state());
        proxied[3] = "Sec-Fetch-Site: cross-site";
        assertEquals(403, tcp.post("/index.html", start + tcp.token(), proxied).status());
    }

    @Test
    void ourOwnFormsActWithThePagesToken() {
        SiteBench tcp = new SiteBench(bench(), SiteBench.TCP);
        String own = "Origin: http://localhost:9001";
        String start = "processname=x&action=start&back=index.html%3Fq%3Dx";
        assertEquals(403, tcp.post("/index.html", start, own).status());
        assertEquals(403, tcp.post("/index.html", start + "&token=0", own).status());
        Answer answer = tcp.post("/index.html", start + "&token=" + tcp.token(), own);
        tcp.bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals(303, answer.status());
        assertEquals(
                "index.html?q=x&message=Process%20x%20started&about=x", answer.header("Location"));
        String row = tcp.get("/" + answer.header("Location").substring(10)).body();
        assertTrue(row.contains("<span class=\"result\">Process x started"), row);
    }

    @Test
    void formsReturnToOurOwnPagesOnly() {
        String form = "processname=x&action=clearlog&confirmed=yes&token=" + site.token();
        Answer answer = site.post("/index.html", form + "&back=%2F%2Fevil.invalid");
        assertTrue(answer.header("Location").startsWith("index.html?"));
        answer = site.post("/index.html", form + "&back=control.html%3Fprocessname%3Dx");
        assertTrue(answer.header("Location").startsWith("control.html?processname=x&message="));
    }

    @Test
    void whatDestroysIsAskedFor() {
        site.bench.running("x", "x");
        String form = "processname=x&action=stop&token=" + site.token();
        Answer question = site.post("/index.html", form);
        assertTrue(question.body().contains("Stop x?"));
        assertEquals(ProcessState.RUNNING, state("x", "x"));
        site.post("/index.html", form + "&confirmed=yes");
        assertEquals(ProcessState.STOPPING, state("x", "x"));
    }

    @Test
    void scriptsAreAnsweredWithTheResultForEachProcess() {
        site.bench.running("g", "a");
        Answer answer =
                site.post(
                        "/index.html",
                        "processname=g%3A*&action=signal&signal=HUP&token=" + site.token(),
                        "Accept: application/json");
        assertEquals(
                "{\"ok\":true,\"message\":\"g: 1 process signalled\",\"parts\":["
                        + "{\"name\":\"g:a\",\"ok\":true,\"message\":\"signalled\"}]}",
                answer.body());
    }

    @Test
    void actionsThatMakeNoSenseAreRefused() {
        for (String query :
                List.of(
                        "action=dance",
                        "action=start",
                        "action=start&processname=",
                        "action=dance&processname=x",
                        "action=signal&processname=x",
                        "action=stdin&processname=g%3A*&line=x")) {
            assertEquals(400, site.post("/index.html", query).status(), query);
        }
    }

    @Test
    void filesAreServedAndNothingElse() {
        Answer icon = site.get("/images/icon.png");
        assertEquals("image/png", icon.header("Content-Type"));
        String date = icon.header("Last-Modified");
        assertEquals(304, site.get("/images/icon.png", "If-Modified-Since: " + date).status());
        assertEquals(200, site.get("/images/icon.png", "If-Modified-Since: nonsense").status());
        site.bench.scheduler.advance(Duration.ofSeconds(2));
        Answer ofSuccessor = site.successor().get("/images/icon.png", "If-Modified-Since: " + date);
        assertEquals(200, ofSuccessor.status());
        assertEquals(200, site.ask("HEAD", "/scripts/supervisor.js", "").status());
        assertEquals(301, site.get("/images").status());
        for (String path :
                List.of(
                        "/images/",
                        "/images/../About.class",
                        "/images/About.class",
                        "/About.class",
                        "/favicon.ico")) {
            assertEquals(404, site.get(path).status(), path);
        }
        assertEquals(404, site.ask("HEAD", "/", "").status());
        assertEquals(400, site.ask("PUT", "/", "").status());
    }

    @Test
    void messagesAndNamesAreEscaped() {
        String evil = "%3Cscript%3Ealert(1)%3C/script%3E";
        for (String path :
                List.of(
                        "/?message=" + evil,
                        "/?q=%22%3E" + evil,
                        "/tail.html?processname=" + evil,
                        "/control.html?processname=" + evil,
                        "/control.html?message=" + evil)) {
            assertFalse(site.get(path).body().contains("<script>"), path);
        }
    }

    @Test
    void aLogIsShownFromItsEndAndDownloadedWhole(@TempDir Path folder) throws Exception {
        Path log =
                Files.writeString(
                        folder.resolve("x.log"), "first\n" + "y".repeat(3000) + "\n<last>\n");
        site.bench.logTo("z", log);
        site.bench.supervisor.addGroup(SupervisorBench.group("z", 1, Programs.program("z")));
        String page = site.get("/tail.html?processname=z&limit=2000").body();
        assertTrue(page.contains("&lt;last&gt;"));
        assertFalse(page.contains("first"));
        Answer download = site.get("/download?processname=z");
        assertTrue(download.header("Content-Disposition").contains("z-stdout.log"));
        ByteBuffer all = ByteBuffer.allocate(10_000);
        while (download.stream.read(all) >= 0) {
            assertTrue(all.position() <= 3100);
        }
        download.stream.close();
        assertEquals(
                Files.readString(log),
                new String(all.array(), 0, all.position(), StandardCharsets.UTF_8));
        assertEquals(404, site.get("/download?processname=x").status());
        assertEquals(404, site.get("/download?processname=nobody").status());
    }

    @Test
    void aPageOfALogCanLoadItselfAgain() {
        assertFalse(site.get("/mainlog.html").body().contains("http-equiv"));
        assertTrue(site.get("/mainlog.html?follow=yes").body().contains("http-equiv"));
    }

    @Test
    void theControlPageIsForOneForAGroupAndForAll() {
        assertTrue(site.get("/control.html?processname=g%3Aa").body().contains("stdin"));
        assertTrue(site.get("/control.html?processname=g%3A*").body().contains("Clear logs"));
        assertTrue(site.get("/control.html").body().contains("All processes"));
        assertEquals(404, site.get("/control.html?processname=nope").status());
        assertEquals(404, site.get("/control.html?processname=nope%3A*").status());
    }

    @Test
    void pagesAreReadableWhileTheDaemonEnds() {
        site.bench.supervisor.shutdown();
        Answer page = site.get("/");
        assertTrue(page.body().contains("SHUTDOWN"));
        assertEquals(200, site.get("/tail.html?processname=x").status());
        assertEquals(Optional.empty(), Optional.ofNullable(page.stream));
    }
}
