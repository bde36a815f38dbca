package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;

/** A server that a former program has listened with, and left with one client. */
class ResumedServerTest {
    private final RecordedLog log = new RecordedLog();
    private EventLoop loop;
    private ServerSocketChannel socket;
    private SocketChannel client;
    private SocketChannel accepted;

    @BeforeEach
    void open() throws IOException {
        loop = new EventLoop(Clock.system(), (what, e) -> {});
        socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        client = SocketChannel.open(socket.getLocalAddress());
        accepted = socket.accept();
    }

    @AfterEach
    void close() throws IOException {
        accepted.close();
        client.close();
        socket.close();
        loop.close();
    }

    private final class Left implements Inheritance {
        @Override
        public ServerSocketChannel listening(int descriptor, boolean unix) {
            return socket;
        }

        @Override
        public SocketChannel connected(int descriptor, SocketAddress remote) {
            return accepted;
        }

        @Override
        public Pipe.SourceChannel source(int descriptor) throws IOException {
            throw new IOException("not left");
        }

        @Override
        public Pipe.SinkChannel sink(int descriptor) throws IOException {
            throw new IOException("not left");
        }

        @Override
        public FileChannel file(int descriptor) throws IOException {
            throw new IOException("not left");
        }

        @Override
        public int taken(int descriptor) throws IOException {
            throw new IOException("not left");
        }
    }

    private HttpServer resume(ClientHandlers handlers) throws IOException {
        var former = new ConnectionSnapshot(8, "127.0.0.1", 4711, new byte[0], true);
        return HttpServer.resume(
                loop,
                RunningServer.inet(),
                handlers,
                log.log(),
                HttpLimits.DEFAULT,
                HeldBytes.ofAnswers(),
                new ServerSnapshot("inet_http_server", 7, "", List.of(former)),
                new Left());
    }

    @Test
    void goesOnWithItsClient() throws IOException {
        try (HttpServer server = resume(it -> (request, responder) -> {})) {
            assertEquals(1, server.clients());
            assertTrue(accepted.isOpen());
        }
    }

    @Test
    void aClientThatCannotBeServedIsNotLeftWaiting() throws IOException {
        ClientHandlers unknown =
                it -> {
                    throw new IOException("nobody knows who it is");
                };
        try (HttpServer server = resume(unknown)) {
            assertEquals(0, server.clients());
            assertFalse(accepted.isOpen());
        }
        assertEquals(
                List.of("DEBUG a client can't be taken over: nobody knows who it is"), log.lines());
    }
}
