package org.supervisord.daemon.process;

import java.io.IOException;
import java.util.Optional;

/**
 * What a process's child has in common with others, from before there is one until it has ended.
 */
final class SocketUse {
    private final ManagedProcess process;
    private final Kernel kernel;
    private Optional<SharedSocket> taken = Optional.empty();

    SocketUse(ManagedProcess process, Kernel kernel) {
        this.process = process;
        this.kernel = kernel;
    }

    /** Whether there is a socket to be shared at all. */
    boolean isCalledFor() {
        return kernel.socket(process).isPresent();
    }

    /** As {@link SharedSocket#take}, if there is one. */
    void begin() throws IOException {
        Optional<SharedSocket> shared = kernel.socket(process);
        if (shared.isPresent()) {
            shared.get().take();
            taken = shared;
        }
    }

    /** It is used already, by a child that a former program has started. */
    void resume() {
        taken = kernel.socket(process);
    }

    /** As {@link SharedSocket#release}, if it was taken. */
    void end() {
        taken.ifPresent(SharedSocket::release);
        taken = Optional.empty();
    }
}
