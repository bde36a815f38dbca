package org.supervisord.daemon.children;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.supervisord.daemon.event.Listener;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.output.ChildInput;
import org.supervisord.daemon.output.ChildOutput;
import org.supervisord.daemon.output.InputSnapshot;
import org.supervisord.daemon.output.PipeReader;
import org.supervisord.daemon.process.Child;
import org.supervisord.daemon.upgrade.ChildState;

/**
 * A child with its pipes on the loop.
 *
 * @param channels its stdout and, if that has a pipe of its own, its stderr
 * @param stdin empty when something else than the daemon is behind it
 * @param listener the listener that it is the process of
 * @param closed told when it was closed
 */
record PipedChild(
        int pid,
        List<Channel> channels,
        Optional<ChildInput> stdin,
        Optional<Listener> listener,
        Runnable closed)
        implements Child {
    /**
     * An output channel.
     *
     * @param output what becomes of what the child writes
     * @param reader empty when it had ended before this child was taken over
     */
    record Channel(ChildOutput output, Optional<PipeReader> reader) {}

    /** All that another program needs to go on with it. */
    ChildState snapshot(Keeper keeper) throws IOException {
        List<ChildState.ChannelState> states = new ArrayList<>();
        for (Channel it : channels) {
            OptionalInt descriptor =
                    it.reader.isPresent() ? it.reader.get().snapshot(keeper) : OptionalInt.empty();
            states.add(new ChildState.ChannelState(descriptor, it.output.snapshot()));
        }
        Optional<InputSnapshot> input =
                stdin.isPresent() ? stdin.get().snapshot(keeper) : Optional.empty();
        return new ChildState(pid, input, states);
    }

    /** How many bytes came from it and wait for more. */
    long waitingBytes() {
        return channels.stream().mapToLong(it -> it.output.waitingBytes()).sum();
    }

    @Override
    public void look() {
        channels.get(0).reader.ifPresent(PipeReader::look);
    }

    @Override
    public void drain() {
        channels.forEach(it -> it.reader.ifPresent(PipeReader::drain));
    }

    /** Has the child wait soon when it writes very much; see {@link PipeReader#narrow}. */
    void narrow() {
        channels.forEach(it -> it.reader.ifPresent(PipeReader::narrow));
    }

    @Override
    public void close() {
        channels.forEach(it -> it.reader.ifPresent(PipeReader::close));
        channels.forEach(it -> it.output.release());
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
        return List.of(
                channels.get(0).output.logged(),
                channels.size() > 1 ? channels.get(1).output.logged() : 0L);
    }

    @Override
    public void clearLogs() throws IOException {
        for (Channel it : channels) {
            it.output.clearLogs();
        }
    }

    @Override
    public void reopenLogs() {
        channels.forEach(it -> it.output.reopenLogs());
    }
}
