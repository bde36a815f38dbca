package org.supervisord.daemon.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** A loop with a pipe to read, and a consumer that keeps what it is given. */
abstract class PipeReaderBench {
    final Taken taken = new Taken();
    @AutoClose LoopBench bench;
    Pipe pipe;

    @BeforeEach
    void connect() throws IOException {
        bench = new LoopBench();
        pipe = bench.pipe();
    }

    /** Keeps what it takes, piece by piece, and the end as a piece of its own. */
    static final class Taken implements PipeReader.Consumer {
        static final String END = "(end)";

        final List<String> pieces = new ArrayList<>();
        final List<Runnable> waiting = new ArrayList<>();
        boolean congested;

        int length() {
            return pieces.stream().mapToInt(String::length).sum();
        }

        @Override
        public boolean isCongested() {
            return congested;
        }

        @Override
        public void whenRoom(Runnable task) {
            waiting.add(task);
        }

        @Override
        public void take(ByteBuffer data) {
            pieces.add(StandardCharsets.US_ASCII.decode(data).toString());
        }

        @Override
        public void end() {
            pieces.add(END);
        }
    }

    static void write(Pipe to, String text) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (data.hasRemaining()) {
            to.sink().write(data);
        }
    }
}
