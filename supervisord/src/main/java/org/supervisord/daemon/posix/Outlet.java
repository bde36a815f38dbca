package org.supervisord.daemon.posix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.OptionalInt;

/** Something that is written to and never waited for. */
public interface Outlet extends Closeable {
    /**
     * Writes what is taken at once; what remains in the buffer was not.
     *
     * @throws IOException when it can't be written to: it is closed, or whoever reads it is gone
     */
    void write(ByteBuffer data) throws IOException;

    /** Waits until something can be written, for so many milliseconds at most. */
    boolean awaitWritable(int millis);

    /**
     * A channel on the same descriptor for a loop to watch; nothing is to be written to it. Closing
     * it leaves the descriptor open.
     */
    Pipe.SinkChannel watch() throws IOException;

    /** A descriptor that another program in this process can go on with, if it needs it. */
    default OptionalInt inheritable() {
        return OptionalInt.empty();
    }

    @Override
    void close();
}
