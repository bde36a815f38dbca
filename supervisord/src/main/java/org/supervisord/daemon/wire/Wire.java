package org.supervisord.daemon.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;

/** The bytes of one client, as they are meant: encrypted on their way or not. Never blocks. */
public interface Wire extends ReadableByteChannel, GatheringByteChannel {
    /** What readiness is to be asked of. */
    SocketChannel socket();

    /** Whether bytes that were taken to be written wait for the client. */
    boolean hasUnsent();

    /** Whether there may be bytes to read that no readiness will tell of. */
    boolean hasUnread();

    /** Whether reading makes no sense until {@link #onReadable} was told. */
    default boolean isBusy() {
        return false;
    }

    /**
     * Has a task run on the loop's thread whenever there may be more to read of which no readiness
     * tells.
     */
    default void onReadable(Runnable task) {
        // readiness tells everything
    }

    /** Whether another program can go on with the socket as it is. */
    default boolean canBeHandedOver() {
        return false;
    }

    /** A copy of what was received and not read. */
    default byte[] unread() {
        return new byte[0];
    }

    /** Says that no more will be written. */
    void shutdownOutput() throws IOException;

    @Override
    default int write(ByteBuffer bytes) throws IOException {
        return (int) write(new ByteBuffer[] {bytes}, 0, 1);
    }

    @Override
    default long write(ByteBuffer[] buffers) throws IOException {
        return write(buffers, 0, buffers.length);
    }

    @Override
    default boolean isOpen() {
        return socket().isOpen();
    }

    @Override
    default void close() throws IOException {
        socket().close();
    }
}
