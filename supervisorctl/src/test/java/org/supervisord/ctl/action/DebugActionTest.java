package org.supervisord.ctl.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
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
import org.supervisord.ctl.client.FakeHttpServer;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.shell.Interpreter;
import org.supervisord.ctl.terminal.Console;

/** A file that is sent to a process, and what comes of the process. */
@Timeout(60)
class DebugActionTest {
    private static final String OUTPUT = "/logtail/web/stdout?back=0";

    @TempDir private Path folder;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream warnings = new ByteArrayOutputStream();
    private FakeSupervisor server;

    @BeforeEach
    void startServer() throws Exception {
        server = FakeSupervisor.listeningOn(folder.resolve("s"));
        server.on("listMethods", List.of("daemon.writeProcessStdin"));
        server.on("writeProcessStdin", 0);
        says("");
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    @Test
    void isDoneWhenTheProcessIsQuiet() throws Exception {
        isThere(7, 7);
        assertEquals(0, debug("", "--quiet 0.1 web"));
        assertEquals(3, debug("", "--quiet 0.1 --until x web"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void anEndIsAnEndHoweverQuietItIs(int pidAfterwards) throws Exception {
        isThere(7, pidAfterwards);
        assertEquals(7, debug("", "--quiet 0 --until x web"));
        assertEquals("web: ERROR (it has ended)\n", warnings.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatWasWaitedForCountsThoughItHasEnded() throws Exception {
        says("1\r\nx\r\n");
        isThere(7, 0);
        assertEquals(0, debug("", "--until x web"));
        assertEquals("x", output.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aProcessThatIsTakenAwayHasEnded() throws Exception {
        isThere(7, -1);
        assertEquals(7, debug("", "--quiet 0 web"));
    }

    @Test
    void oneThatClosesItsInputEndsOrNot() throws Exception {
        server.onFault("writeProcessStdin", Fault.NO_FILE);
        isThere(7, 7, 7, 0);
        assertEquals(7, debug("hello", "web"));
        isThere(7, 7);
        assertEquals(1, debug("hello", "web"));
        assertEquals(
                "web: ERROR (it has ended after 0 bytes)\n"
                        + "web: ERROR (it has closed its stdin after 0 bytes)\n",
                warnings.toString(StandardCharsets.UTF_8));
    }

    /** A pipe whose writer writes little and stays: what came is sent before more is read. */
    @Test
    void sendsWhatIsThere() throws Exception {
        isThere(7, 7);
        List<String> sent = new CopyOnWriteArrayList<>();
        server.on(
                "writeProcessStdin",
                parameters -> {
                    byte[] bytes = Base64.getMimeDecoder().decode(parameters.get(1));
                    sent.add(new String(bytes, StandardCharsets.UTF_8));
                    return bytes.length;
                });
        InputStream pieces =
                new InputStream() {
                    private final Queue<String> left = new ArrayDeque<>(List.of("one", "two"));

                    @Override
                    public int read() {
                        throw new AssertionError("byte by byte");
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) {
                        assertEquals(2 - left.size(), sent.size());
                        byte[] piece =
                                left.isEmpty()
                                        ? new byte[0]
                                        : left.remove().getBytes(StandardCharsets.UTF_8);
                        System.arraycopy(piece, 0, into, offset, piece.length);
                        return piece.length == 0 ? -1 : piece.length;
                    }
                };
        assertEquals(0, debug(pieces, "--quiet 0.1 web"));
        assertEquals(List.of("one", "two"), sent);
    }

    /** Its process ids, one look after the other, and then the last for ever; -1 for none. */
    private void isThere(Integer... pids) {
        Queue<Integer> left = new ArrayDeque<>(List.of(pids));
        server.on(
                "getProcessInfo",
                parameters -> {
                    int pid = left.size() > 1 ? left.remove() : left.element();
                    return pid < 0
                            ? FakeSupervisor.Refusal.of(Fault.BAD_NAME)
                            : FakeSupervisor.info("web", "web", ProcessState.RUNNING, pid, "");
                });
    }

    /** What is in its log, which does not end. */
    private void says(String chunks) {
        server.page(
                OUTPUT,
                FakeHttpServer.Reply.of(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks));
    }

    private int debug(String input, String words) throws Exception {
        return debug(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), words);
    }

    private int debug(InputStream in, String words) throws Exception {
        Console console =
                new Console(output, warnings, Optional.empty()) {
                    @Override
                    public InputStream input() {
                        return in;
                    }

                    @Override
                    public boolean isTyped() {
                        return false;
                    }
                };
        ClientSettings settings =
                new ClientSettings(
                        server.url(), "", Optional.empty(), Optional.empty(), Optional.empty());
        Session session = new Session(settings, console, false);
        new Interpreter(session).run("debug " + words);
        session.close();
        return session.exitStatus();
    }
}
