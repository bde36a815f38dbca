package org.supervisord.daemon.posix;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.Optional;

/**
 * A child that was started, and the daemon's ends of its pipes, non-blocking.
 *
 * @param stdin empty when its stdin is not a pipe
 * @param stderr empty when its stderr goes where its stdout goes
 */
public record SpawnedChild(
        int pid,
        Optional<Pipe.SinkChannel> stdin,
        Pipe.SourceChannel stdout,
        Optional<Pipe.SourceChannel> stderr) {

    /** One that is being made. */
    public interface Birth {
        /**
         * Waits for it. To be called, and only once.
         *
         * @throws PosixException when there is no child; nothing is left open then
         */
        SpawnedChild await() throws PosixException;
    }

    /** Closes all the pipes. */
    public void close() throws IOException {
        if (stdin.isPresent()) {
            stdin.get().close();
        }
        stdout.close();
        if (stderr.isPresent()) {
            stderr.get().close();
        }
    }
}
