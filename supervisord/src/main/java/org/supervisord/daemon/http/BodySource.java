package org.supervisord.daemon.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A body of unknown length, asked for more whenever the client can take more. */
public interface BodySource extends Closeable {
    /**
     * Called once, before the first {@link #read}.
     *
     * @param more to be run on the loop's thread when, after a read that brought nothing, there is
     *     something; running it for nothing does no harm
     * @throws IOException when that can't be promised; the answer is then a 503
     */
    void onMore(Runnable more) throws IOException;

    /**
     * Reads what there is and fits.
     *
     * @return the number of bytes, 0 when there are none at present, -1 at the end
     */
    int read(ByteBuffer into) throws IOException;

    /** Whether the client is to get all of it, and a part would be taken for that. */
    default boolean isWhole() {
        return false;
    }

    @Override
    void close();
}
