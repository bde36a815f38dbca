package org.supervisord.daemon.loop;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** What is called when a channel can be read, written, accepted from or connected. */
@FunctionalInterface
public interface ReadyHandler {
    /**
     * The channel of the key is ready for the operations in {@code key.readyOps()}. Called on the
     * loop's thread; must not block.
     *
     * @throws IOException to have the channel closed and the reason logged
     */
    void ready(SelectionKey key) throws IOException;
}
