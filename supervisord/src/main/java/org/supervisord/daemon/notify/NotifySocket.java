package org.supervisord.daemon.notify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.supervisord.daemon.posix.MessageSocket;

/**
 * Where the service manager listens for datagrams. It is connected to for each message: the one who
 * listens may be another one by then.
 *
 * @param where a path, or a name without a file that begins with {@code @}
 */
public record NotifySocket(String where) implements ServiceNotifier.Channel {
    @Override
    public boolean send(String message) throws IOException {
        try (MessageSocket socket = open()) {
            ByteBuffer data = ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8));
            socket.write(data);
            return !data.hasRemaining();
        }
    }

    private MessageSocket open() throws IOException {
        return where.startsWith("@")
                ? MessageSocket.abstractly(where.substring(1))
                : MessageSocket.local(Path.of(where));
    }
}
