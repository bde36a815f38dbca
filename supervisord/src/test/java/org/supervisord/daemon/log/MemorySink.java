package org.supervisord.daemon.log;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A log that keeps its bytes in memory, and remembers what else was asked of it. */
public final class MemorySink implements LogSink {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final List<String> asked = new ArrayList<>();

    @Override
    public void write(ByteBuffer data) {
        while (data.hasRemaining()) {
            kept.write(data.get());
        }
    }

    @Override
    public void reopen() {
        asked.add("reopen");
    }

    @Override
    public void clear() {
        asked.add("clear");
        kept.reset();
    }

    @Override
    public void close() {
        asked.add("close");
    }

    /** What was written, byte by byte. */
    public String text() {
        return kept.toString(StandardCharsets.ISO_8859_1);
    }

    /** What was asked besides writing, in order. */
    public List<String> asked() {
        return asked;
    }
}
