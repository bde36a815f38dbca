package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.Timer;
import org.supervisord.daemon.loop.Transfer;

/**
 * Clients for whom there is no room. They are told so at once, and have a moment to read it:
 * closing while their requests are unread would make the kernel drop what they are told. Source:
 * RFC 9112 §9.6.
 */
final class TurnedAway {
    /** When more come, who has had the longest time goes. */
    private static final int MOST = 64;

    private static final byte[] BUSY =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final EventLoop loop;
    private final CrowdWarnings warnings;
    private final Map<SocketChannel, Timer> leaving = new LinkedHashMap<>();

    TurnedAway(EventLoop loop, ActivityLog log) {
        this.loop = loop;
        this.warnings = new CrowdWarnings(loop, log);
    }

    /**
     * Sends one away who has just connected.
     *
     * @throws IOException when it has gone already
     */
    void add(SocketChannel client) throws IOException {
        warnings.add();
        if (leaving.size() == MOST) {
            drop(leaving.keySet().iterator().next());
        }
        ByteBuffer unread = ByteBuffer.allocate(1 << 10);
        loop.register(client, SelectionKey.OP_READ, ready -> read(client, unread));
        client.write(ByteBuffer.wrap(BUSY));
        client.shutdownOutput();
        leaving.put(client, loop.after(HttpLimits.LINGER, () -> drop(client)));
    }

    private void read(SocketChannel client, ByteBuffer unread) {
        try {
            if (Transfer.read(client, unread.clear()) < 0) {
                drop(client);
            }
        } catch (IOException gone) {
            drop(client);
        }
    }

    private void drop(SocketChannel client) {
        leaving.remove(client).cancel();
        try {
            client.close();
        } catch (IOException ignored) {
            // it is gone either way
        }
    }

    /** Drops all of them. */
    void close() {
        List.copyOf(leaving.keySet()).forEach(this::drop);
        warnings.close();
    }
}
