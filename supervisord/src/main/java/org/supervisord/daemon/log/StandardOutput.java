package org.supervisord.daemon.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.supervisord.daemon.posix.Descriptors;

/**
 * The daemon's own stdout or stderr. When nobody reads it, or it is closed, what it can't take at
 * once is dropped and counted; the daemon never waits for it. Never rotated, never closed.
 */
public final class StandardOutput implements LogSink {
    /** As much as a pipe takes without waiting when it takes anything. Source: pipe(7). */
    private static final int PIECE = 4096;

    private final int fd;
    private final FileOutputStream stream;
    private long dropped;

    private StandardOutput(int fd, FileDescriptor descriptor) {
        this.fd = fd;
        this.stream = new FileOutputStream(descriptor);
    }

    public static StandardOutput stdout() {
        return new StandardOutput(1, FileDescriptor.out);
    }

    public static StandardOutput stderr() {
        return new StandardOutput(2, FileDescriptor.err);
    }

    /** How many bytes could not be written so far. */
    public long dropped() {
        return dropped;
    }

    @Override
    public void write(ByteBuffer data) {
        byte[] piece = new byte[Math.min(PIECE, data.remaining())];
        try {
            while (data.hasRemaining() && Descriptors.isWritable(fd)) {
                int length = Math.min(piece.length, data.remaining());
                data.get(data.position(), piece, 0, length);
                stream.write(piece, 0, length);
                data.position(data.position() + length);
            }
        } catch (IOException e) {
            // its reader is gone; there is nobody to tell
        }
        dropped += data.remaining();
        data.position(data.limit());
    }

    @Override
    public void reopen() {
        // it has no name to open it by
    }

    @Override
    public void clear() {
        // what was shown was shown
    }

    @Override
    public void close() {
        // it is not ours to close
    }
}
