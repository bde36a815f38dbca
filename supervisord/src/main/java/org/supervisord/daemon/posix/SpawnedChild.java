package org.supervisord.daemon.posix;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A child that was started, and the daemon's ends of its pipes, non-blocking.
 *
 * @param stdin empty when its stdin is not a pipe
 * @param stderr empty when its stderr goes where its stdout goes, or where that of this process
 *     goes
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

    /**
     * Waits for all that it says on its stdout, until nobody can say anything there any more.
     *
     * @param most bytes of it; what is said beyond them is let go
     */
    public String readStdout(int most) throws IOException {
        return read(stdout, Optional.empty(), most);
    }

    /**
     * Waits for what is said at a pipe.
     *
     * @param last what nothing is waited for after, if there is such a thing
     * @param most bytes of it; what is said beyond them is let go
     */
    static String read(Pipe.SourceChannel pipe, Optional<String> last, int most)
            throws IOException {
        pipe.configureBlocking(true);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (pipe.read(buffer.clear()) >= 0) {
            said.write(buffer.array(), 0, Math.min(buffer.position(), most - said.size()));
            if (last.isPresent() && said.toString(StandardCharsets.UTF_8).endsWith(last.get())) {
                break;
            }
        }
        return said.toString(StandardCharsets.UTF_8);
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
