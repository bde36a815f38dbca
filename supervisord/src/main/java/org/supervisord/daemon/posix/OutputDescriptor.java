package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.OptionalInt;

/** A descriptor of a pipe, a terminal, or any other file. */
public final class OutputDescriptor implements Outlet {
    /** As much as a pipe takes without waiting when it takes anything. Source: pipe(7). */
    private static final int PIECE = 4096;

    private static final int O_WRONLY = 1;
    private static final int O_NOCTTY = 0400;
    private static final int O_NONBLOCK = 04000;
    private static final int O_CLOEXEC = 02000000;

    private final int fd;
    private final boolean ours;
    private final byte[] piece = new byte[PIECE];

    private OutputDescriptor(int fd, boolean ours) {
        this.fd = fd;
        this.ours = ours;
    }

    /** One that somebody else has opened, and will close. */
    public static OutputDescriptor of(int fd) {
        return new OutputDescriptor(fd, false);
    }

    /** One that is open already, and is to be closed with this. */
    public static OutputDescriptor ours(int fd) {
        return new OutputDescriptor(fd, true);
    }

    /**
     * Opens what has a name, without waiting for whoever is at its other end.
     *
     * @throws PosixException also when it is a FIFO that nobody reads (ENXIO)
     */
    public static OutputDescriptor open(Path path) throws PosixException {
        int fd =
                LibC.open(
                        LibC.cString(path.toString()),
                        O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (fd < 0) {
            throw new PosixException("open", Native.getLastError());
        }
        return new OutputDescriptor(fd, true);
    }

    @Override
    public void write(ByteBuffer data) throws PosixException {
        while (data.hasRemaining() && Descriptors.isWritable(fd)) {
            int length = Math.min(PIECE, data.remaining());
            data.get(data.position(), piece, 0, length);
            int written = LibC.write(fd, piece, length);
            if (written < 0) {
                int errno = Native.getLastError();
                if (errno == Errno.EAGAIN) {
                    return;
                }
                if (errno != Errno.EINTR) {
                    throw new PosixException("write", errno);
                }
            } else {
                data.position(data.position() + written);
            }
        }
    }

    @Override
    public boolean awaitWritable(int millis) {
        return Descriptors.isWritable(fd, millis);
    }

    @Override
    public Pipe.SinkChannel watch() throws IOException {
        return Descriptors.watch(fd);
    }

    @Override
    public OptionalInt inheritable() {
        return ours ? OptionalInt.of(fd) : OptionalInt.empty();
    }

    @Override
    public void close() {
        if (ours) {
            LibC.close(fd);
        }
    }
}
