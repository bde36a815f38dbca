package org.supervisord.daemon.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.posix.Outlet;

/** Standard streams that lead nowhere but to the test. */
public final class StreamsOfTests {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final StandardStreams streams;

    public StreamsOfTests(EventLoop loop) {
        streams =
                new StandardStreams(
                        Nowhere::new, Nowhere::new, loop, StreamLog.PATIENCE, message -> {});
    }

    public StandardStreams streams() {
        return streams;
    }

    /** What was written to both. */
    public String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private final class Nowhere implements Outlet {
        @Override
        public void write(ByteBuffer data) {
            while (data.hasRemaining()) {
                written.write(data.get());
            }
        }

        @Override
        public boolean awaitWritable(int millis) {
            return true;
        }

        @Override
        public Pipe.SinkChannel watch() throws IOException {
            throw new IOException("there is never anything to wait for");
        }

        @Override
        public void close() {}
    }
}
