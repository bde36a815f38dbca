package org.supervisord.daemon.posix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pipes of a child to be, both ends. Closing it closes what has not been handed over. */
final class ChildPipes implements Closeable {
    private final List<Channel> open = new ArrayList<>();
    private final Optional<Pipe> stdin;
    private final Pipe stdout;
    private final Optional<Pipe> stderr;

    ChildPipes(boolean withStdin, boolean withStderr) throws PosixException {
        try {
            stdin = withStdin ? Optional.of(pipe()) : Optional.empty();
            stdout = pipe();
            stderr = withStderr ? Optional.of(pipe()) : Optional.empty();
            if (stdin.isPresent()) {
                stdin.get().sink().configureBlocking(false);
            }
            stdout.source().configureBlocking(false);
            if (stderr.isPresent()) {
                stderr.get().source().configureBlocking(false);
            }
        } catch (IOException e) {
            close();
            throw new PosixException("pipe", FileError.errno(e).orElse(Errno.EINVAL));
        }
    }

    private Pipe pipe() throws IOException {
        Pipe pipe = Pipe.open();
        open.add(pipe.source());
        open.add(pipe.sink());
        return pipe;
    }

    Optional<Integer> stdinFd() {
        return stdin.map(pipe -> Descriptors.of(pipe.source()));
    }

    int stdoutFd() {
        return Descriptors.of(stdout.sink());
    }

    int stderrFd() {
        return stderr.map(pipe -> Descriptors.of(pipe.sink())).orElse(stdoutFd());
    }

    /** The daemon's ends, for a child that lives; the child's ends are closed. */
    SpawnedChild handOver(int pid) {
        open.remove(stdout.source());
        stdin.ifPresent(pipe -> open.remove(pipe.sink()));
        stderr.ifPresent(pipe -> open.remove(pipe.source()));
        close();
        return new SpawnedChild(
                pid, stdin.map(Pipe::sink), stdout.source(), stderr.map(Pipe::source));
    }

    @Override
    public void close() {
        for (Channel channel : open) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // nothing can be done, and nothing was written to it
            }
        }
        open.clear();
    }
}
