package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.posix.Outlet;

/** Standard streams that lead nowhere. */
public final class StreamsOfTests {
    private final StandardStreams streams;

    public StreamsOfTests(EventLoop loop) {
        streams =
                new StandardStreams(
                        Nowhere::new, Nowhere::new, loop, StreamLog.PATIENCE, message -> {});
    }

    public StandardStreams streams() {
        return streams;
    }

    private static final class Nowhere implements Outlet {
        @Override
        public void write(ByteBuffer data) {
            data.position(data.limit());
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
