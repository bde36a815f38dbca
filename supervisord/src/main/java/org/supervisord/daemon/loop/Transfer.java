package org.supervisord.daemon.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Reads and writes channels that do not wait. The JDK answers with a number of its own, below -1,
 * when a signal has come in between (EINTR): nothing was moved then, and the channel is as ready as
 * it was.
 */
public final class Transfer {
    private static final int END = -1;
    private static final int MOST_AGAIN = 8;

    private Transfer() {}

    /** Reads what is there; answers how many bytes that was, -1 at the end. */
    public static int read(ReadableByteChannel from, ByteBuffer into) throws IOException {
        int count = from.read(into);
        // who reads for the last time is not told once more that there is something
        for (int again = 0; count < END && again < MOST_AGAIN; again++) {
            count = from.read(into);
        }
        return count < END ? 0 : count;
    }

    /** Writes what there is room for; answers how many bytes that was. */
    public static int write(WritableByteChannel to, ByteBuffer data) throws IOException {
        return Math.max(0, to.write(data));
    }

    /** The same, of some of several buffers. */
    public static long write(GatheringByteChannel to, ByteBuffer[] data, int offset, int length)
            throws IOException {
        return Math.max(0, to.write(data, offset, length));
    }
}
