package org.supervisord.daemon.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.supervisord.daemon.loop.Transfer;

/** Bytes as they are. */
public final class PlainWire implements Wire {
    private final SocketChannel socket;

    /** What was received by a former program, and comes before all else. */
    private final ByteBuffer before;

    /** The bytes of a client that has just come. */
    public PlainWire(SocketChannel socket) {
        this(socket, new byte[0]);
    }

    /**
     * The bytes of a client that a former program has served.
     *
     * @param before what that one has received and not read
     */
    public PlainWire(SocketChannel socket, byte[] before) {
        this.socket = socket;
        this.before = ByteBuffer.wrap(before);
    }

    @Override
    public SocketChannel socket() {
        return socket;
    }

    @Override
    public boolean canBeHandedOver() {
        return true;
    }

    @Override
    public byte[] unread() {
        byte[] bytes = new byte[before.remaining()];
        before.get(before.position(), bytes);
        return bytes;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!before.hasRemaining()) {
            return Transfer.read(socket, into);
        }
        int count = Math.min(into.remaining(), before.remaining());
        into.put(before.slice(before.position(), count));
        before.position(before.position() + count);
        return count;
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        // one alone takes a shorter way through the JDK and the kernel
        return length == 1
                ? Transfer.write(socket, buffers[offset])
                : Transfer.write(socket, buffers, offset, length);
    }

    @Override
    public boolean hasUnsent() {
        return false;
    }

    @Override
    public boolean hasUnread() {
        return before.hasRemaining();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }
}
