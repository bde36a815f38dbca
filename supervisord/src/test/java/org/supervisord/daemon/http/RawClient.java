package org.supervisord.daemon.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** A client that sends bytes as they are and waits for bytes with a deadline. */
final class RawClient implements Closeable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean ended;

    RawClient(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        channel.configureBlocking(false);
        selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
        return this;
    }

    RawClient endInput() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    /** Everything up to the end of the connection. */
    String readAll() throws IOException {
        return read(text -> false, PATIENCE);
    }

    /** Everything so far, and in a while from now. */
    String readFor(Duration time) throws IOException {
        return read(text -> false, time);
    }

    /** Everything so far, once it ends with these words. */
    String readUntil(String words) throws IOException {
        String text = read(soFar -> soFar.contains(words), PATIENCE);
        if (!text.contains(words)) {
            throw new AssertionError("no '" + words + "' in " + text);
        }
        return text;
    }

    /** Whether the other side closes while we wait. */
    boolean seesEnd(Duration patience) throws IOException {
        read(text -> false, patience);
        return ended;
    }

    private String read(Predicate<String> enough, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        ByteBuffer buffer = ByteBuffer.allocate(65536);
        while (!ended && !enough.test(received.toString(StandardCharsets.UTF_8))) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            selector.select(left);
            selector.selectedKeys().clear();
            buffer.clear();
            int count;
            try {
                count = channel.read(buffer);
            } catch (IOException reset) {
                throw new AssertionError("reset after " + received, reset);
            }
            ended = count < 0;
            received.write(buffer.array(), 0, Math.max(0, count));
        }
        return received.toString(StandardCharsets.UTF_8);
    }

    /** Forgets what was read. */
    void forget() {
        received.reset();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
