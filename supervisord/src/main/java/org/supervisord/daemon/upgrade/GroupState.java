package org.supervisord.daemon.upgrade;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.daemon.process.ProcessSnapshot;

/**
 * A group that is supervised.
 *
 * @param configuration which of the state's configurations it comes from
 * @param socket the listening socket that its processes share, while one of them has it
 */
public record GroupState(
        String name, int configuration, List<ProgramState> programs, OptionalInt socket) {
    /** A process of it, with its child. */
    public record ProgramState(ProcessSnapshot process, Optional<ChildState> child) {}
}
