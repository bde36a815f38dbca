package org.supervisord.ctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.client.FakeHttpServer;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.FailingStream;

@Timeout(60)
class ManyServersTest {
    @TempDir private Path folder;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream warnings = new ByteArrayOutputStream();
    private FakeSupervisor first;
    private FakeSupervisor second;
    private ManyServers servers;

    @BeforeEach
    void startServers() throws Exception {
        first = FakeSupervisor.listeningOn(folder.resolve("a"));
        second = FakeSupervisor.listeningOn(folder.resolve("b"));
        servers =
                new ManyServers(
                        settings(),
                        new Console(output, warnings, Optional.empty()),
                        new ActionTable(),
                        false);
    }

    private List<ClientSettings> settings() {
        return List.of(
                named("one", first.url()),
                named("two", second.url()),
                named("gone", "unix://" + folder + "/none"));
    }

    @AfterEach
    void stopServers() throws Exception {
        first.close();
        second.close();
    }

    private static ClientSettings named(String name, String url) {
        return new ClientSettings(
                name, url, name, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private String run(String line) {
        output.reset();
        warnings.reset();
        servers.run(line);
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eachLineHasItsServersNameAndFailuresAreNamed() {
        first.on("getPID", 1);
        second.on("getPID", 2);
        String none = "unix://" + folder + "/none no such file";
        assertEquals("one: 1\ntwo: 2\ngone: " + none + "\n", run("pid"));
        assertEquals(
                "1 of 3 servers failed: gone (exit status 7)\n",
                warnings.toString(StandardCharsets.UTF_8));
        assertEquals(7, servers.exitStatus());
    }

    @Test
    void theOutputComesInTheOrderOfTheServers() {
        CountDownLatch secondIsDone = new CountDownLatch(1);
        first.on("stopProcess", names -> await(secondIsDone));
        second.on(
                "stopProcess",
                names -> {
                    secondIsDone.countDown();
                    return FakeSupervisor.Refusal.of(Fault.NOT_RUNNING);
                });
        String printed = run("stop x");
        assertTrue(printed.startsWith("one: x: stopped\ntwo: x: ERROR (not running)\n"), printed);
    }

    @Test
    void whatWaitsForItsTurnIsWrittenBeforeASignalEndsTheProgram() {
        Runnable[] end = {() -> {}};
        Console console =
                new Console(output, warnings, Optional.empty()) {
                    @Override
                    public Runnable onEnd(Runnable writing) {
                        end[0] = writing;
                        return () -> end[0] = () -> {};
                    }
                };
        ManyServers servers = new ManyServers(settings(), console, new ActionTable(), false);
        CountDownLatch secondIsHeld = new CountDownLatch(1);
        String[] written = {""};
        first.on(
                "stopProcess",
                names -> {
                    await(secondIsHeld);
                    end[0].run();
                    written[0] = output.toString(StandardCharsets.UTF_8);
                    return true;
                });
        second.on("stopProcess", true);
        second.on(
                "startProcess",
                names -> {
                    secondIsHeld.countDown();
                    return true;
                });
        servers.run("restart x");
        assertTrue(written[0].startsWith("two: x: stopped\n"), written[0]);
        assertTrue(output.toString(StandardCharsets.UTF_8).contains("one: x: stopped\n"));
        output.reset();
        end[0].run();
        assertEquals("", output.toString(StandardCharsets.UTF_8));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void jsonHasTheNamesInside() {
        for (FakeSupervisor server : List.of(first, second)) {
            server.on(
                    "getAllProcessInfo",
                    List.of(FakeSupervisor.info("x", "x", ProcessState.STOPPED, 0, "")));
        }
        List<String> lines = run("status --json").lines().toList();
        assertTrue(lines.get(0).startsWith("{\"server\":\"one\",\"processes\":[{"));
        assertTrue(lines.get(1).startsWith("{\"server\":\"two\",\"processes\":[{"));
        assertTrue(lines.get(2).startsWith("{\"server\":\"gone\",\"error\":\"unix:"));
        assertEquals(3, servers.exitStatus());
        assertEquals(
                "1 of 3 servers failed: gone (exit status 4)\n",
                warnings.toString(StandardCharsets.UTF_8));
    }

    @Test
    void allServersDoWhatTheyAreToldThoughNobodyReadsIt() {
        ManyServers unread = unread(1);
        for (FakeSupervisor server : List.of(first, second)) {
            server.on("stopProcess", true);
        }
        unread.run("stop x y");
        for (FakeSupervisor server : List.of(first, second)) {
            assertEquals(List.of("stopProcess(x)", "stopProcess(y)"), server.calls());
        }
        assertEquals(7, unread.exitStatus());
    }

    @Test
    void logsThatNobodyReadsAreFollowedNoLongerOnAnyServer() {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        first.page("/logtail/x/stdout", FakeHttpServer.Reply.of(head + "4\r\none\n\r\n"));
        second.page("/logtail/x/stdout", FakeHttpServer.Reply.of(head));
        ManyServers servers = unread(2);
        servers.run("tail -f x");
        // of the server that is not there
        assertEquals(7, servers.exitStatus());
    }

    /** These servers with an output that takes so many lines. */
    private ManyServers unread(int lines) {
        Console console =
                new Console(new FailingStream(lines, "Broken pipe"), warnings, Optional.empty());
        return new ManyServers(settings(), console, new ActionTable(), false);
    }

    @Test
    void whoTypesIsAskedOnceBeforeAllServersAreShutDown() {
        first.on("shutdown", true);
        second.on("shutdown", true);
        BufferedReader typed = new BufferedReader(new StringReader("n\ny\n"));
        servers =
                new ManyServers(
                        settings().subList(0, 2),
                        new Console(output, warnings, Optional.of(typed)),
                        new ActionTable(),
                        true);
        String question = "Really shut 2 supervisord processes down y/N? ";
        assertEquals(question, run("shutdown"));
        assertEquals(List.of(), first.calls());
        assertEquals(question + "one: Shut down\ntwo: Shut down\n", run("shutdown"));
        assertEquals(
                "Really restart 2 supervisord processes y/N? error: there is no answer\n",
                run("reload"));
        assertEquals(List.of("shutdown()"), second.calls());
        assertEquals(1, servers.exitStatus());
    }

    @Test
    void whatIsForOneServerIsRefused() {
        assertEquals("Error: fg is for one server\n", run("fg x"));
        assertEquals(2, servers.exitStatus());
        assertTrue(run("help pid").startsWith("pid\t"));
        assertFalse(servers.isLeft());
        run("quit");
        assertTrue(servers.isLeft());
    }
}
