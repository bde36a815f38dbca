package org.supervisord.daemon.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where bytes are kept. To be used on the loop's thread alone. */
public interface LogSink extends Closeable {
    /**
     * Opens the log. A write opens it too if need be; this is for those who want to know.
     *
     * @throws IOException when it can't be opened; writes try again
     */
    default void open() throws IOException {}

    /**
     * Takes all the bytes of the buffer. Never fails and never waits: what can't be kept is counted
     * and reported once, and the next write is tried again.
     */
    void write(ByteBuffer data);

    /** Whether it has more to do than it should: who can had better wait until there is room. */
    default boolean isCongested() {
        return false;
    }

    /** Runs a task once, when it is congested no longer. */
    default void whenRoom(Runnable task) {
        task.run();
    }

    /** What it has taken from this user and keeps until there is more. */
    default byte[] unsent() {
        return new byte[0];
    }

    /** Opens the log again by its name. */
    default void reopen() {}

    /** Removes what was kept and begins anew. */
    default void clear() throws IOException {}

    @Override
    void close();
}
