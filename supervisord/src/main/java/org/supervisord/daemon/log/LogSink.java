package org.supervisord.daemon.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where bytes are kept. To be used on the loop's thread alone. */
public interface LogSink extends Closeable {
    /**
     * Takes all the bytes of the buffer. Never fails: what can't be kept is counted and reported
     * once, and the next write is tried again.
     */
    void write(ByteBuffer data);

    /** Opens the log again by its name. */
    void reopen();

    /** Removes what was kept and begins anew. */
    void clear() throws IOException;

    @Override
    void close();
}
