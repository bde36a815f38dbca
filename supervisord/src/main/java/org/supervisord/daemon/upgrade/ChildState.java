package org.supervisord.daemon.upgrade;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.daemon.output.InputSnapshot;
import org.supervisord.daemon.output.OutputSnapshot;

/**
 * A child that is running, or has ended and was not reaped yet.
 *
 * @param stdin empty when it is closed, or something else than the daemon is behind it
 * @param outputs its stdout and, if that has a pipe of its own, its stderr
 */
public record ChildState(int pid, Optional<InputSnapshot> stdin, List<ChannelState> outputs) {
    /**
     * An output channel.
     *
     * @param descriptor the daemon's end of the pipe; empty when it has ended
     */
    public record ChannelState(OptionalInt descriptor, OutputSnapshot output) {}
}
