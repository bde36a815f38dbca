package org.supervisord.daemon.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.supervisord.daemon.loop.SideThread;
import org.supervisord.daemon.loop.Transfer;

/**
 * Bytes encrypted by TLS. The handshake goes on with every read and write; its arithmetic, some
 * milliseconds for a connection, is done beside the loop.
 */
final class TlsWire implements Wire {
    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

    private final SocketChannel socket;
    private final SSLEngine engine;

    /** Received and not decrypted: ready to be filled. */
    private final ByteBuffer received;

    /** Decrypted and not read: ready to be read. */
    private final ByteBuffer decrypted;

    /** Encrypted and not sent: ready to be read. */
    private final ByteBuffer unsent;

    private final SideThread arithmetic;
    private Runnable readable = () -> {};
    private boolean ended;
    private boolean mayHoldRecord;
    private boolean mayReceive;
    private boolean busy;

    TlsWire(SocketChannel socket, SSLEngine engine, SideThread arithmetic) {
        this.arithmetic = arithmetic;
        this.socket = socket;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        this.received = ByteBuffer.allocate(packet);
        this.unsent = ByteBuffer.allocate(packet).limit(0);
        this.decrypted =
                ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
    }

    @Override
    public SocketChannel socket() {
        return socket;
    }

    @Override
    public boolean hasUnsent() {
        return unsent.hasRemaining();
    }

    @Override
    public boolean hasUnread() {
        return decrypted.hasRemaining() || mayHoldRecord;
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public void onReadable(Runnable task) {
        readable = task;
    }

    /**
     * Reads what is held, or else takes something from the socket, once: whoever sends quickly must
     * not keep the loop here.
     */
    @Override
    public int read(ByteBuffer into) throws IOException {
        mayReceive = !hasUnread();
        boolean moving = !busy;
        while (moving && !decrypted.hasRemaining() && !ended) {
            moving = advance();
        }
        if (!decrypted.hasRemaining()) {
            return ended ? -1 : 0;
        }
        int count = Math.min(into.remaining(), decrypted.remaining());
        into.put(decrypted.slice(decrypted.position(), count));
        decrypted.position(decrypted.position() + count);
        return count;
    }

    /** One step towards more that can be read; whether another one may be possible. */
    private boolean advance() throws IOException {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> calculate();
            case NEED_WRAP -> flush();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> decrypt();
        };
    }

    private boolean calculate() throws IOException {
        Runnable task = engine.getDelegatedTask();
        if (task == null) {
            throw new IOException("TLS waits for nothing");
        }
        CompletableFuture<Boolean> outcome =
                arithmetic.call(
                        () -> {
                            task.run();
                            return true;
                        });
        if (outcome.isCompletedExceptionally()) {
            // not told as all else is, in a later turn: who reads is in the middle of that
            throw new IOException("nobody does the arithmetic of TLS");
        }
        busy = true;
        outcome.whenComplete(this::calculated);
        return false;
    }

    private void calculated(Boolean done, Throwable failure) {
        busy = false;
        mayHoldRecord = true;
        ended |= failure != null;
        readable.run();
    }

    private boolean decrypt() throws IOException {
        received.flip();
        decrypted.clear();
        SSLEngineResult result;
        try {
            result = engine.unwrap(received, decrypted);
        } finally {
            received.compact();
            decrypted.flip();
        }
        switch (result.getStatus()) {
            case OK:
                mayHoldRecord = received.position() > 0;
                return true;
            case CLOSED:
                mayHoldRecord = false;
                ended = true;
                return false;
            case BUFFER_UNDERFLOW:
                mayHoldRecord = false;
                if (!mayReceive) {
                    return false;
                }
                mayReceive = false;
                int count = Transfer.read(socket, received);
                // an end that TLS does not know of is one, as HTTP says where its messages end
                ended = count < 0;
                return count > 0;
            case BUFFER_OVERFLOW:
                break;
        }
        throw new IOException("a TLS record is larger than it may be");
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        long count = 0;
        while (flush() && canEncrypt() && anyLeft(buffers, offset, length)) {
            count += encrypt(buffers, offset, length);
        }
        return count;
    }

    private boolean canEncrypt() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
    }

    private static boolean anyLeft(ByteBuffer[] buffers, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /** Encrypts one record, for which there has to be room; returns how many bytes it took. */
    private int encrypt(ByteBuffer[] buffers, int offset, int length) throws IOException {
        unsent.clear();
        SSLEngineResult result;
        try {
            result = engine.wrap(buffers, offset, length, unsent);
        } finally {
            unsent.flip();
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && !engine.isOutboundDone()) {
            throw new EOFException("the TLS connection was closed");
        }
        return result.bytesConsumed();
    }

    /** Sends what is encrypted, and what the handshake has to say; whether all of it is sent. */
    private boolean flush() throws IOException {
        while (true) {
            while (unsent.hasRemaining()) {
                if (Transfer.write(socket, unsent) == 0) {
                    return false;
                }
            }
            if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP
                    || engine.isOutboundDone()) {
                return true;
            }
            encrypt(NOTHING, 0, 1);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        engine.closeOutbound();
        flush();
        socket.shutdownOutput();
    }
}
