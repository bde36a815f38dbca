package org.supervisord.daemon.process;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;

/** What a process needs of the machine. A test hands in its own. */
public interface Kernel {
    /**
     * The listening socket that a process shares with those of its group. It has to be taken before
     * a child is made, which finds it open, and is to be released when there is none any more.
     */
    default Optional<SharedSocket> socket(ManagedProcess process) {
        return Optional.empty();
    }

    /**
     * Starts a program with its pipes and logs connected.
     *
     * @param ended told on the loop's thread when the child has been reaped
     * @throws SpawnException when there is no child; nothing is left open then
     */
    Child spawn(ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended)
            throws SpawnException;

    /** A child that is being made. */
    interface Birth {
        /** Waits for it; throws as {@link Kernel#spawn} does. To be called, and only once. */
        Child await() throws SpawnException;
    }

    /**
     * Begins to start a program, while others are started; otherwise as {@link #spawn}.
     *
     * @throws SpawnException when it is known already that there will be no child
     */
    default Birth begin(ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended)
            throws SpawnException {
        return () -> spawn(process, command, ended);
    }

    /**
     * Sends a signal.
     *
     * @param target a pid, or the negative of a process group
     * @return false when there is no such process (any more)
     * @throws IOException when the system refuses
     */
    boolean kill(int target, Signal signal) throws IOException;
}
