package org.supervisord.daemon.handover;

import java.io.IOException;
import java.nio.channels.Channel;
import java.util.List;

/** Takes note of what the next program in this process is to find open. */
public interface Keeper {
    /**
     * Keeps what is behind a channel.
     *
     * @return its descriptor, for the document that the next program gets
     * @throws IOException when the channel has none
     */
    int keep(Channel channel) throws IOException;

    /** Keeps a descriptor; answers it. */
    int keep(int descriptor);

    /** All that are kept so far. */
    List<Integer> kept();
}
