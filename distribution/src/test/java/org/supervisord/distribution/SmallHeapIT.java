package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the operator lets the heap become decides how it begins: the daemon runs, or says why not.
 */
class SmallHeapIT extends TreeBench {
    private static final String SIZE = "SUPERVISORD_HEAP=";
    private static final String OPTIONS = "SUPERVISORD_JAVA_OPTS=-Xmx";

    @BeforeEach
    void configure() throws Exception {
        tree.configure(
                """
                [supervisord]
                nodaemon = false
                [program:x]
                command = /bin/sleep 1000
                startsecs = 0
                """);
    }

    @AfterEach
    void end() throws Exception {
        tree.ctl("shutdown");
    }

    @Test
    void theDaemonRunsWithAHeapThatIsSmallerThanItUsuallyBeginsWith() throws Exception {
        for (String heap :
                List.of(OPTIONS + "4m", OPTIONS + "8388608", SIZE + "12m", SIZE + "17m")) {
            Tree.Outcome start = start(heap);
            assertEquals(0, start.status(), heap + ": " + start.output());
            Tree.Outcome status = tree.ctl("status");
            assertTrue(status.output().contains("RUNNING"), heap + ": " + status.output());
            tree.ctl("shutdown");
            tree.await("the end", () -> gone("supervisor.sock") && gone("supervisord.pid"));
        }
    }

    @Test
    void aHeapThatNoDaemonFitsIntoIsRefusedWithAWord() throws Exception {
        for (String heap : List.of(OPTIONS + "3m", OPTIONS + "512k", SIZE + "1m")) {
            Tree.Outcome start = start(heap);
            assertEquals(2, start.status(), heap + ": " + start.output());
            assertTrue(start.output().contains(" is too small: 4m is the least"), start.output());
        }
    }

    @Test
    void theDaemonIsNotReplacedWhileMoreWaitsThanThereIsMemoryToHandOver() throws Exception {
        assertEquals(0, start(SIZE + "32m").status());
        for (int i = 0; i < 5; i++) {
            send("x".repeat(1 << 20));
        }
        Tree.Outcome refused = tree.ctl("upgrade");
        assertTrue(
                refused.output()
                        .matches(
                                "ERROR: not upgraded: \\d+ bytes wait for programs and event listeners"
                                        + " to read them, or came from them and wait for more, and"
                                        + " there is memory to hand over \\d+\n"),
                refused.output());
        assertEquals(1, refused.status());
        assertEquals("x: stopped\n", tree.ctl("stop", "x").output());
        assertEquals(0, tree.ctl("upgrade").status());
    }

    /** For a program that reads nothing. */
    private void send(String text) throws IOException {
        String call =
                "<?xml version='1.0'?><methodCall><methodName>supervisor.sendProcessStdin</methodName>"
                        + "<params><param><value>x</value></param><param><value>"
                        + text
                        + "</value></param></params></methodCall>";
        String request =
                "POST /RPC2 HTTP/1.0\r\nContent-Type: text/xml\r\nContent-Length: "
                        + call.length()
                        + "\r\n\r\n"
                        + call;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(folder.resolve("supervisor.sock")));
            ByteBuffer data = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (data.hasRemaining()) {
                channel.write(data);
            }
            String answer =
                    new String(
                            Channels.newInputStream(channel).readAllBytes(),
                            StandardCharsets.US_ASCII);
            assertTrue(answer.contains("<boolean>1</boolean>"), answer);
        }
    }

    private Tree.Outcome start(String heap) throws Exception {
        return tree.run(
                "env",
                heap,
                Tree.program("supervisord"),
                "-c",
                folder.resolve("supervisord.conf").toString());
    }

    private boolean gone(String file) {
        return Files.notExists(folder.resolve(file));
    }
}
