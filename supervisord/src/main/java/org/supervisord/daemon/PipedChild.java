package org.supervisord.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.supervisord.daemon.event.Listener;
import org.supervisord.daemon.output.ChildInput;
import org.supervisord.daemon.output.ChildOutput;
import org.supervisord.daemon.output.PipeReader;
import org.supervisord.daemon.process.Child;

/**
 * A child with its pipes on the loop.
 *
 * @param outputs what becomes of what it writes, for each of its channels
 * @param stdin empty when something else than the daemon is behind it
 * @param listener the listener that it is the process of
 * @param closed told when it was closed
 */
record PipedChild(
        int pid,
        List<ChildOutput> outputs,
        List<PipeReader> readers,
        Optional<ChildInput> stdin,
        Optional<Listener> listener,
        Runnable closed)
        implements Child {
    @Override
    public void drain() {
        readers.forEach(PipeReader::drain);
    }

    @Override
    public void close() {
        readers.forEach(PipeReader::close);
        stdin.ifPresent(ChildInput::close);
        listener.ifPresent(Listener::gone);
        closed.run();
    }

    @Override
    public void write(byte[] data) throws IOException {
        stdin.orElseThrow(() -> new IOException("it has no stdin to write to")).write(data);
    }

    @Override
    public CompletableFuture<Integer> offer(byte[] data) {
        return stdin.map(it -> it.offer(data))
                .orElseGet(
                        () ->
                                CompletableFuture.failedFuture(
                                        new IOException("it has no stdin to write to")));
    }

    @Override
    public List<Long> logged() {
        return List.of(outputs.get(0).logged(), outputs.size() > 1 ? outputs.get(1).logged() : 0L);
    }

    @Override
    public void clearLogs() throws IOException {
        for (ChildOutput output : outputs) {
            output.clearLogs();
        }
    }

    @Override
    public void reopenLogs() {
        outputs.forEach(ChildOutput::reopenLogs);
    }
}
