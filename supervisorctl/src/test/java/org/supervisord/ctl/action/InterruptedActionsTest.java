package org.supervisord.ctl.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.shell.Interpreter;
import org.supervisord.ctl.terminal.Console;

/** Ctrl-C in a shell, while the server takes its time. */
@Timeout(60)
class InterruptedActionsTest {
    @TempDir private Path folder;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile Runnable interrupt = () -> {};
    private FakeSupervisor server;
    private boolean canMoveCursor;
    private BufferedReader typed = new BufferedReader(new StringReader("hello\n"));
    private Console console;

    @BeforeEach
    void startServer() throws Exception {
        server = FakeSupervisor.listeningOn(folder.resolve("s"));
    }

    @AfterEach
    void stopServer() throws Exception {
        never.countDown();
        server.close();
    }

    @Test
    void aLookThatHangsIsGivenUp() throws Exception {
        server.on("getAllProcessInfo", names -> interruptAndHang());
        assertEquals("", run("status --watch"));
    }

    @Test
    void whatIsWatchedMayBeginAnew() throws Exception {
        Queue<Object> answers =
                new ArrayDeque<>(
                        List.of(List.of(), FakeSupervisor.Refusal.of(Fault.SHUTDOWN_STATE)));
        server.on(
                "getAllProcessInfo",
                names -> answers.isEmpty() ? interruptAndHang() : answers.remove());
        assertEquals("\nfault 6: SHUTDOWN_STATE\n", run("status --watch --interval 0.1"));
    }

    @Test
    void aProcessThatDoesNotReadIsLeftAlone() throws Exception {
        server.on("listMethods", List.of("daemon.writeProcessStdin"));
        server.on("getProcessInfo", FakeSupervisor.info("web", "web", ProcessState.RUNNING, 7, ""));
        server.on(
                "writeProcessStdin",
                bytes -> {
                    interrupt.run();
                    return 0;
                });
        assertEquals(
                "attached to web (pid 7): stdin; Ctrl-D detaches, it runs on\n\n"
                        + "detached from web\n",
                run("debug web"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fg web", "debug web"})
    void theNextLineOfAScriptIsNotForTheProcessThatWasLeft(String line) throws Exception {
        server.on("listMethods", List.of("daemon.writeProcessStdin"));
        server.on("getProcessInfo", FakeSupervisor.info("web", "web", ProcessState.RUNNING, 7, ""));
        typed =
                new BufferedReader(new StringReader("pid\n")) {
                    @Override
                    public String readLine() throws IOException {
                        interrupt.run();
                        return super.readLine();
                    }
                };
        run(line);
        assertFalse(server.calls().toString().contains("Stdin("), server.calls().toString());
        assertEquals(Optional.of("pid"), console.readLine(""));
    }

    @Test
    void whatIsComplainedOfIsPartOfWhatIsRedrawn() throws Exception {
        canMoveCursor = true;
        Queue<Object> answers = new ArrayDeque<>(List.of(List.of(), List.of()));
        server.on(
                "getAllProcessInfo",
                names -> answers.isEmpty() ? interruptAndHang() : answers.remove());
        String look = "\r\033[?7lnope: ERROR (no such process)\033[K\n\033[J\033[?7h";
        assertEquals(look + "\033[1A" + look, run("status --watch --interval 0.1 nope"));
    }

    private boolean interruptAndHang() {
        interrupt.run();
        try {
            return never.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** What a line prints in a shell where Ctrl-C is {@link #interrupt}. */
    private String run(String line) throws Exception {
        console =
                new Console(output, Optional.of(typed)) {
                    @Override
                    public Runnable onInterrupt(Runnable ending, String farewell) {
                        interrupt = ending;
                        return () -> interrupt = () -> {};
                    }

                    @Override
                    public boolean canMoveCursor() {
                        return canMoveCursor;
                    }
                };
        ClientSettings settings =
                new ClientSettings(
                        server.url(), "", Optional.empty(), Optional.empty(), Optional.empty());
        Session session = new Session(settings, console, true);
        new Interpreter(session).run(line);
        session.close();
        return output.toString(StandardCharsets.UTF_8);
    }
}
