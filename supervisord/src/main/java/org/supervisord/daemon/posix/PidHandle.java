package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.Optional;
import org.supervisord.common.Signal;

/**
 * A hold on a process that is no child: what is done with it meets no other process, even when this
 * one has ended and its number is used again. Source: pidfd_open(2).
 */
public final class PidHandle implements Closeable {
    // the same on x86-64 and aarch64
    private static final int PIDFD_SEND_SIGNAL = 424;
    private static final int PIDFD_OPEN = 434;

    private final Pipe.SourceChannel channel;

    private PidHandle(Pipe.SourceChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes hold of a process.
     *
     * @return empty when there is no such process
     * @throws IOException when the system can't do that
     */
    public static Optional<PidHandle> open(int pid) throws IOException {
        int fd = (int) LibC.syscall(PIDFD_OPEN, pid, 0, 0, 0);
        if (fd < 0) {
            int errno = Native.getLastError();
            if (errno == Errno.ESRCH) {
                return Optional.empty();
            }
            throw new PosixException("pidfd_open", errno);
        }
        // the descriptor takes the place of a pipe's, so that a loop can watch it
        try {
            Pipe pipe = Pipe.open();
            pipe.sink().close();
            pipe.source().configureBlocking(false);
            if (LibC.dup2(fd, Descriptors.of(pipe.source())) < 0) {
                int errno = Native.getLastError();
                pipe.source().close();
                throw new PosixException("dup2", errno);
            }
            return Optional.of(new PidHandle(pipe.source()));
        } finally {
            LibC.close(fd);
        }
    }

    /**
     * A channel that becomes readable when the process has ended; nothing is to be read from it.
     */
    public Pipe.SourceChannel channel() {
        return channel;
    }

    /**
     * Sends the process a signal.
     *
     * @return false when it has ended
     * @throws PosixException when the system refuses
     */
    public boolean send(Signal signal) throws PosixException {
        long outcome =
                LibC.syscall(PIDFD_SEND_SIGNAL, Descriptors.of(channel), signal.number(), 0, 0);
        if (outcome == 0) {
            return true;
        }
        int errno = Native.getLastError();
        if (errno == Errno.ESRCH) {
            return false;
        }
        throw new PosixException("pidfd_send_signal", errno);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
