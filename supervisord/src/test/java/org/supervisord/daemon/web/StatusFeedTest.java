package org.supervisord.daemon.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessName;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.fatal.Operation;
import org.supervisord.daemon.http.BodySource;
import org.supervisord.daemon.process.Programs;
import org.supervisord.daemon.web.SiteBench.Answer;

class StatusFeedTest {
    private final SupervisorBench bench =
            new SupervisorBench(
                    SupervisorBench.group("x", 1, Programs.program("x")),
                    SupervisorBench.group("g", 2, Programs.program("a"), Programs.program("b")));
    private final SiteBench site = new SiteBench(bench);
    private int wakeUps;

    private String position() {
        String page = site.get("/").body();
        String begin = "data-position=\"";
        int start = page.indexOf(begin) + begin.length();
        return page.substring(start, page.indexOf('"', start));
    }

    private BodySource open(String position) throws IOException {
        Answer answer = site.get("/events?since=" + position);
        assertEquals("text/event-stream", answer.header("Content-Type"));
        answer.stream.onMore(() -> wakeUps++);
        return answer.stream;
    }

    private static String read(BodySource source) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        while (source.read(buffer.clear()) > 0) {
            text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
        return text.toString();
    }

    private void change(String group, String name) {
        site.site.happened(
                new Event.ProcessStateChanged(
                        new ProcessName(group, name),
                        ProcessState.STOPPED,
                        ProcessState.STARTING,
                        0,
                        0,
                        false));
    }

    private void wait(int millis) {
        bench.scheduler.advance(Duration.ofMillis(millis));
    }

    @Test
    void aPageOfAFormerProgramLoadsItselfAnew() throws IOException {
        String before = position();
        wait(2000);
        Answer answer = site.successor().get("/events?since=" + before);
        assertTrue(read(answer.stream).contains("event: groups\n"));
    }

    @Test
    void aPageThatKnowsEverythingIsToldNothing() throws IOException {
        BodySource source = open(position());
        assertEquals("retry: 2000\n\n", read(source));
        assertEquals("", read(source));
    }

    @Test
    void aPageThatKnowsNothingIsToLoadAnew() throws IOException {
        for (String position : List.of("", "nonsense", "other-life-7", "-1")) {
            assertTrue(read(open(position)).contains("event: groups\n"), position);
        }
    }

    @Test
    void changesThatComeTogetherAreToldTogether() throws IOException {
        BodySource source = open(position());
        read(source);
        change("x", "x");
        change("g", "a");
        change("x", "x");
        assertEquals(0, wakeUps);
        wait(100);
        assertEquals(1, wakeUps);
        String told = read(source);
        assertTrue(told.contains("event: rows\n"), told);
        assertTrue(told.contains("\"x\":\"\\u003ctr data-name=\\\"x\\\""), told);
        assertTrue(told.contains("\"g:a\":"), told);
        assertFalse(told.contains("\"g:b\":"), told);
        assertEquals(1, told.split("event: ", -1).length - 1);
    }

    @Test
    void aPageGoesOnWhereItWas() throws IOException {
        String before = position();
        change("g", "b");
        String told = read(open(before));
        assertTrue(told.contains("\"g:b\":"), told);
        assertTrue(told.contains("id: " + position() + "\n"), told);
    }

    @Test
    void aSlowReaderGetsTheLastStateOnly() throws IOException {
        BodySource source = open(position());
        read(source);
        for (int i = 0; i < 1000; i++) {
            change("x", "x");
            wait(100);
        }
        assertEquals(1, read(source).split("event: ", -1).length - 1);
    }

    @Test
    void newGroupsMakePagesLoadAnew() throws IOException {
        BodySource source = open(position());
        read(source);
        site.site.happened(new Event.ProcessGroupAdded("new"));
        assertTrue(read(source).contains("event: groups\n"));
        site.site.happened(new Event.ProcessGroupRemoved("new"));
        assertTrue(read(source).contains("event: groups\n"));
    }

    @Test
    void theDaemonsOwnTroublesAreTold() throws IOException {
        BodySource source = open(position());
        read(source);
        bench.fatal.reasons.raise(new Operation("write", "the log"), "disk full");
        wait(100);
        assertTrue(read(source).contains("disk full"));
        bench.fatal.reasons.clear(new Operation("write", "the log"));
        assertFalse(read(source).contains("disk full"));
    }

    @Test
    void nothingIsDoneWhileNobodyLooks() throws IOException {
        change("x", "x");
        assertTrue(bench.scheduler.isIdle());
        BodySource source = open(position());
        source.close();
        change("x", "x");
        assertTrue(bench.scheduler.isIdle());
    }

    @Test
    void tooManyPagesAreTurnedAway() throws IOException {
        List<BodySource> open = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            open.add(open(position()));
        }
        assertEquals(503, site.get("/events").status());
        open.get(0).close();
        assertEquals(200, site.get("/events").status());
    }

    @Test
    void whatTakesLongIsAnsweredEarlyAndToldWhenItIsDone() throws IOException {
        bench.running("x", "x");
        BodySource source = open(position());
        read(source);
        String form = "processname=x&action=stop&listening=yes&token=" + site.token();
        Answer answer = site.post("/index.html", form, "Accept: application/json");
        assertFalse(answer.isThere());
        wait(1000);
        assertTrue(answer.body().startsWith("{\"ticket\":\""), answer.body());
        String ticket = answer.body().substring(11, answer.body().length() - 2);
        assertFalse(read(source).contains("event: result"));
        bench.obey();
        String told = read(source);
        assertTrue(told.contains("event: result\n"), told);
        assertTrue(told.contains(ticket) && told.contains("Process x stopped"), told);
    }

    @Test
    void whatIsQuicklyDoneIsAnsweredAtOnce() {
        bench.running("x", "x");
        String form = "processname=x&action=stop&listening=yes&token=" + site.token();
        Answer answer = site.post("/index.html", form, "Accept: application/json");
        bench.obey();
        assertTrue(answer.body().contains("Process x stopped"));
        wait(5000);
        assertTrue(answer.body().contains("Process x stopped"));
    }
}
